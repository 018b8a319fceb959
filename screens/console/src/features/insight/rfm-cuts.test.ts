import { expect, test } from 'vitest'
import { daysOf, spanOf } from './rfm-cuts.ts'

test('five scores lie between four cuts', () => {
  const spans = [1, 2, 3, 4, 5].map((score) => spanOf(score, [1, 2, 4, 8], String))
  expect(spans).toEqual(['≤ 1', '1–2', '2–4', '4–8', '> 8'])
})

test('the fewest days since the last purchase are the best score', () => {
  expect(daysOf(5, [14, 35, 72, 140])).toBe('≤ 14')
  expect(daysOf(1, [14, 35, 72, 140])).toBe('> 140')
})
