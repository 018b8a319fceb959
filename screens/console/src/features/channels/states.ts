import type { Code } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const DOMAINS = ['private', 'public', 'commercial'] as const

const TONES: Record<Code['standing'], Tone> = { live: 'good', not_begun: 'calm', ended: 'plain', closed: 'warn', unknown: 'bad' }

export function tone(code: Code): Tone {
  return TONES[code.standing]
}
