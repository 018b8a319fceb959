import type { LadderGiven, Tier } from '#client/shapes.ts'
import type { Key } from '#words/words.ts'

/** A step as it is being written; `benefits` one on each line. */
export interface Step {
  key: number
  id: string | null
  code: string
  name: string
  reach: number | undefined
  keep: number | undefined
  benefits: string
}
export const MOST = 10

export const stepsOf = (tiers: Tier[]): Step[] => tiers.map(({ id, code, name, reach, keep, benefits }, key) => ({ key, id, code, name, reach, keep, benefits: benefits.join('\n') }))

/** A step above the highest, to begin with: twice its growth. */
export function above(steps: Step[]): Step {
  const top = steps.at(-1)
  const reach = top?.reach ? top.reach * 2 : 1000
  return { key: Math.max(-1, ...steps.map((one) => one.key)) + 1, id: null, code: `tier${steps.length + 1}`, name: '', reach, keep: Math.floor(reach / 2), benefits: '' }
}

export const told = (steps: Step[]): LadderGiven['tiers'] =>
  steps.map(({ id, code, name, reach, keep, benefits }) => ({
    id,
    code: code.trim(),
    name: name.trim(),
    reach: Number(reach),
    keep: Number(keep),
    benefits: benefits.split('\n').map((line) => line.trim()).filter(Boolean),
  }))

/** What keeps it from being sent, said before the server has to. */
export function wrongIn(steps: Step[]): Key | null {
  if (!steps.length) return 'tiers.noSteps'
  if (steps.some((one) => !one.name.trim() || !one.code.trim() || one.reach === undefined || one.keep === undefined)) return 'tiers.incomplete'
  if (steps.some((one, at) => Number(one.reach) <= Number(steps[at - 1]?.reach ?? 0))) return 'tiers.notRising'
  if (steps.some((one) => Number(one.keep) > Number(one.reach))) return 'tiers.keepsMore'
  return null
}
