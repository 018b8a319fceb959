/** A self-describing block as screens draw it: its sentence cut at the slots, and what fills them. */
import { toRaw } from 'vue'
import type { Block, BlockField } from '#client/shapes.ts'

export type Args = Record<string, unknown>

/** A copy that may be changed; what is asked of the server is watched, and a proxy cannot be cloned. */
export function copied<T>(value: T): T {
  return structuredClone(toRaw(value))
}

/** A sentence cut at its slots: texts and the fields between them, in reading order. */
export function pieces(block: Block): (string | BlockField)[] {
  return block.sentence.split(/(\{\w+\})/).flatMap((piece): (string | BlockField)[] => {
    const field = block.fields.find((one) => `{${one.name}}` === piece)
    return field ? [field] : piece ? [piece] : []
  })
}

/** A new block's arguments, filled as far as there is something sensible to begin with. */
export function firstArgs(fields: BlockField[]): Args {
  return Object.fromEntries(fields.map((field) => [field.name, first(field)]))
}

function first(field: BlockField): unknown {
  if (field.default !== null && field.default !== undefined) return copied(field.default)
  if (field.kind === 'choices') return []
  if (field.kind === 'rows') return [firstArgs(field.columns ?? [])]
  if (field.kind === 'days') return Math.min(30, field.most ?? 30)
  if (field.kind === 'number') return field.least ?? 0
  return field.kind === 'choice' ? (field.options[0]?.value ?? null) : null
}

/** Whether a slot holds something, and of rows every cell of at least one. */
export function holds(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(holds)
  if (typeof value === 'object' && value !== null) return Object.values(value).every(holds)
  return value !== null && value !== undefined && value !== ''
}
