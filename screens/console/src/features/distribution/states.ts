import type { Earning } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const STATES = ['pending', 'thawed', 'clawed_back', 'void'] as const
export const TONES: Record<Earning['state'], Tone> = { pending: 'warn', thawed: 'good', clawed_back: 'bad', void: 'plain' }
