import { member } from '@/state/member'
import { makeCaller } from './call'
import type { BuyingGroup, OfferHere } from './group-shapes'
import type { Balance, BalancePaid, KindPoints, Movement, MyTier, Offer, PointsEntry, TopUpAsked, TopUpRefund } from './purse-shapes'
import type { Askable, CaseGiven, MyCase } from './case-shapes'
import type { Address, AddressGiven, Province } from './delivery-shapes'
import type { Article, ArticleItem, Letter, MyGuide } from './reach-shapes'
import type { FlashSale } from './sale-shapes'
import type { Cart, CartLineGiven, Claimable, MyCoupon, MyOrder, OrderGiven, OrderHead, OrderState, PaymentAsked, ProductStock, Quote, QuoteGiven, RefundGiven, WalletState } from './selling-shapes'
import type { Category, Consent, Guardian, Me, MyChange, MyGuardian, Page, Product, ProductItem, Receipt, ReceiptItem, Shop, SignedIn } from './shapes'
import type { MyVoucher } from './voucher-shapes'

const door = makeCaller('/api/storefront', () => member.token, member.expire)

export const storefront = {
  getShop: () => door.get<Shop>('/shop'),
  listCategories: () => door.get<Category[]>('/categories'),
  listProducts: (query: { q?: string; category?: string; store?: string; page: number; size: number }) => door.get<Page<ProductItem>>('/products', query),
  getProduct: (id: string) => door.get<Product>(`/products/${id}`),
  getStock: (product: string, store?: string) => door.get<ProductStock>(`/products/${product}/stock`, { store }),

  /** What runs at the store, and what comes within a week. */
  listSales: (query: { store?: string; product?: string }) => door.get<FlashSale[]>('/sales', query),
  listGroupBuys: (product?: string) => door.get<OfferHere[]>('/group-buys', { product }),
  getGroup: (id: string) => door.get<BuyingGroup>(`/groups/${id}`),
  getSale: (id: string, store?: string) => door.get<FlashSale>(`/sales/${id}`, { store }),

  sendCode: (phone: string) => door.write<{ again_in_s: number }>('POST', '/codes', { phone }),
  /** `came`: the tokens that scanned codes and opened links left on this device, the latest first. */
  signIn: (phone: string, code: string, consents: string[], came: string[]) => door.write<SignedIn>('POST', '/session', { phone, code, consents, came }),
  signOut: () => door.write<unknown>('DELETE', '/session'),

  joinVisit: (token: string) => door.write<{ taken: boolean }>('POST', '/visit', { token }),
  getMyGuide: () => door.get<MyGuide>('/guide'),

  getMe: () => door.get<Me>('/me'),
  changeMe: (change: MyChange) => door.write<Me>('PUT', '/me', change),
  listMyReceipts: (query: { page: number; size: number }) => door.get<Page<ReceiptItem>>('/me/receipts', query),
  getMyReceipt: (id: string) => door.get<Receipt>(`/me/receipts/${id}`),
  getGuardian: () => door.get<MyGuardian>('/me/guardian'),
  agreeAsGuardian: (guardian: Guardian) => door.write<MyGuardian>('PUT', '/me/guardian', { guardian }),
  listMyConsents: () => door.get<Consent[]>('/me/consents'),
  decideConsent: (purpose: string, granted: boolean) => door.write<Consent>('PUT', `/me/consents/${purpose}`, { granted }),

  listMyLetters: (query: { page: number; size: number }) => door.get<Page<Letter>>('/letters', query),
  countMyUnread: () => door.get<{ count: number }>('/letters/unread'),
  readLetter: (id: string) => door.write<Letter>('PUT', `/letters/${id}/reading`),
  openCard: (id: string) => door.write<Letter>('PUT', `/letters/${id}/opening`),
  listArticles: (query: { page: number; size: number }) => door.get<Page<ArticleItem>>('/articles', query),
  getArticle: (id: string) => door.get<Article>(`/articles/${id}`),
  readArticle: (id: string) => door.write<unknown>('POST', `/articles/${id}/reading`),

  getCart: (store?: string) => door.get<Cart>('/cart', { store }),
  layInCart: (lines: CartLineGiven[], store?: string) => door.write<Cart>('PUT', atStore('/cart', store), { lines }),
  addToCart: (sku: string, quantity: number) => door.write<Cart>('POST', '/cart', { sku, quantity }),
  quote: (given: QuoteGiven) => door.write<Quote>('POST', '/quote', given),
  placeOrder: (given: OrderGiven) => door.write<MyOrder>('POST', '/orders', given),
  listMyOrders: (query: { state: OrderState | 'any'; page: number; size: number }) => door.get<Page<OrderHead>>('/orders', query),
  getMyOrder: (id: string) => door.get<MyOrder>(`/orders/${id}`),
  /** Where to pay; the cashier's page leads back to `return_to`. */
  /** `seen_minor`: what she saw that it costs. */
  pay: (id: string, return_to: string, seen_minor: number) => door.write<PaymentAsked>('POST', `/orders/${id}/payment`, { return_to, seen_minor }),
  cancelOrder: (id: string) => door.write<MyOrder>('POST', `/orders/${id}/cancellation`, {}),
  askRefund: (id: string, given: RefundGiven) => door.write<MyOrder>('POST', `/orders/${id}/refunds`, given),
  receiveOrder: (id: string, parcel?: string) => door.write<MyOrder>('POST', `/orders/${id}/receipt`, { parcel }),
  /** What of her order she may ask back or in exchange, and what she asked for before. */
  getAskable: (order: string) => door.get<Askable>(`/orders/${order}/askable`),
  /** The same `id` is the same case. */
  askCase: (order: string, given: CaseGiven) => door.write<MyCase>('POST', `/orders/${order}/cases`, given),
  listMyCases: (query: { page: number; size: number }) => door.get<Page<MyCase>>('/cases', query),
  getMyCase: (id: string) => door.get<MyCase>(`/cases/${id}`),
  /** The same picture sent again is one. */
  addCasePicture: (id: string, picture: string) => door.upload<MyCase>(`/cases/${id}/pictures`, picture),
  getCasePicture: (id: string) => door.picture(`/case-pictures/${id}`),
  withdrawCase: (id: string) => door.write<MyCase>('POST', `/cases/${id}/withdrawal`),
  sendCaseBack: (id: string, given: { carrier: string; tracking: string }) => door.write<MyCase>('POST', `/cases/${id}/parcel`, given),
  listProvinces: () => door.get<Province[]>('/provinces'),
  listMyAddresses: () => door.get<Address[]>('/addresses'),
  addAddress: (given: AddressGiven) => door.write<Address>('POST', '/addresses', given),
  changeAddress: (id: string, given: AddressGiven) => door.write<Address>('PUT', `/addresses/${id}`, given),
  removeAddress: (id: string) => door.write<unknown>('DELETE', `/addresses/${id}`),
  listMyCoupons: (query: { state: WalletState; page: number; size: number }) => door.get<Page<MyCoupon>>('/coupons', query),
  listClaimable: () => door.get<Claimable[]>('/coupons/claimable'),
  listMyVouchers: (query: { state: string; page: number; size: number }) => door.get<Page<MyVoucher>>('/vouchers', query),
  /** All that was not used of it; the same `id` is the same refund. */
  giveVoucherBack: (voucher: string, id: string) => door.write<MyVoucher>('POST', `/vouchers/${voucher}/refunds`, { id }),
  /** Null where the merchant has no tiers. */
  getMyTier: () => door.get<MyTier | null>('/tier'),
  getMyPoints: () => door.get<KindPoints[]>('/points'),
  listMyPoints: (query: { kind?: string; page: number; size: number }) => door.get<Page<PointsEntry>>('/points/entries', query),
  getMyBalance: () => door.get<Balance>('/balance'),
  listMyMovements: (query: { page: number; size: number }) => door.get<Page<Movement>>('/balance/movements', query),
  listOffers: () => door.get<Offer[]>('/balance/offers'),
  topUp: (offer: string, return_to: string) => door.write<TopUpAsked>('POST', '/balance/top-ups', { offer, return_to }),
  listMyTopUpRefunds: () => door.get<TopUpRefund[]>('/balance/refunds'),
  /** What is left of a top-up goes back; the same `id` is the same refund. */
  askTopUpBack: (topUp: string, id: string, why: string) => door.write<TopUpRefund>('POST', `/balance/top-ups/${topUp}/refunds`, { id, why }),
  sendPasswordCode: () => door.write<unknown>('POST', '/balance/password/code'),
  setPayPassword: (code: string, password: string) => door.write<unknown>('PUT', '/balance/password', { code, password }),
  /** As much of it as there is, or `at_most_minor`; the rest is for the cashier. */
  payByBalance: (order: string, password: string, at_most_minor: number) => door.write<BalancePaid>('POST', `/orders/${order}/balance`, { password, at_most_minor }),
  /** What a code brings, as she typed it. */
  typeCode: (code: string, key: string) => door.write<MyCoupon>('POST', '/coupons/codes', { code, key }),
  claim: (id: string, key: string) => door.write<MyCoupon>('POST', `/coupons/${id}/claim`, { key }),
}

function atStore(path: string, store: string | undefined): string {
  return store ? `${path}?store=${store}` : path
}
