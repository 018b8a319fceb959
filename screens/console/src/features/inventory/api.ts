import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'
import type { Choices } from '#client/choices.ts'
import type { StockDocument } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const KIND_TONES: Record<StockDocument['kind'], Tone> = { received: 'good', counted: 'calm' }

/** A change with its sign, as people write it. */
export const signed = (change: number): string => (change > 0 ? `+${change}` : String(change).replace('-', '−'))

/** Every SKU, by name, code or barcode. */
export const goodsChoices: Choices = {
  key: 'goods',
  search: async (q) => {
    const page = await take(api.GET('/stock', { params: { query: { q, size: 30 } } }))
    return page.items.map((one) => ({ value: one.sku, label: one.name, note: one.code }))
  },
  one: async (id) => ({ value: id, label: (await take(api.GET('/stock/{id}', { params: { path: { id } } }))).name }),
}

export function useStock(id: () => string | null | undefined) {
  return useQuery({
    queryKey: computed(() => ['stock-one', id()]),
    queryFn: () => take(api.GET('/stock/{id}', { params: { path: { id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })
}

export function useDocument(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['stock-document', id()]),
    queryFn: () => take(api.GET('/stock/documents/{id}', { params: { path: { id: id() } } })),
  })
}
