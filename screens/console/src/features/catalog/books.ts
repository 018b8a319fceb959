import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'
import type { PriceBook, PriceBookDetail, PriceBookDraft } from '#client/shapes.ts'
import type { Values } from '#kit/form/field.ts'
import { addDays, beginOf, dayOf } from '#kit/text/moment.ts'
import type { Tone } from '#kit/text/tone.ts'
import { useWords } from '#words/words.ts'

export const BOOK_TONES: Record<PriceBook['standing'], Tone> = { open: 'good', coming: 'calm', ended: 'plain', closed: 'warn' }

export interface PriceLine {
  key: number
  sku: string | null
  /** What is known of the SKU already, where a book is written anew. */
  label: string
  from_quantity: number | undefined
  unit_minor: unknown
}
let keys = 0
export const blankLine = (): PriceLine => ({ key: (keys += 1), sku: null, label: '', from_quantity: 1, unit_minor: null })

export function linesOf(book?: PriceBookDetail): PriceLine[] {
  if (!book) return [blankLine()]
  return book.prices.map((row) => ({ ...blankLine(), sku: row.sku, label: `${row.name} · ${row.code}`, from_quantity: row.from_quantity, unit_minor: row.unit_minor }))
}
export function areWhole(lines: PriceLine[]): boolean {
  return lines.length > 0 && lines.every((line) => line.sku && line.from_quantity && typeof line.unit_minor === 'number')
}

/** The last day on which a book is good: it ends as the next one begins. */
const lastDay = (until: string): string => dayOf(new Date(Date.parse(until) - 1))

export function bookValues(book?: PriceBookDetail): Values {
  if (!book) return {}
  const coming = book.standing === 'coming'
  return { name: book.name, valid_from: coming ? dayOf(book.valid_from) : null, valid_until: book.valid_until && lastDay(book.valid_until) }
}
export function bookDraft(values: Values, whom: { stores: string[]; tiers: string[] }, lines: PriceLine[]): PriceBookDraft {
  return {
    name: String(values.name),
    stores: whom.stores.length ? whom.stores : null,
    tiers: whom.tiers.length ? whom.tiers : null,
    valid_from: values.valid_from ? beginOf(String(values.valid_from)) : null,
    valid_until: values.valid_until ? beginOf(addDays(String(values.valid_until), 1)) : null,
    prices: lines.map((line) => ({ sku: line.sku ?? '', from_quantity: line.from_quantity ?? 1, unit_minor: Number(line.unit_minor) })),
  }
}

export function useBook(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['price-book', id()]),
    queryFn: () => take(api.GET('/price-books/{id}', { params: { path: { id: id() } } })),
  })
}

export function useBookWords() {
  const { t, language } = useWords()
  const list = (names: string[]): string => names.join(language() === 'en' ? ', ' : '、')
  return {
    whom: (book: PriceBook): string => {
      const tiers = book.tiers ? list(book.tiers.map((one) => one.name)) : t('prices.everybody')
      return `${tiers} · ${book.stores ? list(book.stores.map((one) => one.name)) : t('prices.everywhere')}`
    },
    lasts: (book: PriceBook): string =>
      book.valid_until
        ? t('prices.fromTo', { from: dayOf(book.valid_from), to: lastDay(book.valid_until) })
        : t('prices.since', { from: dayOf(book.valid_from) }),
  }
}
