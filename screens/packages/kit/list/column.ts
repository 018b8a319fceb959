import type { RouteLocationRaw } from 'vue-router'
import type { Choices, Option } from '#client/choices.ts'
import type { Permit } from '#client/permits.ts'
import type { Key } from '#words/words.ts'
import type { Tone } from '../text/tone.ts'

export type CellKind = 'text' | 'code' | 'number' | 'money' | 'moment' | 'day' | 'share' | 'tag' | 'picture'

/** One column: what it is called, what it shows, and what becomes of it on a phone. */
export interface Column<Row> {
  key: string
  label: Key
  value: (row: Row) => string | number | null | undefined
  kind?: CellKind
  /** A second, fainter line under the value. */
  sub?: (row: Row) => string | null | undefined
  tone?: (row: Row) => Tone
  to?: (row: Row) => RouteLocationRaw | null
  /** The name the server sorts by; the column's head becomes a button. */
  sort?: string
  /** On a phone: the card's head, its right-hand figure, a line of its own, or not shown. */
  narrow?: 'head' | 'side' | 'wide' | 'hide'
  width?: string
}

export type Filter =
  | { kind: 'search'; name: string; hint: Key }
  | { kind: 'choice'; name: string; label: Key; options: () => Option[] }
  /** Left out for whoever may not look the choices up. */
  | { kind: 'remote'; name: string; label: Key; choices: Choices; permit?: Permit }
  | { kind: 'period'; name: string; until: string; label: Key }

export interface PageOf<Row> {
  items: Row[]
  total: number
  more: boolean
  page: number
  size: number
}
export type ListQuery = Record<string, string | number | undefined> & { page: number; size: number }

/** Everything a list page needs to be told. */
export interface ListOf<Row> {
  key: string
  title: Key
  lead?: Key
  /** The list that it is reached from, where the navigation has no door to it. */
  back?: () => { to: RouteLocationRaw; label: string }
  load: (query: ListQuery) => Promise<PageOf<Row>>
  columns: Column<Row>[]
  filters?: Filter[]
  to?: (row: Row) => RouteLocationRaw | null
  /** Opens a row in place, where it has no page of its own. */
  open?: (row: Row) => void
  rowKey?: (row: Row) => string
  empty?: { title: Key; lead?: Key }
  /** Milliseconds between refreshes while the page is open. */
  every?: (rows: Row[]) => number | false
}

/** A list the server hands over whole, shown by the page kind that pages. */
export function whole<Row>(items: Row[]): PageOf<Row> {
  return { items, total: items.length, more: false, page: 1, size: Math.max(items.length, 1) }
}
