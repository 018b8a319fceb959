import { ref } from 'vue'

import { forget, readStored, store } from '@/platform/storage'

const KEY = 'searched'
const MOST = 10
/** What was searched for on this device, the latest first. */
export const searched = ref<string[]>(readStored<string[]>(KEY) ?? [])

export function remember(words: string): void {
  if (!words) return
  searched.value = [words, ...searched.value.filter(one => one !== words)].slice(0, MOST)
  store(KEY, searched.value)
}

export function forgetSearched(): void {
  searched.value = []
  forget(KEY)
}
