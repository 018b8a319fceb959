import { expect, test } from 'vitest'

import { sayOff, sayOffer, type Offer } from './coupons'

const YUAN = { currency: 'CNY', exponent: 2 }
const NONE: Offer = { kind: 'amount', amount_minor: 0, off_bp: 0, most_minor: 0, threshold_minor: 0 }
const say = (key: string, slots: Record<string, string> = {}): string => [key.replace('coupons.', ''), ...Object.values(slots)].join(' ')

test('each kind says what it gives', () => {
  expect(sayOffer({ ...NONE, amount_minor: 2000 }, YUAN, say)).toBe('plain ¥20')
  expect(sayOffer({ ...NONE, kind: 'percent', off_bp: 1250 }, YUAN, say)).toBe('plain 12.5%')
  expect(sayOffer({ ...NONE, kind: 'percent', off_bp: 1000, most_minor: 5000 }, YUAN, say)).toBe('plain 10% · most ¥50')
  expect(sayOffer({ ...NONE, kind: 'freight' }, YUAN, say)).toBe('freight_all')
  expect(sayOffer({ ...NONE, kind: 'freight', amount_minor: 800 }, YUAN, say)).toBe('freight ¥8')
  expect(sayOff({ ...NONE, kind: 'percent', off_bp: 1000 }, YUAN, say)).toBe('10%')
})
