import type { Case } from '#client/shapes.ts'
import type { Tone } from './tone.ts'

export const CASE_TONES: Record<Case['state'], Tone> = {
  asked: 'warn',
  agreed: 'calm',
  sent_back: 'warn',
  arrived: 'warn',
  done: 'good',
  refused: 'plain',
  withdrawn: 'plain',
  lapsed: 'plain',
}
