import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import english from './en/all.ts'
import chinese from './zh/all.ts'

interface Tree { [key: string]: string | Tree }

function leaves(tree: Tree, above = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[above + name, value] as [string, string]] : leaves(value, `${above}${name}.`),
  )
}
function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.(vue|ts)$/.test(file.name) && !file.name.endsWith('.test.ts'))
    .map((file) => readFileSync(join(file.parentPath, file.name), 'utf8'))
}

const screens = join(import.meta.dirname, '../..')
const written = [...sources(join(screens, 'console/src')), ...sources(join(screens, 'packages/kit'))].join('\n')
const slots = (sentence: string): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '').sort()

test('both languages have the same sentences', () => {
  const keys = (tree: Tree): string[] => leaves(tree).map(([key]) => key)
  expect(keys(english as unknown as Tree)).toEqual(keys(chinese))
})

test('a sentence takes the same slots in both languages', () => {
  const other = new Map(leaves(english as unknown as Tree))
  for (const [key, sentence] of leaves(chinese)) expect([key, slots(other.get(key) ?? '')]).toEqual([key, slots(sentence)])
})

test('every sentence is said somewhere', () => {
  const prefixes = [...written.matchAll(/`(\w+\.[\w.]*)\$\{/g)].map((match) => match[1] ?? '')
  const said = (key: string): boolean =>
    key.startsWith('codes.') || written.includes(`'${key}'`) || prefixes.some((prefix) => key.startsWith(prefix))
  expect(leaves(chinese).map(([key]) => key).filter((key) => !said(key))).toEqual([])
})

test('every family of codes is asked for', () => {
  expect(Object.keys(chinese.codes).filter((family) => !written.includes(`'${family}'`))).toEqual([])
})

test('Chinese is Chinese and English is English', () => {
  const foreign = leaves(english as unknown as Tree).filter(([, sentence]) => /[\u4e00-\u9fff]/.test(sentence))
  expect(foreign).toEqual([])
})
