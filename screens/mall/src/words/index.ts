import { readonly, ref } from 'vue'

import { announceLanguage } from '@/platform/browser'
import { getDeviceLanguages } from '@/platform/device'
import { readStored, store } from '@/platform/storage'
import { en } from './en'
import { fill } from './fill'
import { pickLanguage, type Language, type Slots, type WordKey, type Words } from './language'
import { zhCN } from './zh-CN'

export type { Language, WordKey } from './language'

/** Not the console's: at the same address it keeps its own. */
const KEPT = 'mall.language'
const books: Record<Language, Words> = { 'zh-CN': zhCN, en }
const current = ref<Language>('zh-CN')

const TABS = ['tab.home', 'tab.category', 'tab.cart', 'tab.me'] as const

/** Puts the words on the tab bar; only a page that shows the bar can, so each of them does when shown. */
export function nameTabs(): void {
  TABS.forEach((key, index) => uni.setTabBarItem({ index, text: t(key), fail: () => undefined }))
}

/** The language in use; reading it in a page makes the page follow it. */
export const language = readonly(current)

/** Takes the stored choice, else the device's language. */
export function startLanguage(): void {
  setLanguage(readStored<Language>(KEPT) ?? pickLanguage(getDeviceLanguages()))
}

/** Changes the language of every open page and of the tab bar. */
export function setLanguage(next: Language): void {
  current.value = next
  announceLanguage(next)
  nameTabs()
}

/** Changes the language and remembers it on this device. */
export function chooseLanguage(next: Language): void {
  store(KEPT, next)
  setLanguage(next)
}

/** The sentence in the current language with its slots filled. */
export function t(key: WordKey, slots: Slots = {}): string {
  return fill(books[current.value], key, slots)
}

/** What a component's setup takes: words of the current language, and the language itself. */
export function useI18n() {
  return { t, language }
}
