import type { Earning, PlanRate } from '#client/shapes.ts'
import { dayOf } from '#kit/text/moment.ts'
import { useWords } from '#words/words.ts'

/** Hundredths of a percent as a percentage, with as many decimals as there are. */
export function percent(bp: number): string {
  return `${Number((bp / 100).toFixed(2))}%`
}

/** The server's words begin small, for they stand within sentences too. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Earnings and rates as sentences. */
export function useSaying(): { hers: (one: Earning) => string; rates: (rates: PlanRate[]) => string } {
  const { t, language } = useWords()
  return {
    hers: (one) => {
      if (one.state === 'void') return '—'
      if (one.thawed_at) return t('commissions.thawedOn', { on: dayOf(one.thawed_at) })
      if (one.in_case) return t('cases.holdsShare')
      return one.thaws_at ? t('commissions.thawsOn', { on: dayOf(one.thaws_at) }) : t('commissions.notFetched')
    },
    rates: (rates) =>
      rates
        .map((one) => `${one.category ? (one.category_name ?? t('plans.goneCategory')) : t('plans.allGoods')} ${percent(one.rate_bp)}`)
        .join(language() === 'en' ? '; ' : '；'),
  }
}
