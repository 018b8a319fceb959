/** What a guide does beside looking after people: handing goods over. */
import type { Claimable, MyCoupon, OrderHead, OrderLine, PickupState } from './selling-shapes'
import type { StoreName } from './shapes'

interface Buyer {
  id: string
  name: string | null
}

/** What a code fetches here; of each line so many are left after what went back. */
export interface Handing {
  order: string
  no: string
  customer: Buyer | null
  phone_masked: string | null
  placed_at: string
  payable_minor: number
  pieces: number
  lines: OrderLine[]
  pickup: { state: PickupState; store: StoreName | null; redeemed_at: string | null }
  /** What she said with it. */
  note: string
}

/** A paid order that waits at the guide's store; `tail` are the last four of its digits. */
export interface Waiting {
  order: string
  no: string
  customer: Buyer | null
  tail: string
  ready_at: string
  pieces: number
  lines: OrderLine[]
  note: string
}

/** What somebody is to know for their work. */
export interface Notice {
  id: string
  words: string
  at: string
  read_at: string | null
}

/** An order that nobody has paid yet. */
export interface DeskOrder extends OrderHead {
  customer: Buyer | null
}

/** What may be taken off it in all, and what was; `paying`: a change closes her payment first. */
export interface PricedOrder extends DeskOrder {
  pricing: {
    most_minor: number
    paying: boolean
    changes: { off: { n: number; off_minor: number }[]; before_minor: number; after_minor: number; why: string; at: string }[]
  }
}

/** So much off the price that it was placed at; `seen_minor` is what it costs now. */
export interface PriceGiven {
  off_minor: number
  why: string
  seen_minor: number
}

export type TaskKind = 'pickup_waiting' | 'coupon_expiring' | 'birthday' | 'greeting' | 'repurchase_due'
export type Dismissal = 'in_touch' | 'not_fitting' | 'asked_not_to' | 'other'

/** What the guide might do for one of hers, with the reason in a sentence and words to begin with. */
export interface Task {
  id: string
  kind: TaskKind
  title: string
  customer: Buyer
  phone_masked: string | null
  reason: string
  suggested: { purpose: 'service' | 'marketing'; words: string }
}

/** What one of my customers has, and what I may send her; `refused` says why she can't have one. */
export interface HerCoupons {
  open: MyCoupon[]
  /** `to_give`: how many of it she may still give in its period, where that is limited. */
  to_send: (Claimable & { to_give: number | null })[]
}

export interface Today {
  tasks: Task[]
  done: number
  dismissed: number
}

export type EarningState = 'pending' | 'thawed' | 'clawed_back' | 'void'

/** What was earned of a line; `kept_minor` is what is left of it now. */
export interface Earning {
  id: string
  order_no: string
  goods: string
  why: string
  amount_minor: number
  kept_minor: number
  clawed_back_minor: number
  state: EarningState
  formula: string
  after_returns: string | null
  earned_at: string
  thaws_at: string | null
  thawed_at: string | null
  /** It waits for an after-sale case of its line. */
  in_case: boolean
}

/** A month's earnings; `waiting_minor` and `balance_minor` are of all months. */
export interface MyMonth {
  month: string
  earned_minor: number
  pending_minor: number
  thawed_minor: number
  clawed_back_minor: number
  waiting_minor: number
  next_thaw_at: string | null
  balance_minor: number
}

/** A SKU with what can be sold of it: in the asker's store, and in how many others how much. */
export interface NearStock {
  sku: string
  code: string
  name: string
  picture: string | null
  price_minor: number
  here: number
  elsewhere: number
  places: number
}

export interface PlaceStock {
  id: string
  name: string
  kind: 'own' | 'franchise' | 'online' | 'warehouse'
  city: string
  address: string
  free: number
  mine: boolean
}

/** Where there is some of a SKU, the asker's own places first. */
export interface StockPlaces {
  sku: string
  code: string
  name: string
  places: PlaceStock[]
}
