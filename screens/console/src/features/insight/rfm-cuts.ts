/** The span of values behind a score from 1 to 5, given the four cuts between them. */
export function spanOf(score: number, cuts: number[], show: (value: number) => string): string {
  const [low, high] = [cuts[score - 2], cuts[score - 1]]
  if (low === undefined) return high === undefined ? '' : `≤ ${show(high)}`
  return high === undefined ? `> ${show(low)}` : `${show(low)}–${show(high)}`
}

/** Recency is scored the other way round: the fewest days are the best. */
export function daysOf(score: number, cuts: number[]): string {
  return spanOf(6 - score, cuts, String)
}
