/** What the storefront's and the guide desk's doors answer. Money is integer minor units, times are ISO 8601 UTC. */

export interface Page<T> {
  items: T[]
  total: number
  /** The total is capped; there are more than it says. */
  more: boolean
  page: number
  size: number
}

export interface Named {
  id: string
  name: string
}

export interface StoreName extends Named {
  code: string
}

export interface Store extends Named {
  city: string | null
  address: string | null
}

export interface Purpose {
  code: string
  title: string
  sentence: string
}

export interface Shop {
  name: string
  currency: string
  exponent: number
  timezone: string
  stores: Store[]
  purposes: Purpose[]
}

export interface Category {
  id: string
  code: string
  name: string
  children: Category[]
  products: number
}

export interface ProductItem {
  id: string
  code: string
  name: string
  category: Named | null
  picture_url: string | null
  skus: number
  price_from_minor: number | null
  price_to_minor: number | null
  /** `coming`: it can be ordered from `listed_from` on; `ended`: not any more. */
  state?: 'listed' | 'coming' | 'ended'
  listed_from?: string | null
  listed_until?: string | null
}

export interface Option {
  name: string
  values: string[]
}

export interface Sku {
  id: string
  code: string
  name: string
  price_minor: number
  barcode: string | null
  /** What it is good for at a store later, so many times; null for goods. */
  voucher?: { uses: number; days?: number | null; until?: string | null; stores?: string[] | null } | null
  /** A value of each of the product's options, in their order. */
  choice?: string[]
}

export interface Product extends Omit<ProductItem, 'skus'> {
  skus: Sku[]
  options?: Option[]
  pictures?: { name: string; url: string }[]
  description: string | null
}

export interface SignedInCustomer {
  id: string
  name: string | null
  phone_masked: string
}

export interface SignedIn {
  token: string
  customer: SignedInCustomer
  new: boolean
}

export type Gender = 'female' | 'male'

export interface Me {
  id: string
  name: string | null
  phone_masked: string | null
  member_no: number
  belonging: { store: Named | null; guide: Named | null } | null
  birthday: string | null
  gender: Gender | null
}

export type Guardian = 'mother' | 'father' | 'other'

/** The sentence a guardian agrees to for a child, and who did. */
export interface MyGuardian {
  title: string
  sentence: string
  guardian: Guardian | null
}

export interface MyChange {
  name?: string
  gender?: Gender | null
  birthday?: string | null
  /** In which she is written to. */
  language?: 'zh' | 'en'
}

export type ReceiptKind = 'sale' | 'return'

export interface ReceiptItem {
  id: string
  receipt_no: string | null
  store: StoreName | null
  at: string
  lines: number
  amount_minor: number
  discount_minor: number
  kind: ReceiptKind
}

export interface ReceiptLine {
  line_no: number
  sku: StoreName | null
  sku_text: string | null
  quantity: number
  amount_minor: number
  discount_minor: number
  kind: ReceiptKind
}

export interface ReceiptLink {
  id: string
  receipt_no: string | null
}

export interface Receipt extends Omit<ReceiptItem, 'lines'> {
  lines: ReceiptLine[]
  means: { kind: string; amount_minor: number }[]
  returned_by: ReceiptLink[]
  return_of: ReceiptLink | null
}

export interface Consent {
  purpose: string
  title: string
  sentence: string
  state: 'granted' | 'refused' | 'legacy' | 'unknown'
  at: string | null
}

export interface DeskSession {
  staff: { id: string; name: string; account: string; role: string }
  tenant: { id: number | string; name: string; currency: string; exponent: number; timezone: string }
  permits: string[]
}

export interface DeskSignedIn extends DeskSession {
  token: string
}

export interface Month {
  on: string
  amount_minor: number
  receipts: number
  customers: number
  new_customers: number
  today: { amount_minor: number; receipts: number; customers: number }
  days: { on: string; amount_minor: number }[]
}

/** A receipt of today; `mine` says that its customer may be opened. */
export interface Sold {
  id: string
  receipt_no: string | null
  at: string
  customer: { id: string; name: string | null } | null
  mine: boolean
  lines: number
  amount_minor: number
  kind: ReceiptKind
}

/** Whom to look after next, and why; `on` is the birthday, or the day of her last purchase. */
export interface Care {
  id: string
  name: string | null
  phone_masked: string | null
  why: 'birthday' | 'once' | 'quiet'
  on: string
  spent_minor: number
}

export interface Day {
  on: string
  receipts: Sold[]
  care: Care[]
}

export type CustomerSort = 'last' | 'spent' | 'met'

export interface CustomerItem {
  id: string
  member_no: number
  name: string | null
  phone_masked: string | null
  store: StoreName | null
  guide: Named | null
  source: string
  met_at: string
  receipts: number
  spent_minor: number
  last_purchase_at: string | null
}

export interface Customer extends CustomerItem {
  remark: string | null
  gender: Gender | null
  birthday: string | null
  figures: {
    receipts: number
    returns: number
    spent_minor: number
    average_minor: number | null
    first_purchase_at: string | null
    last_purchase_at: string | null
    r?: number | null
    f?: number | null
    m?: number | null
  }
}

export interface TimelineItem {
  id: string
  at: string
  name: string
  title: string
  lines: string[]
  tone: 'plain' | 'money' | 'return' | 'care'
}

export interface Timeline {
  items: TimelineItem[]
  next: string | null
}
