import { expect, test } from 'vitest'

import { fill } from '@/words/fill'
import type { Slots, WordKey } from '@/words/language'
import { en } from '@/words/en'
import { zhCN } from '@/words/zh-CN'
import { countDays, getMoment, sayDate, sayFullDate, sayTime } from './dates'

const inChinese = (key: WordKey, slots: Slots = {}) => fill(zhCN, key, slots)
const inEnglish = (key: WordKey, slots: Slots = {}) => fill(en, key, slots)
const today = { y: 2026, m: 3, d: 1 }

test('days are counted over the end of a month', () => {
  expect(countDays({ y: 2026, m: 2, d: 27 }, today)).toBe(2)
  expect(countDays(today, { y: 2026, m: 2, d: 27 })).toBe(-2)
})

test('an instant is told on the clock of the merchant', () => {
  expect(getMoment('2026-02-28T16:05:00Z', 'Asia/Shanghai')).toEqual({ y: 2026, m: 3, d: 1, hour: 0, minute: 5 })
  expect(getMoment('2026-02-28T16:05:00Z', 'America/New_York').d).toBe(28)
})

test.each([
  [{ y: 2026, m: 3, d: 1 }, '今天', 'Today'],
  [{ y: 2026, m: 2, d: 28 }, '昨天', 'Yesterday'],
  [{ y: 2026, m: 1, d: 5 }, '1月5日', 'Jan 5'],
  [{ y: 2025, m: 12, d: 31 }, '2025年12月31日', 'Dec 31, 2025'],
])('%o is said %s and %s', (date, chinese, english) => {
  expect(sayDate(date, today, inChinese)).toBe(chinese)
  expect(sayDate(date, today, inEnglish)).toBe(english)
})

test('a birthday always has its year, a time two digits each', () => {
  expect(sayFullDate({ y: 2026, m: 3, d: 1 }, inChinese)).toBe('2026年3月1日')
  expect(sayTime({ y: 2026, m: 3, d: 1, hour: 8, minute: 5 })).toBe('08:05')
})
