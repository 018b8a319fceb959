import { getMoment, getMonthSlots, sayDate, sayFullDate, sayTime, splitDate } from '@/figures/dates'
import { t } from '@/words'
import { getNow } from './now'

/** How a face says times: on the merchant's clock (`zone`), in the language of the moment. */
export function useCalendar(zone: () => string | null) {
  const today = () => getMoment(getNow(), zone())
  return {
    /** today, yesterday, 11月20日, 2025年3月2日 */
    sayDay: (instant: string) => sayDate(getMoment(instant, zone()), today(), t),
    /** as `sayDay`, with the time */
    sayAt: (instant: string) => {
      const moment = getMoment(instant, zone())
      return `${sayDate(moment, today(), t)} ${sayTime(moment)}`
    },
    sayClock: (instant: string) => sayTime(getMoment(instant, zone())),
    /** with the year, and the time */
    sayExactly: (instant: string) => {
      const moment = getMoment(instant, zone())
      return `${sayFullDate(moment, t)} ${sayTime(moment)}`
    },
    sayExactDay: (instant: string) => sayFullDate(getMoment(instant, zone()), t),
    sayFullDay: (date: string) => sayFullDate(splitDate(date), t),
    sayMonth: (instant: string) => t('receipts.month', getMonthSlots(getMoment(instant, zone()), t)),
  }
}
