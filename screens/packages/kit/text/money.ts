import { merchant } from './standing.ts'

/** Minor units as an exact decimal string, so that no amount passes through a fraction of binary. */
export function majorOf(minor: number, exponent = merchant.exponent): `${number}` {
  const digits = String(Math.abs(Math.trunc(minor))).padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const sign = minor < 0 ? '-' : ''
  return (exponent ? `${sign}${whole}.${digits.slice(-exponent)}` : `${sign}${whole}`) as `${number}`
}

/** What a person typed as an amount, in minor units; null when it is not an amount. */
export function minorOf(typed: string, exponent = merchant.exponent): number | null {
  const plain = typed.trim().replaceAll(',', '').replaceAll('，', '')
  const match = /^(-?)(\d{1,13})(?:\.(\d*))?$/.exec(plain)
  if (!match || (match[3] ?? '').length > exponent) return null
  const minor = Number(match[2]) * 10 ** exponent + Number((match[3] ?? '').padEnd(exponent, '0') || 0)
  return match[1] ? -minor : minor
}

export function formatMoney(minor: number | null | undefined, language: string): string {
  if (minor === null || minor === undefined) return '—'
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: merchant.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: merchant.exponent,
    maximumFractionDigits: merchant.exponent,
  }).format(majorOf(minor))
}

/** A short form for axes and tight cards: ¥12.3万, ¥123K. */
export function formatMoneyShort(minor: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: merchant.currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  }).format(majorOf(minor))
}

export function formatNumber(value: number | null | undefined, language: string): string {
  return value === null || value === undefined ? '—' : new Intl.NumberFormat(language).format(value)
}

/** Basis points as a percentage with one decimal. */
export function formatShare(bp: number | null | undefined, language: string): string {
  if (bp === null || bp === undefined) return '—'
  const form = { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, form).format(bp / 10_000)
}

export function formatBytes(bytes: number, language: string): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)))
  const form = { maximumFractionDigits: step > 1 ? 1 : 0 }
  return `${new Intl.NumberFormat(language, form).format(bytes / 1024 ** step)} ${units[step]}`
}
