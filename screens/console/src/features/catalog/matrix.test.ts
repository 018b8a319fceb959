import { expect, test } from 'vitest'
import { blankSku, fillCodes, regrid, said, wrongOf, type OptionRow } from './matrix.ts'

const option = (name: string, ...values: string[]): OptionRow => ({ key: 0, name, values })
const COLOUR = option('颜色', '红', '蓝')

test('each combination is a row, and what was written stays', () => {
  const first = regrid([{ ...blankSku(), code: 'A', price_minor: 100 }], [COLOUR])
  expect(first.map((row) => [row.choice, row.code, row.price_minor])).toEqual([[['红'], 'A', 100], [['蓝'], '', 100]])
  const wide = regrid(first, [COLOUR, option('尺码', 'S', 'M')])
  expect(wide.map((row) => [row.choice.join(), row.code])).toEqual([['红,S', 'A'], ['红,M', ''], ['蓝,S', ''], ['蓝,M', '']])
  const back = regrid(wide, [option('颜色', '蓝', '红')])
  expect(back.map((row) => row.choice.join())).toEqual(['蓝', '红'])
  expect(back.find((row) => row.code === 'A')?.choice).toEqual(['红'])
})

test('codes are filled in where there are none, none twice', () => {
  const rows = [{ ...blankSku(), code: 'P-1' }, blankSku(), blankSku()]
  expect(fillCodes(rows, 'P').map((row) => row.code)).toEqual(['P-1', 'P-2', 'P-3'])
})

test('what is not sold is not sent and need not be whole', () => {
  const rows = [{ ...blankSku(['红']), code: 'A', price_minor: 1 }, { ...blankSku(['蓝']), sold: false }]
  expect(wrongOf([COLOUR], rows)).toBeNull()
  expect(said([COLOUR], rows).skus.map((sku) => sku.code)).toEqual(['A'])
})

test('each mistake has its sentence', () => {
  const whole = { ...blankSku(['红']), code: 'A', price_minor: 1 }
  expect(wrongOf([option('', '红')], [whole])?.key).toBe('products.optionsWrong')
  expect(wrongOf([COLOUR, COLOUR], [whole])?.key).toBe('products.optionsWrong')
  expect(wrongOf([COLOUR], [{ ...whole, sold: false }])?.key).toBe('products.nothingSold')
  expect(wrongOf([COLOUR], [{ ...whole, code: ' ' }])?.key).toBe('products.skusIncomplete')
  expect(wrongOf([COLOUR], [whole, { ...whole, key: 'x' }])).toEqual({ key: 'products.codesTwice', slots: { code: 'A' } })
})
