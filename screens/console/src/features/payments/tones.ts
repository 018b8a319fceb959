import type { Tone } from '#kit/text/tone.ts'

/** How an attempt, a refund and each of their steps looks. */
export const TONES: Record<string, Tone> = {
  asked: 'calm',
  prepared: 'calm',
  closing: 'warn',
  closed: 'plain',
  paid: 'good',
  paid_back: 'good',
  failed: 'bad',
}
