import type { Mapping, Slot } from '#client/shapes.ts'
import type { Key } from '#words/words.ts'

/** What a file of receipts can tell, in the order a person looks for it. */
export const SLOTS: { name: Slot; needed?: boolean }[] = [
  { name: 'at', needed: true },
  { name: 'time' },
  { name: 'amount', needed: true },
  { name: 'receipt' },
  { name: 'line' },
  { name: 'store' },
  { name: 'member' },
  { name: 'sku' },
  { name: 'quantity' },
  { name: 'guide' },
  { name: 'till' },
  { name: 'discount' },
  { name: 'means' },
]

/** Why a mapping cannot be read with yet. */
export function lacking(mapping: Mapping): Key | null {
  if (!mapping.columns.at) return 'tills.wizard.lacksTime'
  if (!mapping.columns.amount) return 'tills.wizard.lacksAmount'
  if (!mapping.columns.store && !mapping.constants.store) return 'tills.wizard.lacksStore'
  return null
}

/** A mapping as it is sent: no empty columns, no store constant beside a store column. */
export function settled(mapping: Mapping): Mapping {
  const columns = Object.fromEntries(Object.entries(mapping.columns).filter(([, column]) => column))
  const store = mapping.columns.store ? null : mapping.constants.store
  return { ...mapping, source: mapping.source.trim() || 'pos', columns, constants: store ? { store } : {}, date_format: mapping.date_format || null }
}
