import { beforeEach, expect, test } from 'vitest'
import { addDays, beginOf, dayOf, formatAgo, formatMoment } from './moment.ts'
import { formatMoney, formatMoneyShort, formatShare, majorOf, minorOf } from './money.ts'
import { may, setStanding } from './standing.ts'

beforeEach(() => setStanding({ currency: 'CNY', exponent: 2, timezone: 'Asia/Shanghai' }, ['customers.read']))

test('minor units become an exact decimal', () => {
  expect(majorOf(5)).toBe('0.05')
  expect(majorOf(-123456)).toBe('-1234.56')
  expect(majorOf(500, 0)).toBe('500')
  expect(majorOf(1234, 3)).toBe('1.234')
  expect(majorOf(9007199254740991)).toBe('90071992547409.91')
})

test('a typed amount becomes minor units, or nothing', () => {
  expect(minorOf('1,234.5')).toBe(123450)
  expect(minorOf(' 0.05 ')).toBe(5)
  expect(minorOf('-3')).toBe(-300)
  expect(minorOf('12.345')).toBeNull()
  expect(minorOf('12,3.4x')).toBeNull()
  expect(minorOf('')).toBeNull()
})

test('money is written as its language writes it', () => {
  expect(formatMoney(123456, 'zh-CN')).toBe('¥1,234.56')
  expect(formatMoney(123456, 'en')).toBe('¥1,234.56')
  expect(formatMoney(null, 'zh-CN')).toBe('—')
  expect(formatMoneyShort(12_340_000, 'zh-CN')).toBe('¥12.3万')
  setStanding({ currency: 'JPY', exponent: 0, timezone: 'Asia/Tokyo' }, [])
  expect(formatMoney(1500, 'en')).toBe('¥1,500')
})

test('basis points become a share with one decimal', () => {
  expect(formatShare(6834, 'zh-CN')).toBe('68.3%')
  expect(formatShare(0, 'en')).toBe('0.0%')
})

test('an instant is shown on the clock of the merchant', () => {
  expect(formatMoment('2026-03-01T16:30:00Z')).toBe('2026-03-02 00:30')
  expect(dayOf('2026-03-01T15:59:59Z')).toBe('2026-03-01')
  setStanding({ currency: 'USD', exponent: 2, timezone: 'America/New_York' }, [])
  expect(formatMoment('2026-03-08T07:30:00Z', { seconds: true })).toBe('2026-03-08 03:30:00')
})

test('how long ago is said in words up to a week', () => {
  const now = Date.parse('2026-03-10T00:00:00Z')
  expect(formatAgo('2026-03-09T23:57:00Z', 'zh-CN', now)).toBe('3分钟前')
  expect(formatAgo('2026-03-09T00:00:00Z', 'en', now)).toBe('yesterday')
  expect(formatAgo('2026-02-01T00:00:00Z', 'en', now)).toBe('2026-02-01')
})

test('days are counted on the calendar', () => {
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28')
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
})

test('a person may do what a permit says and nothing else', () => {
  expect(may('customers.read')).toBe(true)
  expect(may('customers.write')).toBe(false)
  expect(may(undefined)).toBe(true)
})

test('a day begins at midnight where the merchant is, also when clocks are changed', () => {
  expect(beginOf('2026-03-01', 'Asia/Shanghai')).toBe('2026-02-28T16:00:00.000Z')
  expect(beginOf('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
  expect(beginOf('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
  expect(beginOf('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z')
})
