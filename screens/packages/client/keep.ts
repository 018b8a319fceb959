import type { QueryClient, QueryKey } from '@tanstack/vue-query'

/**
 * Shows what a door has just answered. It is newer than anything that was asked for before, so an
 * answer that is still on its way may not be put in its place.
 */
export async function keep(queries: QueryClient, key: QueryKey, value: unknown): Promise<void> {
  await queries.cancelQueries({ queryKey: key })
  queries.setQueryData(key, value)
}
