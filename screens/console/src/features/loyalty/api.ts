import { useQuery } from '@tanstack/vue-query'
import { api, take } from '#client/api.ts'

export function useKinds() {
  return useQuery({ queryKey: ['points-kinds'], queryFn: () => take(api.GET('/points/kinds')) })
}
