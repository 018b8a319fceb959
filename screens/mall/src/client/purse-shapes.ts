/** What she has for coming back: points, and the balance she paid in. Money is integer minor units, times are ISO 8601 UTC. */

/** So many points end then; without an instant they never do. `held` wait with unpaid orders. */
export interface Lot {
  left: number
  held: number
  expires_at: string | null
}

/** Her points of a kind: `left` can be spent now, `debt` she owes. */
export interface KindPoints {
  kind: string
  name: string
  left: number
  debt: number
  lots: Lot[]
}

export type PointsChange = 'earned' | 'clawed_back' | 'spent' | 'given_back' | 'expired' | 'adjusted'

export interface PointsEntry {
  id: string
  kind: string
  at: string
  what: PointsChange
  amount: number
}

/** Why money goes back: asked for in time, later by her own wish, or because of the merchant. */
export type Basis = 'in_time' | 'own_wish' | 'not_hers'

/** What is left of a top-up, and what of it would go back if she asked now. */
export interface TopUp {
  id: string
  pay_minor: number
  bonus_minor: number
  principal_left_minor: number
  bonus_left_minor: number
  paid_at: string
  pay_back_minor: number
  basis: Basis
}

/** `held_minor` waits with unpaid orders, or with refunds that are under way. */
export interface Balance {
  principal_minor: number
  bonus_minor: number
  held_minor: number
  ceiling_minor: number
  has_password: boolean
  top_ups: TopUp[]
}

export interface Movement {
  id: string
  at: string
  what: 'topped_up' | 'spent' | 'given_back' | 'refunded'
  principal_minor: number
  bonus_minor: number
}

/** Pay so much, get so much on top. */
export interface Offer {
  id: string
  pay_minor: number
  bonus_minor: number
}

/** Where to pay; the balance is there when the cashier says so. */
export interface TopUpAsked {
  top_up: string
  pay_path: string | null
}

export interface TopUpRefund {
  id: string
  top_up: string
  pay_back_minor: number
  state: 'asked' | 'approved' | 'paid_back' | 'refused' | 'failed'
  asked_at: string
}

/** What her balance pays of an order now; `rest_minor` is for the cashier. */
export interface BalancePaid {
  rest_minor: number
  paid: boolean
}

/** What of an order her balance pays, or has paid (`spent`), and what of it is hers again. */
export interface PaidByBalance {
  principal_minor: number
  bonus_minor: number
  back_minor: number
  spent: boolean
}

/** A tier: the growth that reaches it, the growth within its time that keeps it, and what it brings. */
export interface Tier {
  id: string
  name: string
  reach: number
  keep: number
  benefits: string[]
}

/** Her tier until then (none: not yet), and what is missing to the next one and to keep it. */
export interface MyTier {
  tier: Tier | null
  until: string | null
  growth: number
  next: Tier | null
  missing: number
  kept: number
  missing_to_keep: number
  valid_days: number
  growth_for: number
  per_minor: number
  ladder: Tier[]
}
