import type { OrderHead } from '@/client/selling-shapes'
import { useI18n } from '@/words'

/** The state of an order in a word: what is paid waits to be fetched or sent. */
export function useOrderState() {
  const { t } = useI18n()
  return {
    sayState({ state, pickup, ship, refunded_minor, payable_minor, group }: Pick<OrderHead, 'state' | 'pickup' | 'ship' | 'refunded_minor' | 'payable_minor' | 'group'>): string {
      if (state === 'closed' && refunded_minor && refunded_minor === payable_minor) return t('order.state_refunded')
      if (state === 'paid' && group && group.state !== 'full') return t(group.state === 'failed' ? 'groups.failed' : 'groups.waits')
      if (ship && (state === 'paid' || state === 'redeemed')) return t(`ship.state_${ship}`)
      return state === 'paid' && pickup === 'ready' ? t('order.state_ready') : t(`order.state_${state}`)
    },
  }
}
