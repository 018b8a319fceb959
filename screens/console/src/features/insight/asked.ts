import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { addDays, today } from '#kit/text/moment.ts'

const CHANNELS = ['store', 'mall'] as const

/** What the address asks for: it can be sent to a colleague, and the way back leads to the same numbers. */
export function useAsked(days = 30) {
  const route = useRoute()
  const router = useRouter()
  const one = (name: string): string | null => (route.query[name] ? String(route.query[name]) : null)
  const to = computed(() => one('to') ?? today())
  const from = computed(() => one('from') ?? addDays(to.value, 1 - days))
  const store = computed(() => one('store'))
  const channel = computed(() => CHANNELS.find((name) => name === route.query.channel) ?? null)
  function put(patch: Record<string, string | null | undefined>): void {
    const next = Object.entries({ ...route.query, ...patch }).filter(([, value]) => value)
    void router.replace({ query: Object.fromEntries(next) as Record<string, string> })
  }
  return { one, from, to, store, channel, put }
}

/** A query without what was not asked for. */
export function given<T extends Record<string, unknown>>(query: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')) as never
}
