import type { Order } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const STATES = ['unpaid', 'paid', 'redeemed', 'closed', 'expired', 'cancelled'] as const

export const TONES: Record<Order['state'], Tone> = { unpaid: 'warn', paid: 'calm', redeemed: 'good', closed: 'plain', expired: 'plain', cancelled: 'plain' }
export const REFUNDS: Record<string, Tone> = { asked: 'warn', paid_back: 'good', failed: 'bad' }
export const FETCHED: Record<string, Tone> = { ready: 'calm', redeemed: 'good', void: 'plain' }
export const SENT: Record<string, Tone> = { promised: 'plain', to_ship: 'warn', part: 'warn', sent: 'calm', received: 'good', void: 'plain' }
/** Asked of the list beside states: what waits to be sent, and what is under way. */
export const SENDING = ['to_ship', 'under_way'] as const
