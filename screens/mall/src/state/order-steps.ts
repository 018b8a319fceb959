import { computed, type Ref } from 'vue'

import type { MyOrder } from '@/client/selling-shapes'
import { formatMoney } from '@/figures/money'
import { useI18n, type WordKey } from '@/words'
import { useCalendar } from './calendar'
import { useCarriers } from './carriers'
import { shop } from './shop'

const STEPS: Record<string, WordKey> = {
  unpaid: 'step.unpaid',
  paid: 'step.paid',
  redeemed: 'step.redeemed',
  closed: 'step.closed',
  expired: 'step.expired',
  cancelled: 'step.cancelled',
}

/** What became of an order in words, the latest first; what went back stands among it. */
export function useOrderSteps(order: Ref<MyOrder | null>) {
  const { t } = useI18n()
  const { sayCarrier } = useCarriers()
  const { sayAt } = useCalendar(() => shop.value?.timezone ?? null)

  function say(state: string, why: string): string {
    const key = STEPS[state]
    const word = key ? t(key) : state
    if (why === 'received') return t('step.received')
    return why === 'late' ? `${word} · ${t('step.late')}` : word
  }

  const steps = computed(() => {
    const { steps = [], refunds = [], shipping } = order.value ?? {}
    const parcels = shipping?.parcels ?? []
    const money = (minor: number) => (shop.value ? formatMoney(minor, shop.value) : '')
    const all = [
      ...steps.map(({ state, at, why }) => ({ at, title: say(state, why) })),
      ...parcels.map(({ sent_at, carrier }) => ({ at: sent_at, title: t('step.sent', { carrier: sayCarrier(carrier) }) })),
      ...refunds.map(({ asked_at, amount_minor }) => ({ at: asked_at, title: t('step.refund_asked', { amount: money(amount_minor) }) })),
      ...refunds.flatMap(({ ended_at, state, amount_minor }) => (ended_at ? [{ at: ended_at, title: t(state === 'failed' ? 'step.refund_failed' : 'step.refund_back', { amount: money(amount_minor) }) }] : [])),
    ]
    return all.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).map(({ at, title }) => ({ title, at: sayAt(at) }))
  })
  return { steps }
}
