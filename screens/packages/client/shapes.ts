/** Names for what travels through the console's doors; money is in minor units, times are UTC instants. */
import type { Answer, Row, Told } from './doors.ts'

export type SignIn = Told<'/session', 'post'>
export type Staff = Row<'/staff'>
export type SignInItem = Answer<'/me/sessions'>[number]
export type Role = Staff['role']
/** A session's role and scope arrive as plain words; they are these. */
export type Session = Answer<'/session'> & {
  staff: { role: Role }
  scope: { kind: 'headquarters' | 'region' | 'store' | 'guide' }
}

export type Store = Row<'/stores'>
export type StoreKind = Store['kind']
export type Region = Answer<'/regions'>[number]

export type Category = Answer<'/categories'>[number]
export type Product = Row<'/products'>
export type ProductDetail = Answer<'/products/{id}'>
export type GoodsImport = Row<'/products/imports'>
export type GoodsImportDetail = Answer<'/products/imports/{id}'>
export type SkuPrices = Answer<'/products/{id}/prices'>[number]
export type PriceBook = Row<'/price-books'>
export type PriceBookDetail = Answer<'/price-books/{id}'>
export type PriceBookDraft = Told<'/price-books/{id}', 'put'>
export type Sku = ProductDetail['skus'][number]

export type Stock = Row<'/stock'>
export type StoreStock = Answer<'/stock/{id}'>['stores'][number]
export type SkuPlace = Answer<'/stock/{id}/place'>
export type StockMove = Row<'/stock/{id}/moves'>
export type Refill = Row<'/stock/refills'>
export type Transfer = Row<'/stock/transfers'>
export type TransferDetail = Answer<'/stock/transfers/{id}'>
export type StockDocument = Row<'/stock/documents'>
export type StockDocumentDetail = Answer<'/stock/documents/{id}'>

export type Customer = Row<'/customers'>
export type CustomerDetail = Answer<'/customers/{id}'>
export type CustomerDraft = Told<'/customers/{id}', 'patch'>
export type GuardianGiven = Told<'/customers/{id}/guardian', 'put'>
export type Belonging = Told<'/customers/{id}/belonging', 'put'>
export type Moment = Answer<'/customers/{id}/timeline'>['items'][number]

export type TagGroup = Answer<'/tags'>[number]
export type CustomerTag = TagGroup['tags'][number]
export type Pooled = Row<'/customers/pool'>
export type BondBook = Answer<'/bond-rules'>
export type BondDecision = Answer<'/customers/{id}/bonds'>[number]

export type BulkTagging = Answer<'/tags/bulk'>[number]

export type Audience = Row<'/audiences'>
export type AudienceDetail = Answer<'/audiences/{id}'>
export type Member = Row<'/audiences/{id}/members'>
export type Block = Answer<'/audiences/blocks'>[number]
export type BlockField = Block['fields'][number]
export type TreeNode = AudienceDetail['tree']
export type NodeCount = Answer<'/audiences/count', 'post'>['counts']

export type Campaign = Row<'/campaigns'>
export type CampaignReport = Answer<'/campaigns/{id}'>
export type CampaignDraft = Told<'/campaigns', 'post'>
export type CampaignPreview = Answer<'/campaigns/preview', 'post'>
export type Behind = Row<'/campaigns/{id}/verdicts'>

export type Code = Row<'/codes'>
export type CodeMonth = Answer<'/codes/{id}/figures'>['months'][number]

export type Article = Row<'/articles'>
export type ArticleDetail = Answer<'/articles/{id}'>
export type ArticlePart = ArticleDetail['parts'][number]
export type ArticleChange = Told<'/articles/{id}', 'put'>
export type LawFlag = ArticleDetail['flags'][number]

export type Order = Row<'/orders'>
export type OrderDetail = Answer<'/orders/{id}'>
export type OrderLine = OrderDetail['lines'][number]
export type OrderRefund = OrderDetail['refunds'][number]

export type Earning = Row<'/commissions'>
export type EarnerMonth = Answer<'/commissions/months'>[number]
export type MonthClose = Answer<'/ledger/months'>
export type OrderCommission = Answer<'/commissions/orders/{id}'>
export type Plans = Answer<'/plans'>
export type Plan = Plans['plans'][number]
export type PlanRate = Plan['rates'][number]
export type Place = Plans['places'][number]
export type PlanGiven = Told<'/plans', 'post'>

