import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'

export function useProduct(id: () => string | undefined) {
  return useQuery({
    queryKey: computed(() => ['product', id()]),
    queryFn: () => take(api.GET('/products/{id}', { params: { path: { id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })
}
