import { expect, test } from 'vitest'

import { sayLeft } from './left'

test.each([
  [0, '00:00'],
  [1, '00:01'],
  [59_001, '01:00'],
  [845_000, '14:05'],
  [3_600_000, '01:00:00'],
])('%i ms are %s', (ms, said) => {
  expect(sayLeft(ms)).toBe(said)
})
