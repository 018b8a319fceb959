import { shallowRef } from 'vue'

import type { Shop } from '@/client/shapes'
import { storefront } from '@/client/storefront'
import { language } from '@/words'

/** The merchant, once read: name, currency, time zone, stores. */
export const shop = shallowRef<Shop | null>(null)

let readIn: string | null = null

/** Reads the merchant once per language (its sentences are in the asked one). */
export async function readShop(): Promise<Shop> {
  if (!shop.value || readIn !== language.value) {
    const asked = language.value
    shop.value = await storefront.getShop()
    readIn = asked
  }
  return shop.value
}
