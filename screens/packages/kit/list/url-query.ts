import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Filter, ListQuery } from './column.ts'

export const SIZES = [20, 50, 100]
const REMEMBERED = 'siyu.page-size'
/** The server pages no deeper than this many rows. */
const DEEPEST = 10_000

function namesOf(filters: Filter[]): string[] {
  return filters.flatMap((filter) => (filter.kind === 'period' ? [filter.name, filter.until] : [filter.name]))
}

function whole(text: unknown, least: number, most: number): number | null {
  const value = typeof text === 'string' ? Number(text) : NaN
  return Number.isInteger(value) && value >= least ? Math.min(value, most) : null
}

function keptSize(): number {
  const kept = Number(localStorage.getItem(REMEMBERED))
  return SIZES.includes(kept) ? kept : 20
}

export interface UrlQuery {
  query: ComputedRef<ListQuery>
  filtered: ComputedRef<boolean>
  set: (patch: Record<string, string | undefined>) => void
  turn: (page: number) => void
  resize: (size: number) => void
  clear: () => void
}

/** A list's whole state is its address: what is shown can be bookmarked, sent and gone back to. */
export function useUrlQuery(filters: Filter[]): UrlQuery {
  const route = useRoute()
  const router = useRouter()
  const names = namesOf(filters)

  const query = computed<ListQuery>(() => {
    const size = whole(route.query.size, 1, 100) ?? keptSize()
    const page = whole(route.query.page, 1, Math.floor(DEEPEST / size)) ?? 1
    const picked = [...names, 'sort'].map((name) => [name, route.query[name] || undefined])
    return { ...Object.fromEntries(picked), page, size } as ListQuery
  })
  const filtered = computed(() => names.some((name) => Boolean(route.query[name])))

  const go = (patch: Record<string, string | undefined>): void => {
    const next = { ...route.query, ...patch }
    const told = Object.entries(next).filter(([, value]) => value)
    void router.replace({ query: Object.fromEntries(told) })
  }
  return {
    query,
    filtered,
    set: (patch) => go({ ...patch, page: undefined }),
    turn: (page) => go({ page: page > 1 ? String(page) : undefined }),
    resize: (size) => {
      localStorage.setItem(REMEMBERED, String(size))
      go({ size: String(size), page: undefined })
    },
    clear: () => go(Object.fromEntries([...names, 'page'].map((name) => [name, undefined]))),
  }
}
