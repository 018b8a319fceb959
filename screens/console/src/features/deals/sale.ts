import type { FlashSale, FlashSaleDraft } from '#client/shapes.ts'
import type { Values } from '#kit/form/field.ts'
import { beginOf, formatMoment } from '#kit/text/moment.ts'
import type { Tone } from '#kit/text/tone.ts'

export const TONES: Record<FlashSale['state'], Tone> = { draft: 'plain', coming: 'calm', running: 'good', over: 'warn', ended: 'plain' }

/** A line of the form; `label` is what its SKU was called when it was read. */
export interface GoodLine {
  key: number
  sku: string | null
  label: string
  price_minor: unknown
  pieces: number | undefined
  cap: number | undefined
}

let keys = 0
export const blankGood = (): GoodLine => ({ key: ++keys, sku: null, label: '', price_minor: null, pieces: undefined, cap: undefined })

export function goodsOf(sale?: FlashSale): GoodLine[] {
  if (!sale) return [blankGood()]
  return sale.goods.map((one) => ({
    key: ++keys,
    sku: one.sku,
    label: `${one.name} ${one.sku_name}`.trim(),
    price_minor: one.price_minor,
    pieces: one.each,
    cap: one.cap ?? undefined,
  }))
}

const whole = (count: number | undefined): boolean => Number.isInteger(count) && Number(count) >= 1

/** What is wrong with the goods before anything is sent. */
export function wrongGoods(goods: GoodLine[], stores: string[]): 'deals.noStores' | 'deals.noGoods' | 'deals.twice' | null {
  if (!stores.length) return 'deals.noStores'
  const complete = goods.every((one) => one.sku && typeof one.price_minor === 'number' && one.price_minor > 0 && whole(one.pieces))
  if (!goods.length || !complete) return 'deals.noGoods'
  return new Set(goods.map((one) => one.sku)).size < goods.length ? 'deals.twice' : null
}

/** `YYYY-MM-DD HH:mm` on the merchant's clock, as an instant. */
export function instantOf(text: string): string {
  const [day = '', clock = '00:00'] = text.split(' ')
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return new Date(Date.parse(beginOf(day)) + (hour * 60 + minute) * 60_000).toISOString()
}

export const clockOf = (at: string): string => formatMoment(at)

/** What the form begins with: a draft as it stands, or the likeliest new one. */
export function valuesOf(sale: FlashSale | undefined): Values {
  if (!sale) return { coupons: 'no', split: 'each' }
  return { name: sale.name, coupons: sale.with_coupons ? 'yes' : 'no', split: sale.goods[0]?.split ?? 'each' }
}

export function draftOf(values: Values, times: { since: string; until: string }, stores: string[], goods: GoodLine[]): FlashSaleDraft {
  return {
    name: String(values.name),
    since: instantOf(times.since),
    until: instantOf(times.until),
    stores,
    with_coupons: values.coupons === 'yes',
    goods: goods.map((one) => ({
      sku: String(one.sku),
      price_minor: Number(one.price_minor),
      pieces: Number(one.pieces),
      split: values.split === 'in_all' ? 'in_all' : 'each',
      cap: one.cap ?? null,
    })),
  }
}
