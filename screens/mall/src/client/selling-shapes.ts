/** What is bought: carts, prices, coupons and orders. Money is integer minor units, times are ISO 8601 UTC. */
import type { Exempt, NoReturn } from './case-shapes'
import type { OrderGroup, QuotedSeat, SeatGiven } from './group-shapes'
import type { PaidByBalance } from './purse-shapes'
import type { Offer } from '@/figures/coupons'

import type { Store, StoreName } from './shapes'
import type { Address, ShipState, Shipping, Way } from './delivery-shapes'

/** `short`: there is less than she wants; `gone`: it is not sold any more. */
export type Standing = 'enough' | 'few' | 'short' | 'sold_out' | 'gone'

/** What a line is about, now; `left` is said where it is little. */
export interface Goods {
  sku: string
  product: string | null
  name: string
  sku_name: string
  picture_url: string | null
  unit_minor: number | null
  quantity: number
  standing: Standing
  left: number | null
}

export interface CartLine extends Goods {
  picked: boolean
  goods_minor: number
}

/**
 * How a SKU stands at a store and what it costs her there; `left` is said where it is little. `steps` begin with one
 * piece; `crossed_out_minor` is what was paid before, where that may be said.
 */
export interface SkuStock {
  sku: string
  standing: Standing
  left: number | null
  unit_minor: number
  crossed_out_minor: number | null
  steps: { from_quantity: number; unit_minor: number }[]
}

export interface ProductStock {
  store: Store
  skus: SkuStock[]
  /** Why it is not returned without a reason, where it isn't. */
  no_return?: Exempt | null
}

export interface Cart {
  store: Store
  lines: CartLine[]
  /** Of what is picked and still sold. */
  pieces: number
  goods_minor: number
}

export interface Wanted {
  sku: string
  quantity: number
}

export interface CartLineGiven extends Wanted {
  picked: boolean
}

/** A part of a price; added up they are what is to be paid. */
export interface Reason {
  code: string
  amount_minor: number
  /** What the promotion is called. */
  name?: string
}

/** One of her coupons: what it takes off these goods, or why not. */
export interface QuotedCoupon extends Offer {
  id: string
  name: string
  valid_until: string
  usable: boolean
  saves_minor: number
  refused: string
}

/** What comes with it for nothing; `told` says that there is too little of it. */
export interface QuoteGift {
  sku: string
  name: string
  sku_name: string
  picture_url: string | null
  quantity: number
  told: string
}

export interface Quote {
  store: Store
  gifts: QuoteGift[]
  lines: (Goods & { goods_minor: number; discount_minor: number; payable_minor: number })[]
  goods_minor: number
  discount_minor: number
  freight_minor: number
  payable_minor: number
  why: Reason[]
  used: string | null
  refused: string
  coupons: QuotedCoupon[]
  /** How the store's goods may come to her, and how they do in this price. */
  ways: Way[]
  way: Way
  address: Address | null
  /** What of it is not returned without a reason. */
  exempt: NoReturn[]
  unsent: string
  /** Why it can't be sent as she wants it; freight is not in the price then. */
  unsent_says: string
  seat?: QuotedSeat | null
  points?: QuotedPoints | null
  /** What is in a flash sale is sold out there, and priced as ever. */
  usual?: boolean
}

/** Of the `left` that she has, `may` would take `saves_minor` off; `used` are in the price, `told` is why none may. */
export interface QuotedPoints {
  name: string
  left: number
  may: number
  saves_minor: number
  used: number
  told: string
}

/** Without lines what is picked in the cart; `wallet` null is no coupon, absent the best one. */
export interface QuoteGiven {
  store?: string
  lines?: Wanted[]
  wallet?: string | null
  way?: Way
  /** Absent: her default one. */
  address?: string | null
  seat?: SeatGiven | null
  /** As many of her points as may. */
  points: boolean
}

export interface OrderGiven {
  key: string
  store: string
  lines: Wanted[]
  wallet: string | null
  way: Way
  address: string | null
  /** The total she agreed to. */
  seen_minor: number
  /** And what was to come with it. */
  seen_gifts: Wanted[]
  /** She was shown what of it is not returned without a reason, and knows. */
  knows: boolean
  /** Read by whoever packs it. */
  note: string
  came: string[]
  seat?: SeatGiven | null
  points: number
  usual: boolean
}

export type OrderState = 'unpaid' | 'paid' | 'redeemed' | 'closed' | 'expired' | 'cancelled'
export type PickupState = 'ready' | 'redeemed' | 'void'

export interface OrderLine {
  n: number
  sku: string
  product: string
  name: string
  sku_name: string
  picture_url: string | null
  unit_minor: number
  quantity: number
  discount_minor: number
  payable_minor: number
  refunded_quantity: number
  refunded_minor: number
  /** Costs nothing and comes with what was bought. */
  gift: boolean
}

export interface OrderHead {
  id: string
  no: string
  state: OrderState
  placed_at: string
  /** As long as it can be paid. */
  pay_by: string | null
  store: StoreName | null
  goods_minor: number
  discount_minor: number
  payable_minor: number
  refunded_minor: number
  pieces: number
  lines: OrderLine[]
  pickup: PickupState | null
  /** Of an order that is sent; without one it is fetched. */
  ship: ShipState | null
  /** What she said with it. */
  note: string
  group: OrderGroup | null
}

export interface OrderRefund {
  id: string
  amount_minor: number
  state: 'asked' | 'paid_back' | 'failed'
  sources?: { source: string; amount_minor: number; points?: number }[]
  asked_at: string
  ended_at: string | null
}

export interface MyOrder extends OrderHead {
  why: Reason[]
  coupon: { name: string; amount_minor: number } | null
  steps: { state: string; at: string; why: string }[]
  refunds: OrderRefund[]
  payment: { state: string; amount_minor: number } | null
  fetch: { state: PickupState; store: StoreName | null; ready_at: string; redeemed_at: string | null } | null
  /** The eight digits that fetch it, while it waits. */
  code: string | null
  /** So many of its pieces are used at a store under codes of their own. */
  vouchers: number
  shipping: Shipping | null
  may: ('pay' | 'cancel' | 'refund' | 'receive' | 'ask_back')[]
  balance?: PaidByBalance | null
}

export interface RefundGiven {
  id: string
  lines: { n: number; quantity: number }[]
  why: string
}

/** Without a path there is nothing (more) to pay. */
export interface PaymentAsked {
  paid: boolean
  pay_path: string | null
}

export type WalletState = 'open' | 'used' | 'expired'

export interface MyCoupon extends Offer {
  id: string
  coupon: string
  name: string
  state: 'usable' | 'not_begun' | 'used' | 'expired'
  /** Why it can't be used now, as a sentence. */
  refused: string
  valid_from: string
  valid_until: string
  claimed_at: string
  stores: string[] | null
  goods: string[] | null
  categories: string[] | null
  order: string | null
}

export interface Claimable extends Offer {
  id: string
  name: string
  valid_until: string | null
  valid_days: number | null
  mine: number
  left: number
  stores: string[] | null
  goods: string[] | null
  categories: string[] | null
  /** Why she can't claim it, as a sentence. */
  refused: string
}
