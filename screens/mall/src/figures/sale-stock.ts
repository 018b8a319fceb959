import type { FlashSale } from '@/client/sale-shapes'
import type { SkuStock } from '@/client/selling-shapes'

const FEW = 5

/** How the SKUs of a product stand while a sale runs: at its price, and by what is left in its pool. */
export function withSale(skus: SkuStock[], sale: FlashSale | null | undefined): SkuStock[] {
  if (sale?.state !== 'running') return skus
  return skus.map(sku => {
    const good = sale.goods.find(one => one.sku === sku.sku)
    // Who pays less anyway pays that.
    if (!good || sku.unit_minor <= good.price_minor) return sku
    // Once it is sold out it is bought as ever.
    if (good.left < 1) return sku
    const may = good.cap === null ? good.left : Math.min(good.left, good.cap - good.had)
    const standing = good.left <= FEW ? 'few' : 'enough'
    return { ...sku, standing, left: may > 0 ? may : 1, unit_minor: good.price_minor, steps: [{ from_quantity: 1, unit_minor: good.price_minor }] }
  })
}
