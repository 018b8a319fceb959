import type { Case } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

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
/** What is listed by itself: what waits for somebody, and how it ended. */
export const CASE_LISTS = ['mine', 'open', 'done', 'refused', 'withdrawn', 'lapsed'] as const
export const CASE_KINDS = ['refund', 'return', 'exchange'] as const
export const EXEMPTS = ['made_to_order', 'perishable', 'digital', 'press', 'confirmed'] as const
