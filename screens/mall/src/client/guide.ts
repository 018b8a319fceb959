import { desk } from '@/state/desk'
import { makeCaller } from './call'
import type { AgreementGiven, DeskCase } from './case-shapes'
import type { Address, ParcelGiven, ToShip } from './delivery-shapes'
import type { DeskOrder, Dismissal, Earning, EarningState, Handing, HerCoupons, MyMonth, NearStock, Notice, PriceGiven, PricedOrder, StockPlaces, Today, Waiting } from './desk-shapes'
import type { MyTier } from './purse-shapes'
import type { ArticleItem, CardKind, LetterGiven, Link, LinkMade, Opener, Verdict, WrittenLetter } from './reach-shapes'
import type { MyCoupon } from './selling-shapes'
import type { Customer, CustomerItem, CustomerSort, Day, DeskSession, DeskSignedIn, Month, Page, Timeline } from './shapes'
import type { DeskVoucher } from './voucher-shapes'

const door = makeCaller('/api/guide', () => desk.token, desk.expire)

export const guide = {
  signIn: (account: string, password: string, code?: string) => door.write<DeskSignedIn>('POST', '/session', { account, password, code }),
  getSession: () => door.get<DeskSession>('/session'),
  signOut: () => door.write<unknown>('DELETE', '/session'),

  getMonth: () => door.get<Month>('/me/month'),
  getDay: () => door.get<Day>('/me/day'),
  listCustomers: (query: { q?: string; sort: CustomerSort; page: number; size: number }) => door.get<Page<CustomerItem>>('/customers', query),
  getCustomer: (id: string) => door.get<Customer>(`/customers/${id}`),
  getTier: (id: string) => door.get<MyTier | null>(`/customers/${id}/tier`),
  getTimeline: (id: string, before?: string) => door.get<Timeline>(`/customers/${id}/timeline`, { before }),
  getCoupons: (id: string) => door.get<HerCoupons>(`/customers/${id}/coupons`),
  /** The same `key` is the same coupon sent. */
  sendCoupon: (id: string, coupon: string, key: string) => door.write<MyCoupon>('POST', `/customers/${id}/coupons`, { coupon, key }),
  remark: (id: string, remark: string) => door.write<Customer>('PUT', `/customers/${id}`, { remark }),

  listToShip: () => door.get<ToShip[]>('/shipments'),
  sendParcel: (order: string, given: ParcelGiven) => door.write<ToShip>('POST', `/shipments/${order}/parcels`, given),
  revealAddress: (order: string) => door.write<Address>('POST', `/shipments/${order}/address`),
  /** Open after-sale cases of my store. */
  listCases: () => door.get<DeskCase[]>('/cases'),
  getCase: (id: string) => door.get<DeskCase>(`/cases/${id}`),
  getCasePicture: (id: string) => door.picture(`/case-pictures/${id}`),
  agreeCase: (id: string, given: AgreementGiven) => door.write<DeskCase>('POST', `/cases/${id}/agreement`, given),
  refuseCase: (id: string, why: string) => door.write<DeskCase>('POST', `/cases/${id}/refusal`, { why }),
  receiveCase: (id: string, given: { fit: boolean; why: string }) => door.write<DeskCase>('POST', `/cases/${id}/arrival`, given),
  /** Without a parcel, into her hands. */
  replaceCase: (id: string, parcel: { carrier: string; tracking: string } | null) => door.write<DeskCase>('POST', `/cases/${id}/replacement`, { parcel }),
  /** What waits to be paid at my store, for those who may change what it costs. */
  listUnpaid: () => door.get<DeskOrder[]>('/orders/unpaid'),
  getOrder: (id: string) => door.get<PricedOrder>(`/orders/${id}`),
  changePrice: (id: string, given: PriceGiven) => door.write<PricedOrder>('POST', `/orders/${id}/price`, given),
  listArticles: (query: { page: number; size: number }) => door.get<Page<ArticleItem>>('/articles', query),
  listLinks: (query: { page: number; size: number }) => door.get<Page<Link>>('/links', query),
  share: (target: CardKind, id: string) => door.write<LinkMade>('POST', '/links', { target, id }),
  listOpeners: (id: string) => door.get<Opener[]>(`/links/${id}/openers`),
  /** The poster as a picture's address that needs no token. */
  getPoster: (id: string) => door.picture(`/links/${id}/poster.png`),
  listWritten: (query: { page: number; size: number }) => door.get<Page<WrittenLetter>>('/letters', query),
  write: (letter: LetterGiven) => door.write<Verdict>('POST', '/letters', letter),

  listNotices: (query: { page: number; size: number }) => door.get<Page<Notice>>('/notices', query),
  countNotices: () => door.get<{ unread: number }>('/notices/new'),
  readNotices: () => door.write<{ unread: number }>('PUT', '/notices/reading'),

  seekStock: (query: { q: string; page: number; size: number }) => door.get<Page<NearStock>>('/stock', query),
  getStockPlaces: (sku: string) => door.get<StockPlaces>(`/stock/${sku}`),

  listWaiting: () => door.get<Waiting[]>('/pickups'),
  lookAtPickup: (code: string) => door.write<Handing>('POST', '/pickups/look', { code }),
  redeem: (code: string) => door.write<Handing>('POST', '/pickups/redemption', { code }),

  lookAtVoucher: (code: string) => door.write<DeskVoucher>('POST', '/vouchers/look', { code }),
  /** The same `key` is the same redemption. */
  useVoucher: (code: string, uses: number, key: string) => door.write<DeskVoucher>('POST', '/vouchers/redemption', { code, uses, key }),

  getToday: () => door.get<Today>('/today'),
  completeTask: (id: string) => door.write<Today>('PUT', `/tasks/${id}/completion`),
  dismissTask: (id: string, reason: Dismissal) => door.write<Today>('PUT', `/tasks/${id}/dismissal`, { reason }),
  listEarnings: (query: { state: EarningState | 'any'; page: number; size: number }) => door.get<Page<Earning>>('/earnings', query),
  getMyMonth: () => door.get<MyMonth>('/earnings/month'),
}
