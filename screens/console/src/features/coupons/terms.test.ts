import { beforeEach, expect, test } from 'vitest'
import type { Coupon } from '#client/shapes.ts'
import { merchant } from '#kit/text/standing.ts'
import { draftOf, lastDay, valuesOf } from './terms.ts'

beforeEach(() => void (merchant.timezone = 'Asia/Shanghai'))

const NO_LIMITS = { stores: [], goods: [], categories: [] }
const values = { name: '新人券', kind: 'amount', amount_minor: 2000, threshold_minor: null, quota: 100, per_person: 1, whom: 'newcomers' }

test('days become instants of the merchant, and the last day counts whole', () => {
  const draft = draftOf({ ...values, lasts: 'until', valid_from: '2026-03-01', valid_until: '2026-03-31', valid_days: 7 }, { stores: [], goods: ['p'], categories: [] })
  expect(draft).toMatchObject({ valid_from: '2026-02-28T16:00:00.000Z', valid_until: '2026-03-31T16:00:00.000Z', valid_days: null, welcome: true, stores: null, goods: ['p'] })
})

test('good for days after its claim, it has no last day', () => {
  expect(draftOf({ ...values, lasts: 'days', valid_days: 7, valid_until: '2026-03-31' }, NO_LIMITS)).toMatchObject({ valid_days: 7, valid_until: null, threshold_minor: 0 })
})

test('what is shown is what was given', () => {
  const coupon = { name: '券', kind: 'amount', how: 'sent', amount_minor: 100, threshold_minor: 0, valid_from: null, valid_until: '2026-03-31T16:00:00Z', valid_days: null, quota: 5, per_person: 1, welcome: false } as Coupon
  expect(lastDay('2026-03-31T16:00:00Z')).toBe('2026-03-31')
  expect(draftOf(valuesOf(coupon), NO_LIMITS)).toMatchObject({ valid_until: '2026-03-31T16:00:00.000Z', threshold_minor: 0, welcome: false, how: 'sent', amount_minor: 100 })
})

test('each kind sends what it takes off and nothing else', () => {
  const of = (kind: string) => draftOf({ ...values, whom: 'code', lasts: 'days', valid_days: 7, kind, off_bp: 1000, most_minor: 500 }, NO_LIMITS)
  expect(of('percent')).toMatchObject({ kind: 'percent', amount_minor: 0, off_bp: 1000, most_minor: 500, how: 'code', welcome: false })
  expect(of('amount')).toMatchObject({ kind: 'amount', amount_minor: 2000, off_bp: 0, most_minor: 0 })
  expect(of('freight')).toMatchObject({ kind: 'freight', amount_minor: 2000, off_bp: 0, most_minor: 0 })
})
