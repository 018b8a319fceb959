import type { zhCN } from './zh-CN'

export type Language = 'zh-CN' | 'en'

/** Of the languages a device asks for, the first that is spoken here; Chinese when in doubt, as the server does. */
export function pickLanguage(asked: readonly string[]): Language {
  const known = asked.find(one => /^(zh|en)/i.test(one))
  return known && /^en/i.test(known) ? 'en' : 'zh-CN'
}

/** The same addresses, any sentences. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
type Leaves<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`>
}[keyof T & string]

export type Words = Shape<typeof zhCN>

/** The address of one sentence, such as `sign_in.send`; a missing one is a type error. */
export type WordKey = Leaves<typeof zhCN>

export type Slots = Record<string, string | number>
