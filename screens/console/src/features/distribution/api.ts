import { useQuery } from '@tanstack/vue-query'
import { api, take } from '#client/api.ts'

export function usePlans() {
  return useQuery({ queryKey: ['plans'], queryFn: () => take(api.GET('/plans')) })
}