type Worded = Row<'/promotions'>
type BlockSaid = Worded['wording']['effect']
/** What a promotion says; the document leaves open what its lists hold. */
export type PromotionWording = Omit<Worded['wording'], 'conditions' | 'groups' | 'funds'> & {
  conditions: BlockSaid[]
  groups: string[]
  funds: { payer: 'brand' | 'store' | 'supplier'; share_bp: number; who?: string | null }[]
}
export type Promotion = Omit<Worded, 'wording'> & { wording: PromotionWording }
export type SampleGiven = Told<'/promotions/try', 'post'>
export type TriedPrice = Answer<'/promotions/try', 'post'>

export type Coupon = Row<'/coupons'>
export type CouponDraft = Told<'/coupons/{id}', 'put'>

export type FlashSale = Row<'/sales'>
export type FlashLive = Answer<'/sales/{id}/live'>
export type FlashSaleDraft = Told<'/sales', 'post'>

export type PointsKind = Answer<'/points/kinds'>[number]
export type PointsRule = PointsKind['rules'][number]
export type PointsTerms = PointsRule['terms']
export type PointsOf = Answer<'/customers/{id}/points'>[number]
export type PointsEntry = Row<'/customers/{id}/points/entries'>
export type Offer = Answer<'/balances/offers'>[number]
export type BalanceMonth = Answer<'/balances/months'>[number]
export type BalanceMovement = Row<'/customers/{id}/balance/movements'>
export type TopUpRefund = Row<'/balances/refunds'>

export type Programme = Answer<'/tiers'>
export type Tier = Programme['tiers'][number]
export type LadderGiven = Told<'/tiers', 'put'>

export type GroupBuy = Row<'/group-buys'>
export type GroupBuyLive = Answer<'/group-buys/{id}'>

export type Voucher = Row<'/vouchers'>
export type VoucherDetail = Answer<'/vouchers/{id}'>

export type Receipt = Row<'/receipts'>
export type ReceiptDetail = Answer<'/receipts/{id}'>
export type ReceiptLine = ReceiptDetail['lines'][number]

export type ReceiptFile = Answer<'/receipts/files', 'post'>
export type Mapping = ReceiptFile['guess']
export type MappingGiven = Told<'/receipts/imports', 'post'>['mapping']
export type SavedMapping = Answer<'/receipts/mappings'>[number]
export type Preview = Answer<'/receipts/files/{id}/preview', 'post'>
export type AliasDraft = Told<'/receipts/aliases', 'put'>['items'][number]
export type AliasKind = AliasDraft['kind']
export type Import = Row<'/receipts/imports'>
export type Imports = Answer<'/receipts/imports'>
export type RowProblem = Row<'/receipts/imports/{id}/problems'>

export type Payment = Row<'/payments'>
export type PaymentDetail = Answer<'/payments/{id}'>
export type PaymentStep = PaymentDetail['steps'][number]
export type PaymentRefund = PaymentDetail['refunds'][number]
export type QuarantinedNotice = Row<'/payments/quarantine'>

export type Sales = Answer<'/insight/sales'>
export type SalesTotals = Sales['totals']
export type Rfm = Answer<'/insight/rfm'>
export type RfmCell = Rfm['cells'][number]
export type RfmPerson = Row<'/insight/rfm/people'>
export type Repurchase = Answer<'/insight/repurchase'>
export type FunnelStep = Answer<'/insight/funnel'>['steps'][number]
export type FunnelPerson = Row<'/insight/funnel/people'>
export type CodeFigures = Answer<'/insight/codes'>['codes'][number]
export type CodeMonthFigures = Answer<'/insight/codes/{id}'>['months'][number]
export type Compared = Answer<'/insight/stores'>['rows'][number]

export type AuditEntry = Row<'/audit'>
export type ParkedFact = Row<'/facts/parked'>
export type Job = Row<'/jobs'>
export type System = Answer<'/system'>
export type ApiKey = Answer<'/keys'>[number]
export type Resident = Answer<'/sandbox'>[number]
export type Faults = Resident['faults']

export type Rush = Answer<'/sandbox/rush', 'post'>
export type BookLine = Answer<'/orders/{id}/books'>[number]

export type Freight = Answer<'/freights'>[number]
export type FreightDetail = Answer<'/freights/{id}'>
export type FreightTerms = Freight['terms']
export type Delivery = Answer<'/delivery'>
export type ParcelGiven = Told<'/orders/{id}/parcels', 'post'>
export type Carrier = ParcelGiven['carrier']

export type Case = Row<'/cases'>
export type CaseLine = Case['lines'][number]
export type CaseRule = Answer<'/case-rule'>
