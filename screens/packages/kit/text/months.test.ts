import { expect, test } from 'vitest'
import { addMonths, monthsUntil, sayMonth } from './months.ts'

test('months go over the ends of years', () => {
  expect(addMonths('2026-12', 1)).toBe('2027-01')
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(monthsUntil('2026-02', 3)).toEqual(['2026-02', '2026-01', '2025-12'])
})

test('a month is said as people say it', () => {
  expect(sayMonth('2026-03', 'zh-CN')).toBe('2026年3月')
  expect(sayMonth('2026-03', 'en')).toBe('March 2026')
})
