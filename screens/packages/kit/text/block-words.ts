import type { Block, BlockField } from '#client/shapes.ts'
import { pieces, type Args } from '../form/slots.ts'
import { formatMoney, formatShare } from './money.ts'

/** What fills a slot, one after the other. */
export function listed(field: BlockField, args: Args): unknown[] {
  const value = args[field.name] ?? field.default
  return Array.isArray(value) ? value : [value]
}

/** A value that says itself: money, a share, an option, a number. */
export function plain(field: BlockField, value: unknown, language: string): string {
  if (field.kind === 'money') return formatMoney(Number(value), language)
  if (field.kind === 'share') return formatShare(Number(value), language)
  return field.options.find((option) => option.value === value)?.label ?? String(value)
}

/** What a block says in one line; for what has to be looked up by its name stand dots. */
export function sayBlock(block: Block, args: Args, comma: string, language: string): string {
  const one = (field: BlockField, value: unknown): string => {
    if (field.source || field.columns?.some((column) => column.source)) return '…'
    if (field.kind !== 'rows') return plain(field, value, language)
    return (field.columns ?? []).map((column) => plain(column, (value as Args)[column.name], language)).join(' → ')
  }
  const slot = (field: BlockField): string => [...new Set(listed(field, args).map((value) => one(field, value)))].join(comma)
  return pieces(block).map((piece) => (typeof piece === 'string' ? piece : slot(piece))).join('')
}
