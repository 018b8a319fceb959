/** Flash sales. Money is integer minor units, times are ISO 8601 UTC. */
import type { Store } from './shapes'

export type SaleState = 'coming' | 'running' | 'over' | 'ended' | 'draft'

/** A SKU in a sale at the store: `unit_minor` without it, `had` of `cap` are hers already. */
export interface SaleGood {
  sku: string
  product: string
  name: string
  sku_name: string
  picture_url: string | null
  price_minor: number
  unit_minor: number
  pieces: number
  left: number
  cap: number | null
  had: number
}

/** `now` is the server's clock as it answered, to count down by. */
export interface FlashSale {
  id: string
  name: string
  state: SaleState
  since: string
  until: string
  with_coupons: boolean
  store: Store
  goods: SaleGood[]
  now: string
}
