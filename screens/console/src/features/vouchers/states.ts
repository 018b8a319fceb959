import type { Voucher } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const STATES = ['open', 'used', 'expired', 'given_back', 'void'] as const
export const TONES: Record<Voucher['state'], Tone> = { open: 'good', used: 'plain', expired: 'warn', given_back: 'calm', void: 'bad' }
