import { expect, test } from 'vitest'
import { differences } from './differences.ts'

test('changed fields come first, and either side may be missing', () => {
  const told = differences({ name: '徐汇店', city: '上海' }, { name: '徐汇旗舰店', city: '上海', tags: ['a'] })
  expect(told.map((one) => [one.field, one.changed])).toEqual([
    ['name', true],
    ['tags', true],
    ['city', false],
  ])
  expect(differences(null, { role: 'guide' })).toEqual([{ field: 'role', before: null, after: 'guide', changed: true }])
})
