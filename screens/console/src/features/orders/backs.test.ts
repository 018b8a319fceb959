import { expect, test } from 'vitest'
import type { OrderDetail, OrderLine } from '#client/shapes.ts'
import { backOf, everything, linesOf, mayGoBack, totalOf } from './backs.ts'

const line = (said: Partial<OrderLine>): OrderLine => ({ n: 1, quantity: 3, payable_minor: 1000, refunded_quantity: 0, ...said }) as OrderLine
const order = (state: string, lines: OrderLine[]): OrderDetail => ({ state, lines }) as OrderDetail

test('pieces that go back one by one come to the whole line', () => {
  const each = [0, 1, 2].map((gone) => backOf(line({ refunded_quantity: gone }), 1))
  expect(each).toEqual([333, 333, 334])
})

test('everything that is left, and what it comes to', () => {
  const some = order('paid', [line({}), line({ n: 2, quantity: 2, refunded_quantity: 1, payable_minor: 501 })])
  expect(everything(some)).toEqual({ 1: 3, 2: 1 })
  expect(totalOf(some, everything(some))).toBe(1000 + 251)
})

test('only lines of which something goes back are sent', () => {
  expect(linesOf({ 1: 0, 2: 4 })).toEqual([{ n: 2, quantity: 4 }])
})

test('nothing goes back of what was not paid, or is all back', () => {
  expect(mayGoBack(order('unpaid', [line({})]))).toBe(false)
  expect(mayGoBack(order('paid', [line({})]))).toBe(true)
  expect(mayGoBack(order('closed', [line({ refunded_quantity: 3 })]))).toBe(false)
})
