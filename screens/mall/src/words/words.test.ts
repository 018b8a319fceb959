import { expect, test } from 'vitest'

import { en } from './en'
import { fill } from './fill'
import { pickLanguage } from './language'
import { zhCN } from './zh-CN'

function flatten(book: object, path = ''): Record<string, string> {
  return Object.entries(book).reduce<Record<string, string>>((all, [name, value]) => {
    const at = path ? `${path}.${name}` : name
    return typeof value === 'string' ? { ...all, [at]: value } : { ...all, ...flatten(value as object, at) }
  }, {})
}

const chinese = flatten(zhCN)
const english = flatten(en)
const sources = import.meta.glob<string>(['../**/*.{vue,ts}', '!./**/zh-CN.ts', '!./**/en.ts', '!../**/*.test.ts'], { query: '?raw', import: 'default', eager: true })
// A month is a number in Chinese and a name in English.
const slotsOf = (sentence: string) => [...new Set(sentence.replace('{mon}', '{m}').match(/\{\w+\}/g) ?? [])].sort()

test('both languages have the same words', () => {
  expect(Object.keys(english)).toEqual(Object.keys(chinese))
})

test.each(Object.keys(chinese))('%s is written in both and has the same slots', key => {
  expect(english[key]!.trim()).not.toBe('')
  expect(slotsOf(english[key]!)).toEqual(slotsOf(chinese[key]!))
})

test('every word is used by a screen', () => {
  const code = Object.values(sources).join('\n')
  const used = (key: string) => code.includes(`'${key}'`) || [...code.matchAll(/t\(`([\w.]+)\$\{/g)].some(([, start]) => key.startsWith(start!))
  expect(Object.keys(chinese).filter(key => !used(key))).toEqual([])
})

test('no screen carries Chinese of its own', () => {
  const written = Object.entries(sources).filter(([, code]) => /[\u4e00-\u9fff]/.test(code.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
  // 万 is a unit of counting, not a word.
  expect(written.map(([name]) => name)).toEqual(['../figures/money.ts'])
})

test.each([
  [['zh-CN', 'en'], 'zh-CN'],
  [['en-GB', 'zh-CN'], 'en'],
  [['zh-Hans'], 'zh-CN'],
  [['de-DE', 'en-US', 'zh'], 'en'],
  [['fr-FR', 'ja'], 'zh-CN'],
  [[], 'zh-CN'],
])('a device that asks for %j is spoken to in %s', (asked, spoken) => {
  expect(pickLanguage(asked)).toBe(spoken)
})

test('English counts one and many', () => {
  expect(fill(en, 'home.stores', { n: 1 })).toBe('1 store')
  expect(fill(en, 'home.stores', { n: 12 })).toBe('12 stores')
  expect(fill(zhCN, 'home.stores', { n: 1 })).toBe('1 家门店')
})
