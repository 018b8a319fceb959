import type { Field } from '#kit/form/field.ts'

/** Where goods are sent back to, as forms ask for it. */
export const returnFields: Field[] = [
  { name: 'name', label: 'cases.toName', kind: 'text', required: true, maxLength: 40 },
  { name: 'phone', label: 'cases.toPhone', kind: 'text', required: true, least: 5, maxLength: 30 },
  { name: 'address', label: 'cases.toAddress', kind: 'text', required: true, least: 2, maxLength: 200, wide: true },
]
