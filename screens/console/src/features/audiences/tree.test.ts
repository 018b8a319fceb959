import { expect, test } from 'vitest'
import { reactive } from 'vue'
import type { Block } from '#client/shapes.ts'
import { pieces } from '#kit/form/slots.ts'
import { complaints, fromNode, isFilled, newGroup, newLeaf, toNode } from './tree.ts'

const field = (name: string, kind: string, more = {}) =>
  ({ name, label: name, kind, required: true, default: null, least: null, most: null, source: '', options: [], ...more }) as Block['fields'][number]
const bought: Block = { code: 'bought', group: 'purchases', sentence: '最近 {days} 天内买过', fields: [field('days', 'days', { least: 1, most: 3650 })] }
const stores: Block = { code: 'store', group: 'belonging', sentence: '归属门店是 {stores}', fields: [field('stores', 'choices', { source: 'stores' })] }

test('a tree is shown and sent as it is stored', () => {
  const node = { op: 'none' as const, block: '', of: [{ op: 'leaf' as const, block: 'bought', of: [], args: { days: 7 } }] }
  expect(toNode(fromNode(node))).toEqual(node)
})

test('a tree that is watched is copied, not shared', () => {
  const node = reactive({ op: 'leaf' as const, block: 'rfm', of: [], args: { r: [1, 2] } })
  const part = fromNode(node)
  ;(part.args.r as number[]).push(3)
  expect(node.args.r).toEqual([1, 2])
  const rfm = reactive({ ...stores, fields: [field('r', 'choices', { default: [1, 2] })] })
  expect(newLeaf(rfm).args).toEqual({ r: [1, 2] })
})

test('a sentence is cut at its slots', () => {
  expect(pieces(bought)).toEqual(['最近 ', bought.fields[0], ' 天内买过'])
})

test('a new condition holds what one may begin with', () => {
  expect(newLeaf(bought).args).toEqual({ days: 30 })
  expect(newLeaf(stores).args).toEqual({ stores: [] })
})

test('only what is filled is counted', () => {
  const whole = newGroup()
  expect(isFilled(whole)).toBe(true)
  whole.of.push(newLeaf(stores))
  expect(isFilled(whole)).toBe(false)
  whole.of[0]!.args.stores = ['x']
  expect(isFilled(whole)).toBe(true)
  whole.of.push(newGroup('any'))
  expect(isFilled(whole)).toBe(false)
  expect(isFilled(newGroup('any'))).toBe(false)
})

test('a complaint is shown where it belongs and nowhere else', () => {
  const fields = [
    { path: 'tree.of[0].args.days', message: 'a' },
    { path: 'tree.of[1]', message: 'b' },
  ]
  expect(complaints(fields, 'tree.of[0]')).toEqual(['a'])
  expect(complaints(fields, 'tree.of[1]')).toEqual(['b'])
  expect(complaints(fields, 'tree')).toEqual([])
})
