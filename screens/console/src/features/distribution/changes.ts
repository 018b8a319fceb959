import type { Plan, PlanGiven } from '#client/shapes.ts'

export type Rate = PlanGiven['rates'][number]
export type Role = Rate['role']

/** A row of the form: a place's rate in percent, of a category or, first of all, of all goods. */
export interface Row {
  key: number
  role: Role
  general: boolean
  category: string | null
  percent: number | null
}

/** What a plan would change: null where there was or will be no rate of one's own. */
export type Change =
  | { what: 'rate'; role: Role; category: string | null; was: number | null; now: number | null }
  | { what: 'days' | 'ceiling'; was: number; now: number }

const inOrder = (plans: Plan[]): Plan[] => [...plans].sort((a, b) => (a.since === b.since ? a.version - b.version : a.since < b.since ? -1 : 1))

/** By what orders of that day are shared as things stand: the plan that a new one takes the place of. */
export function planBefore(plans: Plan[], day: string): Plan | undefined {
  return inOrder(plans).findLast((plan) => plan.since_on <= day)
}

/** The one that begins after that day and takes the new one's place. */
export function planAfter(plans: Plan[], day: string): Plan | undefined {
  return inOrder(plans).find((plan) => plan.since_on > day)
}

export type Standing = 'counts' | 'upcoming' | 'over'

/** Whether a plan counts, is yet to, or did. */
export function standingOf(plan: Plan, plans: Plan[]): Standing {
  if (plan.counts) return 'counts'
  const counting = plans.find((one) => one.counts)
  return !counting || plan.since > counting.since ? 'upcoming' : 'over'
}

const toBp = (percent: number): number => Math.round(percent * 100)

/** The rates that are sent; a general rate left empty is none, which is the same as nothing. */
export function ratesOf(rows: Row[]): Rate[] {
  return rows
    .filter((row) => row.percent !== null && (row.general ? row.percent > 0 : row.category !== null))
    .map((row) => ({ role: row.role, category: row.category, rate_bp: toBp(row.percent ?? 0) }))
}

/** The form as a plan stands; each open place has its general rate first. */
export function rowsOf(plan: Plan | undefined, roles: Role[]): Row[] {
  let key = 0
  const known = plan?.rates ?? []
  return roles.flatMap((role) => {
    const own = known.filter((rate) => rate.role === role)
    const general = own.find((rate) => rate.category === null)
    const first = { key: ++key, role, general: true, category: null, percent: general ? general.rate_bp / 100 : null }
    const others = own.filter((rate) => rate.category !== null)
    return [first, ...others.map((rate) => ({ key: ++key, role, general: false, category: rate.category, percent: rate.rate_bp / 100 }))]
  })
}

/** What is different from the plan that it takes the place of. */
export function changesOf(before: Plan | undefined, next: { rates: Rate[]; after_sale_days: number; ceiling_bp: number }): Change[] {
  const was = new Map((before?.rates ?? []).map((rate) => [`${rate.role} ${rate.category ?? ''}`, rate]))
  const now = new Map(next.rates.map((rate) => [`${rate.role} ${rate.category ?? ''}`, rate]))
  const changes: Change[] = []
  for (const key of new Set([...was.keys(), ...now.keys()])) {
    const [old, fresh] = [was.get(key), now.get(key)]
    const one = fresh ?? old
    if (one && old?.rate_bp !== fresh?.rate_bp)
      changes.push({ what: 'rate', role: one.role, category: one.category ?? null, was: old?.rate_bp ?? null, now: fresh?.rate_bp ?? null })
  }
  if (before && before.after_sale_days !== next.after_sale_days) changes.push({ what: 'days', was: before.after_sale_days, now: next.after_sale_days })
  if (before && before.ceiling_bp !== next.ceiling_bp) changes.push({ what: 'ceiling', was: before.ceiling_bp, now: next.ceiling_bp })
  return changes
}

export type Wrong = 'plans.rowIncomplete' | 'plans.categoryTwice' | 'plans.rateTooHigh' | 'plans.rateAboveCeiling' | null

/** What is wrong with the rates before they are sent. */
export function wrongIn(rows: Row[], ceilingBp: number, mostOf: (role: Role) => number): Wrong {
  if (rows.some((row) => !row.general && (row.category === null || row.percent === null))) return 'plans.rowIncomplete'
  const named = rows.filter((row) => !row.general).map((row) => `${row.role} ${row.category ?? ''}`)
  if (new Set(named).size < named.length) return 'plans.categoryTwice'
  if (rows.some((row) => toBp(row.percent ?? 0) > mostOf(row.role))) return 'plans.rateTooHigh'
  return rows.some((row) => toBp(row.percent ?? 0) > ceilingBp) ? 'plans.rateAboveCeiling' : null
}
