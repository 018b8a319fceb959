import type { Standing } from '@/client/selling-shapes'
import { useI18n } from '@/words'

/** How a line's stock is said; nothing where there is enough. */
export function useStanding() {
  const { t } = useI18n()
  return {
    sayStanding({ standing, left }: { standing: Standing; left: number | null }): string {
      return standing === 'enough' ? '' : t(`standing.${standing}`, { n: left ?? 0 })
    },
  }
}
