import { ref } from 'vue'

import { storefront } from '@/client/storefront'
import { readStored, store } from '@/platform/storage'
import { member } from './member'

/** Grows when a signed-in customer came by something: who looks after her may be another now. */
export const joined = ref(0)

const KEY = 'came'
const MOST = 5

interface Arrival {
  token: string
  /** The server knows whose it was. */
  told: boolean
}

const read = () => readStored<Arrival[]>(KEY) ?? []

/** What scanned codes and opened links left on this device, the latest first: said with every order. */
export function readCame(): string[] {
  return read().map(({ token }) => token)
}

/** Those that no sign-in carried yet. */
export function readUntold(): string[] {
  return read().filter(({ told }) => !told).map(({ token }) => token)
}

/** The server knows them all. */
export function markTold(): void {
  store(KEY, read().map(({ token }) => ({ token, told: true })))
}

/** Somebody came by a code or a link: a signed-in customer says so at once, anybody else when she signs in. */
export async function takeArrival(token: string | undefined): Promise<void> {
  if (!token || read().some(known => known.told && known.token === token)) return
  store(KEY, [{ token, told: false }, ...read().filter(other => other.token !== token)].slice(0, MOST))
  if (!member.token) return
  try {
    await storefront.joinVisit(token)
    markTold()
    joined.value += 1
  } catch {
    // Said again with the next sign-in; nothing she does depends on it.
  }
}
