/** Group buys. Money is integer minor units, times are ISO 8601 UTC. */
import type { StoreName } from './shapes'

export type GroupState = 'begun' | 'open' | 'full' | 'failed' | 'void'

/** So many people within so many hours pay `price_minor` each piece. */
export interface GroupOffer {
  id: string
  name: string
  sku: string
  product: string | null
  goods: string
  sku_name: string
  picture_url: string | null
  price_minor: number
  unit_minor: number | null
  size: number
  hours: number
  until: string
  cap: number | null
  newcomers: boolean
  now: string
}

export interface GroupMember {
  name: string
  starts: boolean
  at: string
}

/** `missing` people are looked for until `until`; `mine` is her own order in it. */
export interface BuyingGroup {
  id: string
  offer: GroupOffer
  state: GroupState
  store: StoreName | null
  members: GroupMember[]
  missing: number
  until: string
  mine: string | null
  now: string
}

export interface OfferHere extends GroupOffer {
  looking: BuyingGroup[]
}

/** The group of an order: before it is full nothing is handed over. */
export interface OrderGroup {
  id: string
  state: GroupState
  size: number
  missing: number
  until: string
}

/** The seat of a quote; `stores` are those where it can be, null is every one. */
export interface QuotedSeat {
  name: string
  size: number
  missing: number
  stores: string[] | null
}

/** A seat: in this group, or, without one, in a group of her own. */
export interface SeatGiven {
  offer: string
  group: string | null
}
