import type { Coupon } from '#client/shapes.ts'
import { dayOf } from '#kit/text/moment.ts'
import { formatMoney } from '#kit/text/money.ts'
import { useWords } from '#words/words.ts'
import { lastDay } from './terms.ts'

/** A coupon's terms as sentences. */
export function useTerms(): { offer: (coupon: Coupon) => string; lasts: (coupon: Coupon) => string } {
  const { t, language } = useWords()
  const money = (minor: number): string => formatMoney(minor, language())
  return {
    offer: (coupon) =>
      coupon.threshold_minor
        ? t('coupons.offers.from', { from: money(coupon.threshold_minor), off: money(coupon.amount_minor) })
        : t('coupons.offers.plain', { off: money(coupon.amount_minor) }),
    lasts: (coupon) => {
      if (coupon.valid_days !== null) return t('coupons.lasting.days', { n: coupon.valid_days })
      if (!coupon.valid_until) return '—'
      const until = lastDay(coupon.valid_until)
      return coupon.valid_from ? t('coupons.lasting.between', { from: dayOf(coupon.valid_from), until }) : t('coupons.lasting.until', { until })
    },
  }
}
