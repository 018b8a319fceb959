import { expect, test } from 'vitest'
import type { Mapping } from '#client/shapes.ts'
import { lacking, settled } from './slots.ts'

const mapping = (columns: Mapping['columns'], store = ''): Mapping => ({
  columns,
  constants: { store },
  date_format: null,
  source: ' ',
  amount_unit: 'major',
})

test('a mapping needs a time, an amount and a store', () => {
  expect(lacking(mapping({}))).toBe('tills.wizard.lacksTime')
  expect(lacking(mapping({ at: '时间' }))).toBe('tills.wizard.lacksAmount')
  expect(lacking(mapping({ at: '时间', amount: '实收' }))).toBe('tills.wizard.lacksStore')
  expect(lacking(mapping({ at: '时间', amount: '实收' }, 'id'))).toBeNull()
})

test('a store column wins over one store for all', () => {
  const sent = settled(mapping({ at: '时间', amount: '实收', store: '门店', till: '' }, 'id'))
  expect(sent).toEqual({ columns: { at: '时间', amount: '实收', store: '门店' }, constants: {}, source: 'pos', amount_unit: 'major', date_format: null })
})
