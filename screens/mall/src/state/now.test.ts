import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { getNow, hearTime } from './now'

const NOON = Date.parse('2026-03-01T12:00:00Z')
const WEEK_MS = 7 * 86_400_000
const at = (ms: number) => new Date(ms).toUTCString()

beforeEach(() => void vi.useFakeTimers({ now: NOON }))
afterEach(() => {
  hearTime(at(NOON))
  vi.useRealTimers()
})

test('the device is believed until the server says something else', () => {
  expect(getNow()).toBe(NOON)
  hearTime(at(NOON - 2_000))
  expect(getNow()).toBe(NOON)
})

test('a server that is a week ahead is followed, and back again', () => {
  hearTime(at(NOON + WEEK_MS))
  expect(getNow()).toBe(NOON + WEEK_MS)
  vi.advanceTimersByTime(1_500)
  hearTime(at(NOON + WEEK_MS + 1_000))
  expect(getNow()).toBe(NOON + WEEK_MS + 1_500)
  hearTime(at(NOON))
  expect(getNow()).toBe(NOON + 1_500)
})

test('an answer without a date says nothing', () => {
  hearTime(at(NOON + WEEK_MS))
  hearTime(undefined)
  hearTime('soon')
  expect(getNow()).toBe(NOON + WEEK_MS)
})
