import type { OrderLine } from './selling-shapes'

/** How an order comes to her. */
export type Way = 'pickup' | 'mail'
export type ShipState = 'promised' | 'to_ship' | 'part' | 'sent' | 'received' | 'void'

/** Where things are sent; `province` is two digits of GB/T 2260. */
export interface AddressGiven {
  name: string
  phone: string
  province: string
  city: string
  district: string
  detail: string
  is_default: boolean
}

export interface Address extends AddressGiven {
  id: string
}

export interface Province {
  code: string
  name: string
}

/** What left in one box; without her word it counts as received at `due_at`. */
export interface Parcel {
  id: string
  carrier: string
  tracking: string
  sent_at: string
  due_at: string
  received_at: string | null
  lines: { n: number; quantity: number }[]
}

export interface Shipping {
  state: ShipState
  to: Address | null
  ready_at: string | null
  parcels: Parcel[]
}

/** An order that waits to be sent: `left` is what of its lines has not left yet. */
export interface ToShip {
  order: string
  no: string
  customer: { id: string; name: string | null } | null
  lines: OrderLine[]
  left: { n: number; quantity: number }[]
  shipping: Shipping
  /** What she said with it. */
  note: string
}

export interface ParcelGiven {
  id: string
  carrier: string
  tracking: string
  lines: { n: number; quantity: number }[]
}
