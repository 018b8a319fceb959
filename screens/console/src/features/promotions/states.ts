import type { Promotion } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const STANDINGS = ['on', 'planned', 'draft', 'paused', 'over', 'ended'] as const
export const TONES: Record<Promotion['standing'], Tone> = { on: 'good', planned: 'calm', draft: 'plain', paused: 'warn', over: 'plain', ended: 'plain' }
