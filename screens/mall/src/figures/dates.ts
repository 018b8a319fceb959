import type { Slots, WordKey } from '@/words/language'

export interface Day {
  y: number
  m: number
  d: number
}

export interface Moment extends Day {
  hour: number
  minute: number
}

type Say = (key: WordKey, slots?: Slots) => string

const DAY_MS = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** An instant as the merchant's clock shows it; the device's clock where it knows no time zones. */
export function getMoment(instant: string | number, zone: string | null): Moment {
  const at = new Date(instant)
  if (zone && typeof Intl !== 'undefined') {
    const parts = Object.fromEntries(getFormat(zone).formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    return { y: parts.year!, m: parts.month!, d: parts.day!, hour: parts.hour! % 24, minute: parts.minute! }
  }
  return { y: at.getFullYear(), m: at.getMonth() + 1, d: at.getDate(), hour: at.getHours(), minute: at.getMinutes() }
}

function getFormat(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** `2026-11-20` as year, month and day. */
export function splitDate(date: string): Day {
  const [y = 0, m = 1, d = 1] = date.split('-').map(Number)
  return { y, m, d }
}

/** Days from one date to a later one. */
export function countDays(from: Day, to: Day): number {
  return Math.round((Date.UTC(to.y, to.m - 1, to.d) - Date.UTC(from.y, from.m - 1, from.d)) / DAY_MS)
}

/** A date as people say it near `today`: today, yesterday, without the year this year, else in full. */
export function sayDate(date: Day, today: Day, say: Say): string {
  const ago = countDays(date, today)
  if (ago === 0) return say('day.today')
  if (ago === 1) return say('day.yesterday')
  return date.y === today.y ? say('day.month_day', slots(date, say)) : sayFullDate(date, say)
}

/** Always with the year. */
export function sayFullDate(date: Day, say: Say): string {
  return say('day.full', slots(date, say))
}

/** `11月` or `Nov` with its year, as the heading of a month. */
export function getMonthSlots({ y, m }: { y: number; m: number }, say: Say): Slots {
  return { y, m, mon: say('day.months').split(' ')[m - 1] ?? m }
}

function slots(date: Day, say: Say): Slots {
  return { ...getMonthSlots(date, say), d: date.d }
}

/** `08:05` */
export function sayTime({ hour, minute }: Moment): string {
  return `${pad(hour)}:${pad(minute)}`
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
