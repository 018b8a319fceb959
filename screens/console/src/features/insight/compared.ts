import type { Compared } from '#client/shapes.ts'

/** What a row of the comparison is called; sales that name nobody say so. */
export function comparedName(row: Compared, nobody: string): string {
  return row.guide?.name ?? row.store?.name ?? nobody
}
