import { ref } from 'vue'

import { readStored, store } from '@/platform/storage'

const KEY = 'pickup'

/** The store she last chose to fetch at; without one the server takes hers. */
export const pickupStore = ref<string | undefined>(readStored<string>(KEY) ?? undefined)

export function choosePickup(id: string): void {
  pickupStore.value = id
  store(KEY, id)
}

/** It is shut or gone: the server takes another. */
export function forgetPickup(): void {
  pickupStore.value = undefined
  store(KEY, null)
}
