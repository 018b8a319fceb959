/** `2026-03`, so many months later or, below zero, before. */
export function addMonths(month: string, by: number): string {
  const [year = 0, n = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, n - 1 + by, 1)).toISOString().slice(0, 7)
}

/** A month and those before it, the latest first. */
export function monthsUntil(month: string, count: number): string[] {
  return Array.from({ length: count }, (_, back) => addMonths(month, -back))
}

/** A month as it is said. */
export function sayMonth(month: string, language: string): string {
  const form = { year: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(language, form).format(new Date(`${month}-01T00:00:00Z`))
}
