import { expect, test } from 'vitest'

import { averageMinor, formatMoney, readMoney, sayMoney, shortenMoney, splitMoney } from './money'

const yuan = { currency: 'CNY', exponent: 2 }

test.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [123450, '¥1,234.50'],
  [-15900, '−¥159.00'],
  [9007199254740991, '¥90,071,992,547,409.91'],
])('%i fen are %s', (minor, text) => expect(formatMoney(minor, yuan)).toBe(text))

test('a currency without minor units has no decimals', () => {
  expect(formatMoney(1234, { currency: 'JPY', exponent: 0 })).toBe('JP¥1,234')
})

test('an unknown currency is named by its code', () => {
  expect(formatMoney(1500, { currency: 'CHF', exponent: 2 })).toBe('CHF 15.00')
})

test('an amount that is no integer is refused', () => {
  expect(() => splitMoney(1.5, yuan)).toThrow(RangeError)
})

test.each([
  [86000, 'zh-CN', '¥860'],
  [1234500, 'zh-CN', '¥1.2万'],
  [1000000, 'zh-CN', '¥1万'],
  [1234500, 'en', '¥12.3K'],
])('%i fen are shortened in %s to %s', (minor, language, text) => expect(shortenMoney(minor, yuan, language)).toBe(text))

test('an average is rounded half up and absent where nothing was counted', () => {
  expect(averageMinor(1001, 2)).toBe(501)
  expect(averageMinor(100, 3)).toBe(33)
  expect(averageMinor(0, 0)).toBeNull()
})

test('a sentence leaves out a fraction that is zero', () => {
  expect(sayMoney(5900, yuan)).toBe('¥59')
  expect(sayMoney(5990, yuan)).toBe('¥59.90')
  expect(sayMoney(10000000, yuan)).toBe('¥100,000')
  expect(sayMoney(500, { currency: 'JPY', exponent: 0 })).toBe('JP¥500')
})

test.each([
  ['35', 3500],
  [' 35.5 ', 3550],
  ['0.05', 5],
  ['35.005', null],
  ['35.', null],
  ['-1', null],
  ['', null],
  ['3e5', null],
])('%j is written for %s fen', (written, minor) => expect(readMoney(written, yuan)).toBe(minor))
