import type { PointsKind, PointsTerms } from '#client/shapes.ts'
import { formatMoney } from '#kit/text/money.ts'
import { useWords } from '#words/words.ts'

/** Ten thousandths as a number of times, with as many decimals as there are. */
export const times = (bp: number): string => String(Number((bp / 10_000).toFixed(2)))

/** The version of a kind's rule that counts now. */
export const current = (kind: PointsKind) => kind.rules.find((rule) => rule.version === kind.now)

/** Rules as sentences. */
export function useSaying(): { brings: (terms: PointsTerms) => string; lasts: (terms: PointsTerms) => string } {
  const { t, language } = useWords()
  return {
    brings: (terms) => t('points.brings', { per: formatMoney(terms.per_minor, language()), n: terms.points }),
    lasts: (terms) => (terms.valid_days === null ? t('points.forEver') : t('points.forDays', { n: terms.valid_days })),
  }
}
