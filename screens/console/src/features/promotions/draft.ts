/** A promotion while it is being written: what is typed, and the wording that is sent. */
import type { Block, PromotionWording } from '#client/shapes.ts'
import { copied, firstArgs, holds, type Args } from '#kit/form/slots.ts'
import { formatMoment, instantOf } from '#kit/text/moment.ts'

export interface Chosen {
  key: number
  block: string
  args: Args
}
export interface Payer {
  key: number
  payer: 'brand' | 'store' | 'supplier'
  share_bp: unknown
  who: string | null
}
export interface Draft {
  name: string
  effect: Chosen | null
  conditions: Chosen[]
  groups: string[]
  exclusive: boolean
  with_coupons: boolean
  rank: number
  since: string | null
  until: string | null
  funds: Payer[]
}

let keys = 0
const wall = (at: string | null | undefined): string | null => (at ? formatMoment(at) : null)
const chosen = (block: string, args: Args): Chosen => ({ key: ++keys, block, args })

export function choose(block: Block): Chosen {
  return chosen(block.code, firstArgs(block.fields))
}

export function newPayer(): Payer {
  return { key: ++keys, payer: 'store', share_bp: null, who: null }
}

/** What an editor begins with: a promotion as it is said, or nothing but the brand that pays. */
export function draftOf(said?: PromotionWording): Draft {
  return {
    name: said?.name ?? '',
    effect: said ? chosen(said.effect.block, copied(said.effect.args ?? {})) : null,
    conditions: (said?.conditions ?? []).map((one) => chosen(one.block, copied(one.args ?? {}))),
    groups: [...(said?.groups ?? [])],
    exclusive: said?.exclusive ?? false,
    with_coupons: said?.with_coupons ?? true,
    rank: said?.rank ?? 100,
    since: wall(said?.since),
    until: wall(said?.until),
    funds: (said?.funds ?? [{ payer: 'brand', share_bp: 10_000 }]).map((one) => ({ key: ++keys, payer: one.payer, share_bp: one.share_bp, who: one.who ?? null })),
  }
}

export function wordingOf(draft: Draft, unnamed: string): PromotionWording {
  const said = (one: Chosen) => ({ block: one.block, args: one.args })
  return {
    name: draft.name.trim() || unnamed,
    effect: draft.effect ? said(draft.effect) : { block: '', args: {} },
    conditions: draft.conditions.map(said),
    groups: draft.groups,
    exclusive: draft.exclusive,
    with_coupons: draft.with_coupons,
    rank: draft.rank,
    since: draft.since && instantOf(draft.since),
    until: draft.until && instantOf(draft.until),
    funds: draft.funds.map(({ payer, share_bp, who }) => ({ payer, share_bp: share_bp as number, who })),
  }
}

/** Whether there is an effect, every slot holds something, and all is paid for. */
export function isFilled(draft: Draft): boolean {
  if (!draft.effect) return false
  return [draft.effect, ...draft.conditions].every((one) => Object.values(one.args).every(holds)) && draft.funds.every((one) => typeof one.share_bp === 'number')
}

/** What the server complained about at one place; what it was told may be wrapped in another thing. */
export function complaints(fields: { path: string; message: string }[], place: string): string[] {
  const at = (path: string): string => path.replace(/^wording\./, '')
  return fields.filter(({ path }) => at(path) === place || at(path).startsWith(`${place}.`) || at(path).startsWith(`${place}[`)).map((one) => one.message)
}
