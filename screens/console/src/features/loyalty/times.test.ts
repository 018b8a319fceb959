import { expect, test } from 'vitest'
import { rowsOf, timesOf, wrongIn } from './times.ts'

const milk = { key: 0, category: 'milk', times: 1.5 }

test('rows are what the rule says, and back again', () => {
  const times = [{ category: 'milk', times_bp: 15_000 }]
  expect(timesOf(rowsOf({ on: 'paid', points: 1, per_minor: 100, valid_days: null, notice_days: 7, claw: 'debt', times }))).toEqual(times)
})

test('a row without a category or a number is not sent, nor a category twice', () => {
  expect(wrongIn([milk])).toBeNull()
  expect(wrongIn([{ ...milk, category: null }])).toBe('points.timesIncomplete')
  expect(wrongIn([{ ...milk, times: null }])).toBe('points.timesIncomplete')
  expect(wrongIn([milk, { ...milk, key: 1 }])).toBe('points.timesTwice')
})
