import { expect, test } from 'vitest'
import type { PromotionWording } from '#client/shapes.ts'
import { complaints, draftOf, isFilled, newPayer, wordingOf } from './draft.ts'

const SAID: PromotionWording = {
  name: '满减',
  effect: { block: 'ladder', args: { rungs: [{ threshold_minor: 10000, off_minor: 1000 }] } },
  conditions: [{ block: 'stores', args: { stores: ['a'] } }],
  groups: ['x'],
  exclusive: false,
  with_coupons: false,
  rank: 90,
  since: '2026-11-11T00:00:00.000Z',
  until: null,
  funds: [{ payer: 'brand', share_bp: 10000, who: null }],
}

test('what is said is shown and sent again as it was', () => {
  expect(wordingOf(draftOf(SAID), '')).toEqual(SAID)
})

test('a promotion without a name is priced under another', () => {
  expect(wordingOf({ ...draftOf(SAID), name: ' ' }, 'unnamed').name).toBe('unnamed')
})

test('only what is filled to the last cell is sent', () => {
  const draft = draftOf(SAID)
  expect(isFilled(draft)).toBe(true)
  draft.effect!.args = { rungs: [{ threshold_minor: 10000, off_minor: null }] }
  expect(isFilled(draft)).toBe(false)
  expect(isFilled(draftOf())).toBe(false)
  const owing = draftOf(SAID)
  owing.funds.push(newPayer())
  expect(isFilled(owing)).toBe(false)
})

test('a complaint finds its place, wrapped or not', () => {
  const said = [{ path: 'wording.effect.args.rungs', message: 'a' }, { path: 'conditions[1].args.stores', message: 'b' }, { path: 'funds', message: 'c' }]
  expect(complaints(said, 'effect')).toEqual(['a'])
  expect(complaints(said, 'conditions[1]')).toEqual(['b'])
  expect(complaints(said, 'conditions[0]')).toEqual([])
})
