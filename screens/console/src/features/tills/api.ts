import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'
import type { Import } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const IMPORT_TONES: Record<Import['state'], Tone> = { waiting: 'calm', running: 'accent', done: 'good', stopped: 'bad' }

export function isLive(one: Import): boolean {
  return one.state === 'waiting' || one.state === 'running'
}

export function useReceipt(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['receipt', id()]),
    queryFn: () => take(api.GET('/receipts/{id}', { params: { path: { id: id() } } })),
  })
}

/** One import, asked for every second while it reads. */
export function useImport(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['import', id()]),
    queryFn: () => take(api.GET('/receipts/imports/{id}', { params: { path: { id: id() } } })),
    refetchInterval: ({ state }) => (state.data && isLive(state.data) ? 1000 : false),
  })
}
