/** What travels through the console's door. Money is in minor units, times are UTC instants, dates are the merchant's. */
export type Role =
  | 'owner' | 'headquarters' | 'finance' | 'region_manager' | 'store_manager' | 'guide' | 'service'

export interface PageQuery { page?: number; size?: number }
export interface Page<T> { items: T[]; total: number; more: boolean; page: number; size: number }
export interface StoreRef { id: string; code: string; name: string }
export interface Named { id: string; name: string }

export interface SignIn { account: string; password: string; code?: string | null }
export interface Session {
  staff: { id: string; name: string; account: string; role: Role }
  tenant: { id: number; name: string; currency: string; exponent: number; timezone: string }
  permits: string[]
  scope: { kind: 'headquarters' | 'region' | 'store' | 'guide'; stores: string[] }
  csrf: string
}

export interface Staff {
  id: string; name: string; account: string; role: Role
  store: StoreRef | null; region: Named | null; phone_last4: string | null
  state: 'active' | 'left'; totp: boolean; created_at: string; last_sign_in_at: string | null
}
export interface StaffDraft {
  name: string; account: string; password?: string; role: Role
  store?: string | null; region?: string | null; phone?: string | null; employee_no?: string | null
}

export type StoreKind = 'own' | 'franchise' | 'online'
export interface Store extends StoreRef {
  kind: StoreKind; region: Named | null; city: string; address: string
  opened_on: string | null; closed_on: string | null; guides: number
}
export interface StoreDraft {
  code: string; name: string; kind: StoreKind; region?: string | null
  city?: string; address?: string; opened_on?: string | null
}
export interface Region extends Named { stores: number }

export interface Category { id: string; code: string; name: string; products: number; children: Category[] }
export interface Product {
  id: string; code: string; name: string; category: Named | null; picture_url: string | null
  skus: number; price_from_minor: number | null; price_to_minor: number | null
}
export interface Sku { id: string; code: string; name: string; price_minor: number; barcode: string | null }
export interface ProductDetail extends Omit<Product, 'skus'> { skus: Sku[]; description: string }
export interface ProductDraft {
  code: string; name: string; category: string | null; description?: string; skus: Omit<Sku, 'id'>[]
}
export interface ProductChange {
  name: string; category: string | null; description?: string; prices: { id: string; price_minor: number }[]
}

export interface Customer {
  id: string; member_no: number; name: string; phone_masked: string | null
  store: StoreRef | null; guide: Named | null; source: string; met_at: string
  receipts: number; spent_minor: number; last_purchase_at: string | null
}
export interface CustomerDraft {
  name?: string; remark?: string | null; gender?: string | null; birthday?: string | null
}
export interface CustomerDetail extends Customer {
  pinyin: string; remark: string | null; gender: string | null; birthday: string | null
  identities: { kind: string; masked: string; source: string; since: string }[]
  belonging: { store: StoreRef | null; guide: Named | null; rule: string; since: string } | null
  consents: {
    purpose: string; channel: string; state: 'legacy' | 'granted' | 'refused'; source: string; at: string
  }[]
  figures: {
    receipts: number; returns: number; spent_minor: number; average_minor: number
    first_purchase_at: string | null; last_purchase_at: string | null
    r: number | null; f: number | null; m: number | null
  }
}
export interface Moment {
  id: string; at: string; name: string; version: number; title: string; lines: string[]
  tone: 'plain' | 'money' | 'return' | 'care'; link: { kind: string; id: string } | null; actor: string | null
}

export interface ReceiptQuery {
  q?: string; store?: string; guide?: string; customer?: string
  member?: string; kind?: string; from?: string; to?: string
}
export interface ReceiptLink { id: string; receipt_no: string | null; at: string; amount_minor: number }
export interface Receipt {
  id: string; receipt_no: string | null; source: string; store: StoreRef; guide: Named | null
  till: string | null; at: string; customer: { id: string; name: string } | null
  lines: number; amount_minor: number; discount_minor: number; kind: 'sale' | 'return'
}
export interface ReceiptLine {
  line_no: number; sku: StoreRef | null; sku_text: string; quantity: number
  amount_minor: number; discount_minor: number; kind: 'sale' | 'return'; returns_line: number | null
}
export interface ReceiptDetail extends Omit<Receipt, 'lines'> {
  lines: ReceiptLine[]; means: { kind: string; amount_minor: number }[]
  returned_by: ReceiptLink[]; return_of: ReceiptLink | null
}

