import type { Campaign } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const TONES: Record<Campaign['state'], Tone> = { draft: 'plain', running: 'calm', paused: 'warn', stopped: 'bad', done: 'good' }
