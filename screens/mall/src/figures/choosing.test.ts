import { expect, test } from 'vitest'

import type { Sku } from '@/client/shapes'
import { canChoose, choose, skuOf } from './choosing'

const sku = (id: string, ...choice: string[]): Sku => ({ id, code: id, name: choice.join(' '), price_minor: 1, barcode: null, choice })
const SKUS = [sku('a', 'red', 'S'), sku('b', 'red', 'M'), sku('c', 'blue', 'M')]
const all = () => false

test('a SKU is meant once every option is chosen', () => {
  expect(skuOf(SKUS, ['red', null])).toBeNull()
  expect(skuOf(SKUS, ['red', 'M'])?.id).toBe('b')
  expect(skuOf(SKUS, ['blue', 'S'])).toBeNull()
})

test('what does not go with the rest, or is sold out, cannot be chosen', () => {
  expect(canChoose(SKUS, ['blue', null], 1, 'S', all)).toBe(false)
  expect(canChoose(SKUS, ['red', null], 1, 'S', all)).toBe(true)
  expect(canChoose(SKUS, [null, null], 0, 'blue', id => id === 'c')).toBe(false)
})

test('choosing again gives up, and what does not go with it goes', () => {
  expect(choose(SKUS, ['red', 'S'], 0, 'red', all)).toEqual([null, 'S'])
  expect(choose(SKUS, ['red', 'S'], 0, 'blue', all)).toEqual(['blue', null])
  expect(choose(SKUS, ['red', null], 1, 'M', all)).toEqual(['red', 'M'])
})
