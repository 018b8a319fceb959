import type { Choices, Option } from '#client/choices.ts'
import type { Key } from '#words/words.ts'

export type Values = Record<string, unknown>
export type FieldKind = 'text' | 'password' | 'number' | 'money' | 'share' | 'long' | 'choice' | 'many' | 'remote' | 'day' | 'moment'

/** One thing a form asks for. */
export interface Field {
  name: string
  label: Key
  kind: FieldKind
  required?: boolean
  hint?: Key
  maxLength?: number
  least?: number
  options?: () => Option[]
  choices?: Choices
  wide?: boolean
  autocomplete?: string
  /** Asked only when this says so; otherwise its value is not sent. */
  when?: (values: Values) => boolean
  check?: (value: unknown, values: Values) => Key | null
}

export interface Complaint {
  key: Key
  slots?: Record<string, unknown>
}

function blank(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)
}

/** What is wrong with a field before anything is sent; null when nothing is. */
export function complain(field: Field, values: Values): Complaint | null {
  const value = values[field.name]
  if (blank(value)) return field.required ? { key: 'kit.form.required' } : null
  const length = typeof value === 'string' ? value.length : 0
  if (field.maxLength && length > field.maxLength) return { key: 'kit.form.tooLong', slots: { n: field.maxLength } }
  if (field.kind === 'money' && typeof value !== 'number') return { key: 'kit.form.notMoney' }
  if (field.kind === 'share' && typeof value !== 'number') return { key: 'kit.form.notShare' }
  if (field.least !== undefined && typeof value === 'string' && length < field.least)
    return { key: 'kit.form.tooShort', slots: { n: field.least } }
  const said = field.check?.(value, values)
  return said ? { key: said } : null
}

export function asked(fields: Field[], values: Values): Field[] {
  return fields.filter((field) => field.when?.(values) ?? true)
}

/** The values to send: trimmed, blanks as null, unasked fields left out. */
export function toSend(fields: Field[], values: Values): Values {
  return Object.fromEntries(
    asked(fields, values).map((field) => {
      const value = values[field.name]
      const plain = typeof value === 'string' && field.kind !== 'password' ? value.trim() : value
      return [field.name, blank(plain) && !Array.isArray(plain) ? null : plain]
    }),
  )
}