export type Slot =
  | 'receipt' | 'line' | 'at' | 'time' | 'store' | 'till' | 'guide' | 'member' | 'sku' | 'quantity'
  | 'amount' | 'discount' | 'means'
export interface Mapping {
  columns: Partial<Record<Slot, string | null>>
  constants: { store?: string | null }
  source: string; date_format?: string | null; amount_unit: 'major' | 'minor'
}
export interface ReceiptFile {
  id: string; name: string; bytes: number; format: 'csv' | 'xlsx'; encoding: string | null
  delimiter: string | null; sheets: string[]; sheet: string | null; rows: number
  columns: { name: string; samples: string[] }[]; guess: Mapping; saved: Mapping | null
}
export interface PreviewCells {
  receipt: string | null; line: number | null; at: string; store: string | null; guide: string | null
  member: string | null; sku: string | null; quantity: number; amount_minor: number
  discount_minor: number; means: string | null
}
export interface Unknown { value: string; rows: number }
export interface Preview {
  rows: { line: number; cells: PreviewCells | null; problem: string | null }[]
  counted: {
    rows: number; good: number; bad: number; returns: number; without_member: number
    amount_minor: number; first_at: string | null; last_at: string | null
  }
  unknown_stores: Unknown[]; unknown_skus: Unknown[]; unknown_guides: Unknown[]
}
export interface SavedMapping { id: string; name: string; mapping: Mapping; fingerprint: string }
export type AliasKind = 'store' | 'sku' | 'guide'
export interface AliasDraft { kind: AliasKind; value: string; target: string | null; create: boolean }
export interface Alias { kind: AliasKind; value: string; target: string | null }
export interface Import {
  id: string; file_name: string; source: string; state: 'waiting' | 'running' | 'done' | 'stopped'
  rows: number; read: number; added: number; known: number; problems: number; returns: number
  without_member: number; amount_minor: number; rows_per_second: number
  started_at: string | null; ended_at: string | null; by: Named | null
}
export interface RowProblem { line: number; code: string; message: string; raw: string[] }

export interface SalesTotals {
  amount_minor: number; returns_minor: number; receipts: number; customers: number
  member_amount_minor: number; member_share_bp: number | null; average_minor: number | null
}
export interface Sales {
  as_of: string; totals: SalesTotals; before: SalesTotals
  series: {
    on: string; amount_minor: number; returns_minor: number; receipts: number; member_amount_minor: number
  }[]
  stores: {
    store: StoreRef; amount_minor: number; receipts: number; customers: number; member_share_bp: number | null
  }[]
}
export interface RfmCell { r: number; f: number; m: number; people: number; amount_minor: number }
export interface Rfm {
  as_of: string; people: number; cuts: { r_days: number[]; f: number[]; m_minor: number[] }; cells: RfmCell[]
}
export interface RfmPerson {
  id: string; member_no: number; name: string | null; phone_masked: string | null; last_on: string
  receipts: number; amount_minor: number; r: number; f: number; m: number
}
export interface Repurchase {
  as_of: string; people: number; median_days: number | null
  curve: { days: number; share_bp: number; at_risk: number }[]
  intervals: { days_from: number; days_to: number | null; times: number }[]
}
export interface Definition { code: string; name: string; sentence: string; formula: string; source: string }

export interface AuditEntry {
  id: string; at: string; actor: { kind: string; id: string | null; name: string | null }; verb: string
  object: { kind: string; id: string | null }
  before: Record<string, unknown> | null; after: Record<string, unknown> | null; request_id: string | null
}
export interface ParkedFact {
  id: string; consumer: string; fact: { id: string; name: string; at: string; subject: string | null }
  error: string; parked_at: string; tries: number
}
export interface Job {
  id: string; name: string; state: 'waiting' | 'running' | 'failed'; at: string; tries: number; error: string | null
}
export interface System {
  version: string; processes: { name: string; state: string; since: string | null; pid: number; rss_mb: number }[]
  outbox_age_s: number | null; columns: { lag_facts: number | null; rows: number | null }
  database: { bytes: number }; sandbox: boolean
}
export interface ApiKey {
  id: string; name: string; scopes: string[]; prefix: string; created_by: Named | null
  created_at: string; expires_on: string | null; last_used_at: string | null; revoked_at: string | null
}
export interface Faults {
  lose_bp: number; delay_s: number; double_bp: number; disorder_bp: number; refuse_bp: number
}
export interface Resident { resident: string; account: string; faults: Faults }
export interface SandboxSms {
  id: string; phone: string; sign: string; template: string; text: string; sent_at: string; state: string
}
export interface SandboxClock { ahead_s: number; now?: string }
