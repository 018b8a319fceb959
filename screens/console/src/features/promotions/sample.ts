/** A cart of nobody in particular, priced beside a promotion that is being written. */
import { onMounted } from 'vue'
import { skuChoices, storeChoices } from '#client/choices.ts'
import type { PromotionWording, SampleGiven } from '#client/shapes.ts'

export interface SampleLine {
  key: number
  sku: string | null
  quantity: number
}
export interface Sample {
  store: string | null
  lines: SampleLine[]
  is_new: boolean
  tiers: string[]
  freight_minor: unknown
}

let keys = 0
export const blankLine = (sku: string | null = null, quantity = 1): SampleLine => ({ key: ++keys, sku, quantity })
export const newSample = (): Sample => ({ store: null, lines: [], is_new: false, tiers: [], freight_minor: null })

/** What is asked; null while there is no store or nothing in the cart. */
export function sampleOf(sample: Sample, wording: PromotionWording | null, replaces: string | null): SampleGiven | null {
  const pieces = new Map<string, number>()
  for (const line of sample.lines) if (line.sku) pieces.set(line.sku, (pieces.get(line.sku) ?? 0) + (line.quantity || 1))
  if (!sample.store || !pieces.size) return null
  return {
    store: sample.store,
    lines: [...pieces].map(([sku, quantity]) => ({ sku, quantity })),
    is_new: sample.is_new,
    tiers: sample.tiers,
    member: true,
    freight_minor: typeof sample.freight_minor === 'number' ? sample.freight_minor : 0,
    wording,
    replaces,
  }
}

const BEGIN_WITH = 2

/** Puts the first store and some goods into an empty sample, so that there is a price to look at. */
export function useFirstGoods(sample: Sample): void {
  onMounted(async () => {
    const [stores, skus] = await Promise.all([storeChoices.search(''), skuChoices.search('')]).catch(() => [[], []])
    sample.store ??= stores[0]?.value ?? null
    if (!sample.lines.length) sample.lines = skus.slice(0, BEGIN_WITH).map((one) => blankLine(one.value))
    if (!sample.lines.length) sample.lines = [blankLine()]
  })
}
