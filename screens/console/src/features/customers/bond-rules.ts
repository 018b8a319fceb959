import type { BondBook } from '#client/shapes.ts'
import type { Key } from '#words/words.ts'

/** A rule book as sentences, in the order in which it decides. */
export function rulesOf(book: BondBook['book']): { key: Key; n: number }[] {
  const n = book.idle_days ?? 0
  const idle = { key: `bonds.saying.${book.idle_days === null ? 'never' : 'idle'}`, n } as const
  if (book.rule === 'by_hand') return [{ key: 'bonds.saying.by_hand', n }, idle]
  const begun = { key: `bonds.saying.${book.rule}`, n } as const
  const held = book.protection_days ? [{ key: 'bonds.saying.protected', n: book.protection_days } as const] : []
  return [begun, ...held, { key: `bonds.saying.${book.later_add}`, n }, idle]
}
