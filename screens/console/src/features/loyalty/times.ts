import type { PointsTerms } from '#client/shapes.ts'
import type { Key } from '#words/words.ts'

/** A category, and how many times the points of its goods count. */
export interface Row {
  key: number
  category: string | null
  times: number | null
}
const ONCE = 10_000

export const rowsOf = (terms?: PointsTerms): Row[] => (terms?.times ?? []).map((one, key) => ({ key, category: one.category, times: one.times_bp / ONCE }))

export const timesOf = (rows: Row[]) => rows.map((row) => ({ category: row.category ?? '', times_bp: Math.round(Number(row.times ?? 0) * ONCE) }))

/** What keeps these from being sent. */
export function wrongIn(rows: Row[]): Key | null {
  if (rows.some((row) => !row.category || row.times === null)) return 'points.timesIncomplete'
  return new Set(rows.map((row) => row.category)).size < rows.length ? 'points.timesTwice' : null
}
