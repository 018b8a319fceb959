import { expect, test } from 'vitest'
import { rulesOf } from './bond-rules.ts'

test('a book is said in the order in which it decides', () => {
  const said = rulesOf({ rule: 'first_add', protection_days: 30, later_add: 'stays', idle_days: 90 })
  expect(said.map((one) => [one.key.split('.').at(-1), one.n])).toEqual([['first_add', 90], ['protected', 30], ['stays', 90], ['idle', 90]])
})

test('what a book does not do is not said', () => {
  const said = rulesOf({ rule: 'last_purchase', protection_days: 0, later_add: 'moves', idle_days: null })
  expect(said.map((one) => one.key.split('.').at(-1))).toEqual(['last_purchase', 'moves', 'never'])
  expect(rulesOf({ rule: 'by_hand', protection_days: 30, later_add: 'stays', idle_days: null })).toHaveLength(2)
})
