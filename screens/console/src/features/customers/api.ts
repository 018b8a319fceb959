import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, take } from '#client/api.ts'
import type { Belonging, CustomerDraft, GuardianGiven } from '#client/shapes.ts'

export function useCustomer(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['customer', id()]),
    queryFn: () => take(api.GET('/customers/{id}', { params: { path: { id: id() } } })),
  })
}

export function useTimeline(id: () => string, names: Ref<string>) {
  return useInfiniteQuery({
    queryKey: computed(() => ['customer', id(), 'timeline', names.value]),
    queryFn: ({ pageParam }) => {
      const query = { ...(pageParam && { before: pageParam }), ...(names.value && { names: names.value }) }
      return take(api.GET('/customers/{id}/timeline', { params: { path: { id: id() }, query } }))
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })
}

/** Writes about one customer; afterwards everything shown of her is asked for again. */
export function useCustomerWrites(id: () => string) {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['customer', id()] })
  const path = () => ({ params: { path: { id: id() } } })
  return {
    change: useMutation({
      mutationFn: (body: CustomerDraft) => take(api.PATCH('/customers/{id}', { ...path(), body })),
      onSuccess,
    }),
    belong: useMutation({
      mutationFn: (body: Belonging) =>
        take(api.PUT('/customers/{id}/belonging', { ...path(), body })),
      onSuccess,
    }),
    guard: useMutation({
      mutationFn: (body: GuardianGiven) => take(api.PUT('/customers/{id}/guardian', { ...path(), body })),
      onSuccess,
    }),
    forget: useMutation({
      mutationFn: (reason: string) => take(api.PUT('/customers/{id}/erasure', { ...path(), body: { reason } })),
    }),
    reveal: useMutation({
      mutationFn: (reason: string) =>
        take(api.GET('/customers/{id}/phone', { params: { path: { id: id() }, query: { reason } } })),
    }),
  }
}
