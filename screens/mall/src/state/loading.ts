import { ref, shallowRef } from 'vue'

import { isSignedOut, sayTrouble } from '@/client/refusal'
import type { Page } from '@/client/shapes'

const SLOW_AFTER_MS = 3_000
const PAGE_SIZE = 20
const DEEPEST = 10_000

/** One thing a page shows: `loading` until first there, `trouble` is a sentence; old data stays while reloading. */
export function useThing<T>(read: () => Promise<T>) {
  const data = shallowRef<T | null>(null)
  const loading = ref(false)
  const slow = ref(false)
  const trouble = ref('')
  let turn = 0

  /** Answers what was read, or null when it failed or a later call overtook it. */
  async function load(): Promise<T | null> {
    const mine = ++turn
    loading.value = true
    trouble.value = ''
    const timer = setTimeout(() => (slow.value = mine === turn), SLOW_AFTER_MS)
    try {
      const got = await read()
      if (mine === turn) return (data.value = got)
    } catch (error) {
      if (mine === turn && !isSignedOut(error)) trouble.value = sayTrouble(error)
    } finally {
      clearTimeout(timer)
      if (mine === turn) loading.value = slow.value = false
    }
    return null
  }
  return { data, loading, slow, trouble, load }
}

/** A list read page by page; `restart` after a changed search, an answer to an older search is dropped. */
export function useList<T>(read: (page: number, size: number) => Promise<Page<T>>) {
  const items = shallowRef<T[]>([])
  const total = ref(0)
  const capped = ref(false)
  const ended = ref(false)
  const started = ref(false)
  const thing = useThing(() => read(next, PAGE_SIZE))
  let next = 1

  async function turnPage(): Promise<void> {
    const got = await thing.load()
    if (!got) return
    items.value = next === 1 ? got.items : [...items.value, ...got.items]
    total.value = got.total
    capped.value = got.more
    next += 1
    const seen = items.value.length
    ended.value = got.items.length < PAGE_SIZE || (!got.more && seen >= got.total) || next * PAGE_SIZE > DEEPEST
    started.value = true
  }

  /** Reads from the first page again; what is shown stays until the answer is there. */
  function restart(): Promise<void> {
    next = 1
    ended.value = false
    return turnPage()
  }

  /** The following page, unless one is under way or all is read. */
  async function loadMore(): Promise<void> {
    if (started.value && !ended.value && !thing.loading.value) await turnPage()
  }

  return { items, total, capped, ended, started, loading: thing.loading, slow: thing.slow, trouble: thing.trouble, restart, loadMore }
}
