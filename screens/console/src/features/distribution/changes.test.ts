import { expect, test } from 'vitest'
import type { Plan } from '#client/shapes.ts'
import { changesOf, planAfter, planBefore, ratesOf, rowsOf, standingOf, wrongIn, type Row } from './changes.ts'

const plan = (version: number, since_on: string, more: Partial<Plan> = {}): Plan => ({
  version,
  since: `${since_on}T00:00:00Z`,
  since_on,
  after_sale_days: 7,
  ceiling_bp: 3000,
  rates: [
    { role: 'guide', place: '导购', category: null, category_name: null, rate_bp: 300 },
    { role: 'guide', place: '导购', category: 'milk', category_name: '奶粉', rate_bp: 200 },
  ],
  set_at: `${since_on}T00:00:00Z`,
  set_by: null,
  counts: false,
  ...more,
})

test('a new plan takes the place of the one that counts on its first day, and yields to the next', () => {
  const plans = [plan(3, '2026-04-01'), plan(2, '2026-03-01', { counts: true }), plan(1, '2026-01-01')]
  expect(planBefore(plans, '2026-03-15')?.version).toBe(2)
  expect(planBefore(plans, '2025-12-31')).toBeUndefined()
  expect(planAfter(plans, '2026-03-15')?.version).toBe(3)
  expect(planAfter(plans, '2026-04-01')).toBeUndefined()
  expect(plans.map((one) => standingOf(one, plans))).toEqual(['upcoming', 'counts', 'over'])
})

test('of two that begin at the same instant the newer one counts', () => {
  const plans = [plan(1, '2026-03-01'), plan(2, '2026-03-01', { counts: true })]
  expect(planBefore(plans, '2026-03-01')?.version).toBe(2)
  expect(plans.map((one) => standingOf(one, plans))).toEqual(['over', 'counts'])
})

test('what the form shows is what the plan says', () => {
  const rows = rowsOf(plan(1, '2026-03-01'), ['guide'])
  expect(rows.map((row) => [row.general, row.category, row.percent])).toEqual([[true, null, 3], [false, 'milk', 2]])
  expect(changesOf(plan(1, '2026-03-01'), { rates: ratesOf(rows), after_sale_days: 7, ceiling_bp: 3000 })).toEqual([])
})

test('each difference is named: new, changed and dropped rates, days, ceiling', () => {
  const rates = ratesOf([
    { key: 1, role: 'guide', general: true, category: null, percent: 3.55 },
    { key: 2, role: 'guide', general: false, category: 'cups', percent: 0 },
  ])
  expect(changesOf(plan(1, '2026-03-01'), { rates, after_sale_days: 10, ceiling_bp: 2000 })).toEqual([
    { what: 'rate', role: 'guide', category: null, was: 300, now: 355 },
    { what: 'rate', role: 'guide', category: 'milk', was: 200, now: null },
    { what: 'rate', role: 'guide', category: 'cups', was: null, now: 0 },
    { what: 'days', was: 7, now: 10 },
    { what: 'ceiling', was: 3000, now: 2000 },
  ])
})

test('rates that cannot be sent are named before they are', () => {
  const most = () => 3000
  const row = (more: Partial<Row>): Row => ({ key: 1, role: 'guide', general: false, category: 'milk', percent: 1, ...more })
  expect(wrongIn([row({ category: null })], 3000, most)).toBe('plans.rowIncomplete')
  expect(wrongIn([row({}), row({ key: 2 })], 3000, most)).toBe('plans.categoryTwice')
  expect(wrongIn([row({ percent: 30.01 })], 5000, most)).toBe('plans.rateTooHigh')
  expect(wrongIn([row({ percent: 6 })], 500, most)).toBe('plans.rateAboveCeiling')
  expect(wrongIn([row({ general: true, category: null, percent: null })], 500, most)).toBeNull()
})
