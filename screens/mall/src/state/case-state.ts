import type { MyCase } from '@/client/case-shapes'
import { useI18n } from '@/words'
import { useCalendar } from './calendar'
import { shop } from './shop'

/** A case in words: how it stands, and what happens next. */
export function useCaseState() {
  const { t } = useI18n()
  const { sayAt } = useCalendar(() => shop.value?.timezone ?? null)

  function sayState({ state, kind }: Pick<MyCase, 'state' | 'kind'>): string {
    return state === 'agreed' && kind !== 'refund' ? t('case.state_agreed_back') : t(`case.state_${state}`)
  }

  function sayNext({ state, kind, due_at, refund }: Pick<MyCase, 'state' | 'kind' | 'due_at' | 'refund'>): string {
    if (refund === 'failed') return t('case.refund_failed')
    if (due_at && (state === 'asked' || state === 'agreed' || state === 'sent_back')) return t(`case.due_${state}`, { at: sayAt(due_at) })
    if (state === 'asked' || state === 'sent_back') return ''
    if (kind === 'exchange' && (state === 'arrived' || state === 'done')) return t(`case.say_${state}_exchange`)
    return t(`case.say_${state}`)
  }
  return { sayState, sayNext }
}
