import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forbidden } from './walls.js'

const at = (path: string): string => join(import.meta.dirname, path)
const [kit, customers, tills] = ['packages/kit/text/money.ts', 'console/src/features/customers/api.ts', 'console/src/features/tills/api.ts'].map(at) as [string, string, string]
const [home, router] = ['console/src/stories/home/home.vue', 'console/src/app/router.ts'].map(at) as [string, string]

test('a feature imports packages and itself', () => {
  expect(forbidden(customers, kit)).toBeNull()
  expect(forbidden(customers, at('console/src/features/customers/list.vue'))).toBeNull()
})

test('a feature never imports another feature, a story or the app', () => {
  expect(forbidden(customers, tills)).toBe('features may not import each other')
  expect(forbidden(customers, home)).toBe('features may not import stories')
  expect(forbidden(customers, router)).toBe('features may not import app')
})

test('packages import nothing above them', () => {
  expect(forbidden(kit, customers)).toBe('packages may not import features')
})

test('stories and the app look down', () => {
  expect(forbidden(home, tills)).toBeNull()
  expect(forbidden(router, home)).toBeNull()
  expect(forbidden(home, router)).toBe('stories may not import app')
})
