import type { Mapping, MappingGiven } from '#client/shapes.ts'
import type { Key } from '#words/words.ts'

/** What a file of receipts can tell, in the order a person looks for it. */
export const SLOTS = [
  'at',
  'time',
  'amount',
  'receipt',
  'line',
  'store',
  'member',
  'sku',
  'quantity',
  'guide',
  'till',
  'discount',
  'means',
  'returns',
] as const
export type Slot = (typeof SLOTS)[number]
export const NEEDED: readonly Slot[] = ['at', 'amount']

/** How a file may write its dates, as the server names the ways. */
export const DATE_FORMATS = ['ymd', 'mdy', 'dmy', 'excel', 'unix', 'unix_ms'] as const

/** Why a mapping cannot be read with yet. */
export function lacking(mapping: Mapping): Key | null {
  if (!mapping.columns.at) return 'tills.wizard.lacksTime'
  if (!mapping.columns.amount) return 'tills.wizard.lacksAmount'
  if (!mapping.columns.store && !mapping.constants.store) return 'tills.wizard.lacksStore'
  return null
}

/** A mapping as it is sent: no empty columns, no store constant beside a store column. */
export function settled(mapping: Mapping): MappingGiven {
  const columns = Object.fromEntries(Object.entries(mapping.columns).filter(([, column]) => column))
  const store = columns.store ? undefined : mapping.constants.store
  return {
    amount_unit: mapping.amount_unit,
    date_format: mapping.date_format?.trim() || null,
    source: mapping.source.trim() || 'pos',
    columns,
    constants: store ? { store } : {},
  }
}
