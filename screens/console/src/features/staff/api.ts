import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'
import type { Role } from '#client/shapes.ts'

export const ROLES: Role[] = ['owner', 'headquarters', 'finance', 'region_manager', 'store_manager', 'guide', 'service']
export const PHONE = /^1[3-9][0-9]{9}$/

export function useStaff(id: () => string | undefined) {
  return useQuery({
    queryKey: computed(() => ['staff-one', id()]),
    queryFn: () => take(api.GET('/staff/{id}', { params: { path: { id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })
}
