/** The console's door as types: paths, queries, bodies and answers, in the shape openapi-typescript writes. */
import type * as S from './shapes.ts'

interface Done {
  content: { 'application/json': null }
}
interface Ask<Query, Answer, Path = undefined> {
  parameters: Path extends undefined ? { query?: Query } : { query?: Query; path: Path }
  responses: { 200: { content: { 'application/json': Answer } } }
}
interface Tell<Body, Answer, Path = undefined> {
  parameters: Path extends undefined ? { query?: never } : { path: Path }
  requestBody: { content: { 'application/json': Body } }
  responses: { 200: Answer extends null ? Done : { content: { 'application/json': Answer } } }
}
interface Do<Answer, Path = undefined> {
  parameters: Path extends undefined ? { query?: never } : { path: Path }
  responses: { 200: Answer extends null ? Done : { content: { 'application/json': Answer } } }
}
interface Id {
  id: string
}

export interface paths {
  '/session': { get: Ask<never, S.Session>; post: Tell<S.SignIn, S.Session>; delete: Do<null> }
  '/me/password': { put: Tell<{ old: string; new: string }, null> }
  '/me/totp': {
    post: Do<{ secret: string; uri: string; qr_svg: string }>
    put: Tell<{ code: string }, null>
    delete: Tell<{ password: string }, null>
  }
  '/staff': {
    get: Ask<S.PageQuery & { q?: string; role?: string; store?: string; state?: string }, S.Page<S.Staff>>
    post: Tell<S.StaffDraft, S.Staff>
  }
  '/staff/{id}': { get: Ask<never, S.Staff, Id>; patch: Tell<Partial<S.StaffDraft>, S.Staff, Id> }
  '/staff/{id}/password': { put: Tell<{ password: string }, null, Id> }
  '/staff/{id}/departure': { put: Tell<{ reason: string }, S.Staff, Id> }
  '/stores': {
    get: Ask<S.PageQuery & { q?: string; region?: string; kind?: string; state?: string }, S.Page<S.Store>>
    post: Tell<S.StoreDraft, S.Store>
  }
  '/stores/{id}': { get: Ask<never, S.Store, Id>; patch: Tell<Partial<S.StoreDraft>, S.Store, Id> }
  '/stores/{id}/closure': { put: Tell<{ on: string; reason: string }, S.Store, Id> }
  '/regions': { get: Ask<never, S.Region[]>; post: Tell<{ name: string }, S.Region> }
  '/regions/{id}': { patch: Tell<{ name: string }, S.Region, Id> }
  '/categories': {
    get: Ask<never, S.Category[]>
    post: Tell<{ code: string; name: string; parent_code?: string | null }, S.Category[]>
  }
  '/products': {
    get: Ask<S.PageQuery & { q?: string; category?: string }, S.Page<S.Product>>
    post: Tell<S.ProductDraft, S.ProductDetail>
  }
  '/products/{id}': {
    get: Ask<never, S.ProductDetail, Id>
    patch: Tell<S.ProductChange, S.ProductDetail, Id>
  }
  '/customers': {
    get: Ask<
      S.PageQuery & { q?: string; store?: string; guide?: string; source?: string; sort?: string },
      S.Page<S.Customer>
    >
  }
  '/customers/{id}': { get: Ask<never, S.CustomerDetail, Id>; patch: Tell<S.CustomerDraft, S.Customer, Id> }
  '/customers/{id}/phone': { get: Ask<{ reason?: string }, { phone: string }, Id> }
  '/customers/{id}/belonging': {
    put: Tell<{ store: string; guide?: string | null; reason: string }, null, Id>
  }
  '/customers/{id}/timeline': {
    get: Ask<{ before?: string; names?: string }, { items: S.Moment[]; next: string | null }, Id>
  }
  '/receipts': { get: Ask<S.PageQuery & S.ReceiptQuery, S.Page<S.Receipt>> }
  '/receipts/{id}': { get: Ask<never, S.ReceiptDetail, Id> }
  '/receipts/files/{id}/preview': { post: Tell<{ mapping: S.Mapping }, S.Preview, Id> }
  '/receipts/mappings': {
    get: Ask<never, S.SavedMapping[]>
    post: Tell<{ name: string; mapping: S.Mapping; file: string }, S.SavedMapping>
  }
  '/receipts/mappings/{id}': { delete: Do<null, Id> }
  '/receipts/aliases': {
    get: Ask<{ kind?: string }, S.Alias[]>
    put: Tell<{ items: S.AliasDraft[] }, null>
  }
  '/receipts/imports': {
    get: Ask<S.PageQuery, S.Page<S.Import>>
    post: Tell<{ file: string; mapping: S.Mapping }, { id: string }>
  }
  '/receipts/imports/{id}': { get: Ask<never, S.Import, Id> }
  '/receipts/imports/{id}/problems': { get: Ask<S.PageQuery, S.Page<S.RowProblem>, Id> }
  '/receipts/imports/{id}/repeat': { post: Do<{ id: string }, Id> }
  '/insight/sales': { get: Ask<{ from?: string; to?: string; store?: string; grain?: string }, S.Sales> }
  '/insight/rfm': { get: Ask<never, S.Rfm> }
  '/insight/rfm/people': { get: Ask<S.PageQuery & { r?: number; f?: number; m?: number }, S.Page<S.RfmPerson>> }
  '/insight/repurchase': { get: Ask<{ store?: string }, S.Repurchase> }
  '/insight/definitions': { get: Ask<never, S.Definition[]> }
  '/audit': {
    get: Ask<
      S.PageQuery & { q?: string; actor?: string; object?: string; from?: string; to?: string },
      S.Page<S.AuditEntry>
    >
  }
  '/facts/parked': { get: Ask<S.PageQuery, S.Page<S.ParkedFact>> }
  '/facts/parked/{id}/replay': { post: Do<null, Id> }
  '/jobs': { get: Ask<S.PageQuery & { state?: string }, S.Page<S.Job>> }
  '/jobs/{id}/retry': { post: Do<null, Id> }
  '/system': { get: Ask<never, S.System> }
  '/keys': {
    get: Ask<S.PageQuery, S.Page<S.ApiKey>>
    post: Tell<{ name: string; scopes: string[]; expires_on?: string | null }, S.ApiKey & { key: string }>
  }
  '/keys/{id}': { delete: Do<null, Id> }
  '/sandbox': { get: Ask<never, S.Resident[]> }
  '/sandbox/{resident}/faults': { put: Tell<S.Faults, null, { resident: string }> }
  '/sandbox/sms/messages': { get: Ask<S.PageQuery, S.Page<S.SandboxSms>> }
  '/sandbox/clock': { get: Ask<never, S.SandboxClock>; put: Tell<{ ahead_s: number }, S.SandboxClock> }
}
