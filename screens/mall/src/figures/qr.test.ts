import { expect, test } from 'vitest'

import { drawQr, getQrAddress } from './qr'

// The same digits at level Q with mask 0, as another maker of symbols draws them.
const KNOWN = [
  '111111101100001111111',
  '100000101000001000001',
  '101110101011001011101',
  '101110101010001011101',
  '101110101101101011101',
  '100000100100001000001',
  '111111101010101111111',
  '000000001111100000000',
  '011010110111001011111',
  '101011011111110100001',
  '011101100001011101000',
  '011111000001110111001',
  '100001111110111100011',
  '000000001110001001010',
  '111111101110100010001',
  '100000100001001000011',
  '101110101011101011001',
  '101110100001010101010',
  '101110101111011100101',
  '100000101011110111000',
  '111111100001011100101',
]

test('eight digits are drawn module for module', () => {
  expect(drawQr('12345678').map(row => row.map(on => (on ? '1' : '0')).join(''))).toEqual(KNOWN)
})

test('every code draws a symbol of its own', () => {
  const drawn = ['00000007', '00000070', '70000000'].map(getQrAddress)
  expect(new Set(drawn).size).toBe(3)
})

test.each(['', '12a4', '1'.repeat(28)])('%o has no symbol', digits => {
  expect(() => drawQr(digits)).toThrow(RangeError)
})
