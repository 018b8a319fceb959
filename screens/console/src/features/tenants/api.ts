import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'

export const STORE_KINDS = ['own', 'franchise', 'online', 'warehouse'] as const

export function useStore(id: () => string | undefined) {
  return useQuery({
    queryKey: computed(() => ['store', id()]),
    queryFn: () => take(api.GET('/stores/{id}', { params: { path: { id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })
}
