import type { Coupon } from '#client/shapes.ts'
import { dayOf } from '#kit/text/moment.ts'
import { formatMoney, formatShare } from '#kit/text/money.ts'
import { useWords } from '#words/words.ts'
import { lastDay } from './terms.ts'

/** A coupon's terms as sentences. */
export function useTerms(): { offer: (coupon: Coupon) => string; lasts: (coupon: Coupon) => string } {
  const { t, language } = useWords()
  const money = (minor: number): string => formatMoney(minor, language())
  const taken = ({ kind, amount_minor, off_bp, most_minor }: Coupon): string => {
    if (kind === 'freight') return amount_minor ? t('coupons.offers.freight', { off: money(amount_minor) }) : t('coupons.offers.freightWhole')
    if (kind === 'amount') return t('coupons.offers.plain', { off: money(amount_minor) })
    const off = formatShare(off_bp, language())
    return most_minor ? t('coupons.offers.percentMost', { off, most: money(most_minor) }) : t('coupons.offers.percent', { off })
  }
  return {
    offer: (coupon) => {
      const off = taken(coupon)
      return coupon.threshold_minor ? t('coupons.offers.from', { from: money(coupon.threshold_minor), off }) : off
    },
    lasts: (coupon) => {
      if (coupon.valid_days !== null) return t('coupons.lasting.days', { n: coupon.valid_days })
      if (!coupon.valid_until) return '—'
      const until = lastDay(coupon.valid_until)
      return coupon.valid_from ? t('coupons.lasting.between', { from: dayOf(coupon.valid_from), until }) : t('coupons.lasting.until', { until })
    },
  }
}
