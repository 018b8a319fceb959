import { createI18n, useI18n } from 'vue-i18n'
import type zh from './zh/all.ts'

export type Language = 'zh-CN' | 'en'
export const LANGUAGES: Record<Language, string> = { 'zh-CN': '中文', en: 'English' }

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>
}[keyof T & string]

/** The name of a sentence; a name that no language file knows does not compile. */
export type Key = Leaves<typeof zh>
export type Say = (key: Key, slots?: Record<string, unknown>) => string

const REMEMBERED = 'siyu.language'
const FILES = { 'zh-CN': () => import('./zh/all.ts'), en: () => import('./en/all.ts') }

export const words = createI18n({ legacy: false, locale: 'zh-CN', fallbackLocale: 'zh-CN', missingWarn: false })

export function firstLanguage(): Language {
  const kept = localStorage.getItem(REMEMBERED)
  if (kept === 'zh-CN' || kept === 'en') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

/** Loads a language's sentences and speaks it from now on; remembered in this browser. */
export async function speak(language: Language): Promise<void> {
  const { default: sentences } = await FILES[language]()
  words.global.setLocaleMessage(language, sentences)
  words.global.locale.value = language
  document.documentElement.lang = language
  localStorage.setItem(REMEMBERED, language)
}

export function useWords(): { t: Say; language: () => Language } {
  const { t, locale } = useI18n({ useScope: 'global' })
  return { t: (key, slots) => t(key, slots ?? {}), language: () => locale.value as Language }
}

/** A sentence for a code that the server may have grown since; falls back to the code itself. */
export function useCodes(): (family: string, code: string | null | undefined) => string {
  const { t, te } = useI18n({ useScope: 'global' })
  return (family, code) => {
    if (!code) return '—'
    const key = `codes.${family}.${code.replaceAll(/[.-]/g, '_')}`
    return te(key) ? t(key) : code
  }
}
