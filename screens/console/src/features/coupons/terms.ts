import type { Coupon, CouponDraft } from '#client/shapes.ts'
import type { Values } from '#kit/form/field.ts'
import { addDays, beginOf, dayOf } from '#kit/text/moment.ts'
import type { Tone } from '#kit/text/tone.ts'

export const TONES: Record<Coupon['standing'], Tone> = { open: 'good', ended: 'plain', closed: 'warn' }

/** The last day on which a coupon is good: it ends as the next one begins. */
export function lastDay(until: string): string {
  return dayOf(new Date(Date.parse(until) - 1))
}

/** What the form begins with: a coupon as it stands, or the likeliest new one. */
export function valuesOf(coupon?: Coupon): Values {
  if (!coupon) return { lasts: 'days', valid_days: 30, per_person: 1, whom: 'everybody', threshold_minor: null, quota: 1000 }
  return {
    name: coupon.name,
    amount_minor: coupon.amount_minor,
    threshold_minor: coupon.threshold_minor || null,
    lasts: coupon.valid_days === null ? 'until' : 'days',
    valid_days: coupon.valid_days,
    valid_from: coupon.valid_from && dayOf(coupon.valid_from),
    valid_until: coupon.valid_until && lastDay(coupon.valid_until),
    quota: coupon.quota,
    per_person: coupon.per_person,
    whom: coupon.welcome ? 'newcomers' : 'everybody',
  }
}

/** What is sent: days become instants where the merchant is, and its last day counts whole. */
export function draftOf(values: Values, stores: string[], goods: string[]): CouponDraft {
  const days = values.lasts === 'days'
  const until = values.valid_until ? String(values.valid_until) : null
  return {
    name: String(values.name),
    amount_minor: Number(values.amount_minor),
    threshold_minor: Number(values.threshold_minor ?? 0),
    valid_from: values.valid_from ? beginOf(String(values.valid_from)) : null,
    valid_until: !days && until ? beginOf(addDays(until, 1)) : null,
    valid_days: days ? Number(values.valid_days) : null,
    quota: Number(values.quota),
    per_person: Number(values.per_person),
    stores: stores.length ? stores : null,
    goods: goods.length ? goods : null,
    welcome: values.whom === 'newcomers',
  }
}
