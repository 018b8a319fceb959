import { ref } from 'vue'

import type { Address, Province } from '@/client/delivery-shapes'
import { storefront } from '@/client/storefront'
import { language } from '@/words'

/** The one she took on the address page for the order she is about to place. */
export const takenAddress = ref<string | null>(null)

const known = ref<{ language: string; list: Province[] }>({ language: '', list: [] })

/** Provinces by code, in her language; asked once for each. */
export async function readProvinces(): Promise<Province[]> {
  if (known.value.language !== language.value) {
    known.value = { language: language.value, list: await storefront.listProvinces() }
  }
  return known.value.list
}

/** An address in one line, the widest part first. */
export function sayAddress(one: Address): string {
  const province = known.value.list.find(of => of.code === one.province)?.name ?? ''
  const city = one.city === province ? '' : one.city
  return [province, city, one.district, one.detail].filter(Boolean).join(' ')
}
