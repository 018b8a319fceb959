import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const screens = join(import.meta.dirname, '../..')
const files = ['console/src', 'packages/kit'].flatMap((folder) =>
  readdirSync(join(screens, folder), { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && /\.(vue|css)$/.test(file.name) && file.name !== 'tokens.css')
    .map((file) => ({ name: file.name, text: readFileSync(join(file.parentPath, file.name), 'utf8').split('<style').slice(1).join('') })),
)
const tokens = new Set([...readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8').matchAll(/^ {2}(--[\w-]+):/gm)].map((match) => match[1]))

test('a colour is spelled out in tokens.css and nowhere else', () => {
  const spelled = files.filter(({ text }) => /#[0-9a-f]{3,8}\b|\brgba?\(/i.test(text)).map(({ name }) => name)
  expect(spelled).toEqual([])
})

test('every token that is used exists', () => {
  const set = new Set(['--strength', '--letters', '--share'])
  const used = files.flatMap(({ text }) => [...text.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1] ?? ''))
  expect([...new Set(used)].filter((name) => !tokens.has(name) && !set.has(name) && !name.startsWith('--el-'))).toEqual([])
})
