import { expect, test } from 'vitest'
import type { Block } from '#client/shapes.ts'
import { sayBlock } from './block-words.ts'

const money = { kind: 'money', source: null, options: [], columns: [], default: null }

test('a ladder says its rungs, and what has a name elsewhere is dots', () => {
  const rungs = { ...money, name: 'rungs', kind: 'rows', columns: [{ ...money, name: 'threshold_minor' }, { ...money, name: 'off_minor' }] }
  const gifts = { ...money, name: 'gifts', kind: 'rows', columns: [{ ...money, name: 'sku', source: 'skus' }] }
  const times = { ...money, name: 'times', kind: 'choice', options: [{ value: 'once', label: '一次' }], default: 'once' }
  const block = { sentence: '阶梯满减 {rungs}，送 {gifts}，{times}', fields: [rungs, gifts, times] } as unknown as Block
  const args = { rungs: [{ threshold_minor: 50_000, off_minor: 3000 }, { threshold_minor: 100_000, off_minor: 8000 }], gifts: [{ sku: 'a' }, { sku: 'b' }] }
  expect(sayBlock(block, args, '、', 'zh-CN')).toBe('阶梯满减 ¥500.00 → ¥30.00、¥1,000.00 → ¥80.00，送 …，一次')
})
