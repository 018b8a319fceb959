import { merchant } from './standing.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function parts(at: Date, timeZone: string): Record<string, string> {
  const form = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return Object.fromEntries(form.formatToParts(at).map((part) => [part.type, part.value]))
}

/** The merchant's calendar day of an instant, as YYYY-MM-DD. */
export function dayOf(at: string | Date, timeZone = merchant.timezone): string {
  const p = parts(new Date(at), timeZone)
  return `${p.year}-${p.month}-${p.day}`
}

/** Date and clock time where the merchant is; the same digits in every language, so that columns line up. */
export function formatMoment(at: string | null | undefined, { seconds = false } = {}): string {
  if (!at) return '—'
  const p = parts(new Date(at), merchant.timezone)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}${seconds ? `:${p.second}` : ''}`
}

/** How long ago, in words, up to a week; later the day itself. */
export function formatAgo(at: string | null | undefined, language: string, now = Date.now()): string {
  if (!at) return '—'
  const past = new Date(at).getTime() - now
  const size = Math.abs(past)
  if (size >= 7 * DAY) return formatMoment(at).slice(0, 10)
  const words = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (size < MINUTE) return words.format(0, 'second')
  if (size < HOUR) return words.format(Math.trunc(past / MINUTE), 'minute')
  if (size < DAY) return words.format(Math.trunc(past / HOUR), 'hour')
  return words.format(Math.trunc(past / DAY), 'day')
}

/** The instant at which a calendar day of the merchant's begins. */
export function beginOf(day: string, timeZone = merchant.timezone): string {
  return instantOf(`${day} 00:00`, timeZone)
}

/** The instant at which the merchant's clock shows this day and time, as `formatMoment` writes them. */
export function instantOf(wall: string, timeZone = merchant.timezone): string {
  const shown = Date.parse(`${wall.replace(' ', 'T')}:00Z`)
  const ahead = (at: number): number => {
    const p = parts(new Date(at), timeZone)
    return Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}Z`) - at
  }
  // Asked twice, for the clocks may be changed between the guess and the instant.
  return new Date(shown - ahead(shown - ahead(shown))).toISOString()
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)
}

export function today(now = new Date()): string {
  return dayOf(now)
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`
}

/** 3.2 s, 4 min, 2 h: a length of time at the precision people read. */
export function formatSeconds(seconds: number, language: string): string {
  const say = (value: number, unit: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value)
  if (seconds < 60) return say(seconds, 'second')
  if (seconds < 3600) return say(Math.round(seconds / 60), 'minute')
  return seconds < 172_800 ? say(Math.round(seconds / 360) / 10, 'hour') : say(Math.round(seconds / 86_400), 'day')
}
