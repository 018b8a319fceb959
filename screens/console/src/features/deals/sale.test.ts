import { beforeEach, expect, test } from 'vitest'
import { merchant } from '#kit/text/standing.ts'
import { blankGood, draftOf, instantOf, wrongGoods } from './sale.ts'

beforeEach(() => void (merchant.timezone = 'Asia/Shanghai'))
const good = { ...blankGood(), sku: 'a', price_minor: 100, pieces: 5 }

test('a clock of the merchant becomes an instant', () => {
  expect(instantOf('2026-11-22 20:30')).toBe('2026-11-22T12:30:00.000Z')
})

test('what is missing is said before anything is sent', () => {
  expect(wrongGoods([good], [])).toBe('deals.noStores')
  expect(wrongGoods([blankGood()], ['s'])).toBe('deals.noGoods')
  expect(wrongGoods([good, { ...good }], ['s'])).toBe('deals.twice')
  expect(wrongGoods([good], ['s'])).toBeNull()
})

test('without a cap anybody may have as many as there are', () => {
  const draft = draftOf({ name: '周年', coupons: 'no', split: 'in_all' }, { since: '2026-11-22 20:00', until: '2026-11-22 22:00' }, ['s'], [good])
  expect(draft).toMatchObject({ with_coupons: false, goods: [{ sku: 'a', price_minor: 100, pieces: 5, split: 'in_all', cap: null }] })
})
