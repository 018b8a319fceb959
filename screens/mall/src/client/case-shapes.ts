import type { OrderLine } from './selling-shapes'

export type CaseKind = 'refund' | 'return' | 'exchange'
export type CaseReason = 'no_reason' | 'broken' | 'wrong_goods' | 'not_as_said' | 'missing' | 'late' | 'other'
export type CaseState = 'asked' | 'agreed' | 'sent_back' | 'arrived' | 'done' | 'refused' | 'withdrawn' | 'lapsed'
export type Exempt = 'made_to_order' | 'perishable' | 'digital' | 'press' | 'confirmed'

/** What she asks back or in exchange; at `due_at` the clock does `then` if nobody says anything. */
export interface MyCase {
  id: string
  order: string
  order_no: string
  store: { id: string; name: string } | null
  kind: CaseKind
  reason: CaseReason
  words: string
  /** By their ids, in the order in which they came. */
  pictures: string[]
  state: CaseState
  lines: { line: OrderLine; quantity: number; amount_minor: number }[]
  amount_minor: number
  freight_minor: number
  pays: 'merchant' | 'customer'
  asked_at: string
  due_at: string | null
  then: CaseState | null
  return_to: { name: string; phone: string; address: string } | null
  back: { carrier: string; tracking: string } | null
  replacement: { carrier: string; tracking: string } | null
  refund: 'asked' | 'paid_back' | 'failed' | null
  steps: { state: CaseState; at: string; why: string; by_clock: boolean }[]
}

export interface DeskCase extends MyCase {
  customer: { id: string; name: string | null } | null
  fit: boolean | null
}

/** What the desk answers with. */
export interface AgreementGiven {
  why: string
  return_to: { name: string; phone: string; address: string } | null
}

/** Goods that are not returned without a reason; `asks`: only if she says that she knows. */
export interface NoReturn {
  product: string
  name: string
  kind: Exempt
  asks: boolean
}

export interface Askable {
  lines: { line: OrderLine; left: number; seven_days: 'yes' | 'too_late' | 'excepted' }[]
  received_on: string | null
  faults_until: string | null
  exempt: NoReturn[]
  reasons: Record<string, CaseReason[]>
  cases: MyCase[]
}

export interface CaseGiven {
  id: string
  kind: CaseKind
  reason: CaseReason
  lines: { n: number; quantity: number }[]
  words: string
}
