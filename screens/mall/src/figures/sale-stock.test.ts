import { describe, expect, test } from 'vitest'

import type { FlashSale } from '@/client/sale-shapes'
import type { SkuStock } from '@/client/selling-shapes'
import { splitRemaining } from '@/state/sale-clock'
import { withSale } from './sale-stock'

const shelf: SkuStock = { sku: 'a', standing: 'sold_out', left: 0, unit_minor: 4900, crossed_out_minor: null, steps: [{ from_quantity: 1, unit_minor: 4900 }] }
const sale = (left: number, more: object = {}) =>
  ({ state: 'running', goods: [{ sku: 'a', price_minor: 1900, left, pieces: 9, cap: 2, had: 0, ...more }] }) as unknown as FlashSale

describe('a product in a sale', () => {
  test('costs its price and is there as long as the pool has it, whatever the shelf has', () => {
    expect(withSale([shelf], sale(9))).toMatchObject([{ standing: 'enough', left: 2, unit_minor: 1900 }])
    expect(withSale([shelf], sale(1))).toMatchObject([{ standing: 'few', left: 1 }])
  })
  test('costs what it always costs once the pool is empty, as long as the shelf has it', () => {
    const full: SkuStock = { ...shelf, standing: 'enough', left: null }
    expect(withSale([full], sale(0))).toEqual([full])
    expect(withSale([shelf], sale(0))).toEqual([shelf])
  })
  test('costs what it always costs before the sale, and to who pays less anyway', () => {
    expect(withSale([shelf], null)).toEqual([shelf])
    expect(withSale([shelf], sale(9, { price_minor: 4900 }))).toEqual([shelf])
  })
})

test('what remains is said in days and a clock', () => {
  expect(splitRemaining(90_061)).toEqual({ days: 1, clock: '01:01:01' })
  expect(splitRemaining(-5)).toEqual({ days: 0, clock: '00:00:00' })
})
