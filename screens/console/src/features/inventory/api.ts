import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'
import type { Choices } from '#client/choices.ts'
import type { StockDocument, Transfer } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const KIND_TONES: Record<StockDocument['kind'], Tone> = { received: 'good', counted: 'calm' }

export const TRAVEL_TONES: Record<Transfer['state'], Tone> = { under_way: 'calm', arrived: 'good' }

/** A change with its sign, as people write it. */
export const signed = (change: number): string => (change > 0 ? `+${change}` : String(change).replace('-', '−'))

/** Where goods may be sent: every place, also beyond what one looks after. */
export const placeChoices: Choices = {
  key: 'stock-places',
  search: async (q) => (await take(api.GET('/stock/places', { params: { query: { q, size: 50 } } }))).items.map((one) => ({ value: one.id, label: one.name, note: one.code })),
  one: async (id) => {
    const found = (await take(api.GET('/stock/places', { params: { query: { size: 100 } } }))).items.find((one) => one.id === id)
    return { value: id, label: found?.name ?? id }
  },
}

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
