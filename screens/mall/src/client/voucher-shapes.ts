/** What is bought to be used at a store later. Money is integer minor units, times are ISO 8601 UTC. */
import type { StoreName } from './shapes'

export type VoucherState = 'open' | 'used' | 'expired' | 'given_back' | 'void'

/** `left` of `uses` can still be used, at `stores`; null: at every one. */
interface Voucher {
  id: string
  order: string
  sku: string
  name: string
  picture_url: string | null
  state: VoucherState
  uses: number
  used: number
  back: number
  left: number
  paid_minor: number
  stores: StoreName[] | null
  tail: string
  issued_at: string
  valid_until: string
}

/** Hers: `code` are the ten digits, as long as it can be used. */
export interface MyVoucher extends Voucher {
  code: string | null
}

/** As the guide desk sees it. */
export interface DeskVoucher extends Voucher {
  customer: { id: string; name: string | null } | null
  phone_masked: string | null
}
