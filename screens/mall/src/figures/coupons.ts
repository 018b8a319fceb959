import { sayMoney, type Currency } from './money'

/** What a coupon gives: an amount, a percentage with or without a most, or freight (no amount: all of it). */
export interface Offer {
  kind: 'amount' | 'percent' | 'freight'
  amount_minor: number
  off_bp: number
  most_minor: number
  threshold_minor: number
}

type SayFrom = (key: 'coupons.from', slots: { over: string }) => string
type Say = (key: 'coupons.plain' | 'coupons.freight' | 'coupons.freight_all' | 'coupons.most', slots?: Record<string, string>) => string

type SayTime = (key: 'coupons.days' | 'coupons.until', slots: { n: number } | { at: string }) => string

/** The large word on a ticket: `¥20`, `10%`, or that freight is free. */
export function sayOff({ kind, amount_minor, off_bp }: Offer, currency: Currency, t: Say): string {
  if (kind === 'percent') return `${off_bp / 100}%`
  if (kind === 'freight' && !amount_minor) return t('coupons.freight_all')
  return sayMoney(amount_minor, currency)
}

/** Until when it is good, or for how long once claimed. */
export function sayUntil(coupon: { valid_until: string | null; valid_days?: number | null }, t: SayTime, sayDay: (at: string) => string): string {
  if (coupon.valid_days) return t('coupons.days', { n: coupon.valid_days })
  return coupon.valid_until ? t('coupons.until', { at: sayDay(coupon.valid_until) }) : ''
}

/** What it takes off, as a sentence without its threshold. */
export function sayOffer(offer: Offer, currency: Currency, t: Say): string {
  const off = sayOff(offer, currency, t)
  if (offer.kind === 'freight') return offer.amount_minor ? t('coupons.freight', { off }) : off
  const plain = t('coupons.plain', { off })
  return offer.most_minor ? `${plain} · ${t('coupons.most', { most: sayMoney(offer.most_minor, currency) })}` : plain
}

/** From what on, and what it takes off. */
export function sayTerms(offer: Offer, currency: Currency | null, t: Say & SayFrom): string {
  if (!currency) return ''
  const off = sayOffer(offer, currency, t)
  return offer.threshold_minor ? `${t('coupons.from', { over: sayMoney(offer.threshold_minor, currency) })} · ${off}` : off
}
