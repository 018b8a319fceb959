import type { Coupon, CouponDraft } from '#client/shapes.ts'
import type { Values } from '#kit/form/field.ts'
import { addDays, beginOf, dayOf } from '#kit/text/moment.ts'
import type { Tone } from '#kit/text/tone.ts'

export const TONES: Record<Coupon['standing'], Tone> = { open: 'good', ended: 'plain', closed: 'warn' }

/** Where and for what it is; nothing chosen is no limit. */
export interface Limits {
  stores: string[]
  goods: string[]
  categories: string[]
}

/** The last day on which a coupon is good: it ends as the next one begins. */
export function lastDay(until: string): string {
  return dayOf(new Date(Date.parse(until) - 1))
}

/** What the form begins with: a coupon as it stands, or the likeliest new one. */
export function valuesOf(coupon?: Coupon): Values {
  if (!coupon) return { kind: 'amount', lasts: 'days', valid_days: 30, per_person: 1, guide_period: 'month', whom: 'claimed', threshold_minor: null, quota: 1000 }
  return {
    name: coupon.name,
    kind: coupon.kind,
    amount_minor: coupon.amount_minor || null,
    off_bp: coupon.off_bp || null,
    most_minor: coupon.most_minor || null,
    threshold_minor: coupon.threshold_minor || null,
    lasts: coupon.valid_days === null ? 'until' : 'days',
    valid_days: coupon.valid_days,
    valid_from: coupon.valid_from && dayOf(coupon.valid_from),
    valid_until: coupon.valid_until && lastDay(coupon.valid_until),
    quota: coupon.quota,
    per_person: coupon.per_person,
    per_guide: coupon.per_guide,
    guide_period: coupon.guide_period ?? 'month',
    whom: coupon.welcome ? 'newcomers' : coupon.how,
  }
}

/** What is sent: days become instants where the merchant is, and its last day counts whole. */
export function draftOf(values: Values, limits: Limits): CouponDraft {
  const some = (ids: string[]): string[] | null => (ids.length ? ids : null)
  const percent = values.kind === 'percent'
  const days = values.lasts === 'days'
  const until = values.valid_until ? String(values.valid_until) : null
  return {
    name: String(values.name),
    kind: values.kind as CouponDraft['kind'] & string,
    amount_minor: percent ? 0 : Number(values.amount_minor ?? 0),
    off_bp: percent ? Number(values.off_bp) : 0,
    most_minor: percent ? Number(values.most_minor ?? 0) : 0,
    threshold_minor: Number(values.threshold_minor ?? 0),
    valid_from: values.valid_from ? beginOf(String(values.valid_from)) : null,
    valid_until: !days && until ? beginOf(addDays(until, 1)) : null,
    valid_days: days ? Number(values.valid_days) : null,
    quota: Number(values.quota),
    per_person: Number(values.per_person),
    stores: some(limits.stores),
    goods: some(limits.goods),
    categories: some(limits.categories),
    how: values.whom === 'newcomers' ? 'claimed' : (values.whom as Coupon['how']),
    welcome: values.whom === 'newcomers',
    per_guide: values.whom === 'guide' && values.per_guide ? Number(values.per_guide) : null,
    guide_period: values.whom === 'guide' && values.per_guide ? (values.guide_period as Coupon['guide_period']) : null,
  }
}
