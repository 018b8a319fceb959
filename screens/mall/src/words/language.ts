import type { zhCN } from './zh-CN'

export type Language = 'zh-CN' | 'en'

/** The same addresses, any sentences. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
type Leaves<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Leaves<T[K], `${P}${K}.`>
}[keyof T & string]

export type Words = Shape<typeof zhCN>

/** The address of one sentence, such as `sign_in.send`; a missing one is a type error. */
export type WordKey = Leaves<typeof zhCN>

export type Slots = Record<string, string | number>
