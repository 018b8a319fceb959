import { expect, test } from 'vitest'
import { above, stepsOf, told, wrongIn, type Step } from './ladder.ts'

const silver: Step = { key: 0, id: 's', code: 'silver', name: '银卡', reach: 1000, keep: 500, benefits: '生日礼\n\n 包邮 ' }

test('benefits are lines, and blank ones are none', () => {
  expect(told([silver])[0]?.benefits).toEqual(['生日礼', '包邮'])
  expect(stepsOf([{ id: 's', code: 'silver', name: '银卡', reach: 1000, keep: 500, benefits: ['生日礼', '包邮'], members: 3 }])[0]?.benefits).toBe('生日礼\n包邮')
})

test('a new step stands above the highest', () => {
  expect(above([silver])).toMatchObject({ key: 1, reach: 2000, keep: 1000 })
  expect(above([])).toMatchObject({ key: 0, reach: 1000 })
})

test('a ladder rises, keeps no more than it takes, and has names', () => {
  expect(wrongIn([silver])).toBeNull()
  expect(wrongIn([])).toBe('tiers.noSteps')
  expect(wrongIn([{ ...silver, name: ' ' }])).toBe('tiers.incomplete')
  expect(wrongIn([silver, { ...silver, key: 1 }])).toBe('tiers.notRising')
  expect(wrongIn([{ ...silver, keep: 1001 }])).toBe('tiers.keepsMore')
})
