import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'

export function useCoupon(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['coupon', id()]),
    queryFn: () => take(api.GET('/coupons/{id}', { params: { path: { id: id() } } })),
  })
}
