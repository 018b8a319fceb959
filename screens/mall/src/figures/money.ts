/** A merchant's currency: ISO code and how many digits its minor unit has (fen: 2, yen: 0). */
export interface Currency {
  currency: string
  exponent: number
}

export interface MoneyParts {
  sign: '' | '−'
  symbol: string
  whole: string
  fraction: string
}

// The mini program has no `Intl` on every phone, so symbols of the usual currencies are kept here.
const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: 'JP¥', TWD: 'NT$', SGD: 'S$' }

/** Splits minor units into what a price draws large and small; integers only, nothing is rounded. */
export function splitMoney(minor: number, { currency, exponent }: Currency): MoneyParts {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`not an amount in minor units: ${minor}`)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  return {
    sign: minor < 0 ? '−' : '',
    symbol: SYMBOLS[currency] ?? `${currency} `,
    whole: group(digits.slice(0, cut)),
    fraction: exponent > 0 ? `.${digits.slice(cut)}` : '',
  }
}

/** `¥1,234.50`; returns carry a real minus sign. */
export function formatMoney(minor: number, currency: Currency): string {
  const { sign, symbol, whole, fraction } = splitMoney(minor, currency)
  return `${sign}${symbol}${whole}${fraction}`
}

/** As `formatMoney`, without a fraction that is zero: `¥59`, for sentences such as the terms of a coupon. */
export function sayMoney(minor: number, currency: Currency): string {
  return formatMoney(minor, currency).replace(/\.0+$/, '')
}

/** What somebody wrote as an amount, in minor units; null where it is none. */
export function readMoney(written: string, { exponent }: Currency): number | null {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d+))?$/.exec(written.trim()) ?? []
  if (whole === undefined || fraction.length > exponent) return null
  return Number(whole + fraction.padEnd(exponent, '0'))
}

/** Whole units, shortened for a chart's label: `¥860`, `¥1.2万`, `¥12.3K`; not for accounts. */
export function shortenMoney(minor: number, currency: Currency, language: string): string {
  const units = Math.round(Math.abs(minor) / 10 ** currency.exponent)
  const [step, suffix] = language === 'zh-CN' ? [10_000, '万'] : [1_000, 'K']
  const { sign, symbol } = splitMoney(minor, currency)
  const text = units < step ? group(String(units)) : `${(units / step).toFixed(1).replace(/\.0$/, '')}${suffix}`
  return `${sign}${symbol}${text}`
}

/** Thousands separated, for counts and whole units. */
export function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** The average of a total over a count in minor units, half up; null where nothing was counted. */
export function averageMinor(total: number, count: number): number | null {
  return count > 0 ? Math.floor((2 * total + count) / (2 * count)) : null
}
