import { expect, test } from 'vitest'
import { bodyOf, isWritten, type Draft } from './draft.ts'

const draft: Draft = { audience: 'a', version: 2, people: 3, name: ' 新品 ', purpose: 'marketing', words: ' 您好 ', signed: 'own', guide: 'g', cardKind: 'none', card: null }

test('what is sent is trimmed, and names a guide only when signed by one', () => {
  expect(bodyOf(draft)).toMatchObject({ name: '新品', words: '您好', guide: null, card: null, audience_version: 2 })
  expect(bodyOf({ ...draft, signed: 'named', cardKind: 'product', card: 'p' })).toMatchObject({ guide: 'g', card: { kind: 'product', id: 'p' } })
})

test('a campaign needs a name, words and whoever signs', () => {
  expect(isWritten(draft)).toBe(true)
  expect(isWritten({ ...draft, words: '  ' })).toBe(false)
  expect(isWritten({ ...draft, words: 'x'.repeat(501) })).toBe(false)
  expect(isWritten({ ...draft, signed: 'named', guide: null })).toBe(false)
  expect(isWritten({ ...draft, cardKind: 'article' })).toBe(false)
})
