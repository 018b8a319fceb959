import type { FreightTerms } from '#client/shapes.ts'
import { formatMoney } from '#kit/text/money.ts'
import { useWords } from '#words/words.ts'

export type Charge = FreightTerms['usual']
export const PROVINCES = [
  '11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34', '35', '36', '37', '41', '42', '43', '44', '45', '46', '50', '51', '52', '53', '54', '61', '62', '63', '64', '65', '71', '81', '82',
]

/** A charge as a form holds it: what is not filled in yet is empty. */
export interface ChargeDraft {
  key: number
  provinces: string[]
  first: number
  first_minor: number | null
  more: number
  more_minor: number | null
  free_from_minor: number | null
}

let last = 0
export function draftOf(charge?: Charge, provinces: readonly string[] = []): ChargeDraft {
  last += 1
  return {
    key: last,
    provinces: [...provinces],
    first: charge?.first ?? 1,
    first_minor: charge?.first_minor ?? null,
    more: charge?.more ?? 1,
    more_minor: charge?.more_minor ?? null,
    free_from_minor: charge?.free_from_minor ?? null,
  }
}

export function isWhole(draft: ChargeDraft, zone: boolean): boolean {
  return draft.first_minor !== null && (!zone || draft.provinces.length > 0)
}

export function chargeOf({ first, first_minor, more, more_minor, free_from_minor }: ChargeDraft): Charge {
  return { first, first_minor: first_minor ?? 0, more, more_minor: more_minor ?? 0, free_from_minor }
}

/** A charge as a sentence, and provinces by name. */
export function useFreightWords() {
  const { t, language } = useWords()
  const provinceName = (code: string): string => t(`provinces.p${code}` as 'provinces.p11')
  return {
    provinceName,
    says(charge: Charge): string {
      const slots = { first: charge.first, price: formatMoney(charge.first_minor, language()), more: charge.more, further: formatMoney(charge.more_minor, language()) }
      const free = charge.free_from_minor == null ? '' : ` · ${t('freight.freeFrom', { from: formatMoney(charge.free_from_minor, language()) })}`
      return t('freight.says', slots) + free
    },
  }
}
