// Holds the shapes against the server's own documents: `npm run contract` writes `generated/` and checks this file.
// It has no effect at run time; what a door no longer answers as a shape says is a type error here.
import type { components as GuideParts, paths as GuidePaths } from './generated/guide'
import type { components as ShopParts, paths as ShopPaths } from './generated/storefront'
import type * as cases from './case-shapes'
import type * as delivery from './delivery-shapes'
import type * as desk from './desk-shapes'
import type * as groups from './group-shapes'
import type * as purse from './purse-shapes'
import type * as reach from './reach-shapes'
import type * as sales from './sale-shapes'
import type * as selling from './selling-shapes'
import type * as shapes from './shapes'

type Served = ShopParts['schemas']
type Desk = GuideParts['schemas']
/** Holds when what is served can be read as the shape. */
type Reads<Shape, From extends Shape> = [Shape, From]
/** Holds when what we send is what the door takes. */
type Sends<Door, Ours extends Door> = [Door, Ours]

export type Shapes = [
  Reads<shapes.Shop, Served['Shop']>,
  Reads<shapes.Category, Served['CategoryNode']>,
  Reads<shapes.ProductItem, Served['ProductItem']>,
  Reads<shapes.Product, Served['ProductDetail']>,
  Reads<shapes.SignedIn, Served['SignedIn']>,
  Reads<shapes.Me, Served['Me']>,
  Reads<shapes.ReceiptItem, Served['ReceiptItem']>,
  Reads<shapes.Receipt, Served['ReceiptDetail']>,
  Reads<shapes.Consent, Served['MyConsent']>,
  Reads<shapes.MyGuardian, Served['MyGuardian']>,
  Reads<desk.NearStock, Desk['NearStock']>,
  Reads<desk.StockPlaces, Desk['StockPlaces']>,
  Reads<shapes.DeskSession, Desk['Session']>,
  Reads<shapes.Month, Desk['Month']>,
  Reads<shapes.Day, Desk['MyDay']>,
  Reads<shapes.CustomerItem, Desk['CustomerItem']>,
  Reads<shapes.Customer, Desk['CustomerDetail']>,
  Reads<shapes.Timeline, Desk['Timeline']>,
  Sends<Served['MyChange'], shapes.MyChange>,
  Reads<reach.MyGuide, Served['MyGuide']>,
  Reads<reach.Letter, Served['LetterItem']>,
  Reads<reach.ArticleItem, Served['ReadItem']>,
  Reads<reach.Article, Served['ReadShape']>,
  Reads<reach.ArticleItem, Desk['ReadItem']>,
  Reads<reach.Link, Desk['LinkItem']>,
  Reads<reach.LinkMade, Desk['LinkMade']>,
  Reads<reach.Opener, Desk['OpenerItem']>,
  Reads<reach.WrittenLetter, Desk['WrittenItem']>,
  Reads<reach.Verdict, Desk['VerdictItem']>,
  Sends<Desk['LetterGiven'], reach.LetterGiven>,
  Reads<desk.Notice, Desk['Noticed']>,
  Reads<desk.Handing, Desk['HandingShape']>,
  Reads<desk.Waiting, Desk['WaitingShape']>,
  Reads<desk.Today, Desk['todays_tasks_Today']>,
  Reads<desk.DeskOrder, Desk['OrderItem']>,
  Reads<desk.PricedOrder, Desk['OrderDetail']>,
  Sends<Desk['NewPriceGiven'], desk.PriceGiven>,
  Reads<desk.Earning, Desk['EarningItem']>,
  Reads<desk.MyMonth, Desk['MyMonth']>,
  Reads<groups.OfferHere, Served['OfferHere']>,
  Reads<groups.BuyingGroup, Served['GroupShape']>,
  Reads<sales.FlashSale, Served['OfferedSale']>,
  Reads<selling.ProductStock, Served['ProductStock']>,
  Reads<selling.Cart, Served['Cart']>,
  Sends<Served['CartGiven'], { lines: selling.CartLineGiven[] }>,
  Reads<selling.Quote, Served['CartQuote']>,
  Sends<Served['QuoteGiven'], selling.QuoteGiven>,
  Sends<Served['OrderGiven'], selling.OrderGiven>,
  Reads<selling.OrderHead, Served['OrderHead']>,
  Reads<selling.MyOrder, Served['MyOrder']>,
  Reads<selling.PaymentAsked, Served['PaymentAsked']>,
  Sends<Served['MyRefundGiven'], selling.RefundGiven>,
  Reads<purse.MyTier, Served['HerTier']>,
  Reads<purse.MyTier, Desk['HerTier']>,
  Reads<purse.KindPoints, Served['KindPoints']>,
  Reads<purse.PointsEntry, Served['PointsEntry']>,
  Reads<purse.Balance, Served['BalanceShape']>,
  Reads<purse.Movement, Served['MovementShape']>,
  Reads<purse.Offer, Served['OfferShape']>,
  Reads<purse.TopUpAsked, Served['TopUpAsked']>,
  Reads<purse.TopUpRefund, Served['TopUpRefundShape']>,
  Reads<purse.BalancePaid, Served['BalancePaid']>,
  Reads<cases.MyCase, Served['MyCase']>,
  Reads<cases.Askable, Served['Askable']>,
  Reads<cases.DeskCase, Desk['CaseItem']>,
  Sends<Served['CaseGiven'], cases.CaseGiven>,
  Reads<delivery.Address, Served['AddressShape']>,
  Reads<delivery.ToShip, Desk['ToShip']>,
  Reads<delivery.Province, Served['Province']>,
  Sends<Served['AddressGiven'], delivery.AddressGiven>,
  Reads<selling.MyCoupon, Served['MyCoupon']>,
  Reads<selling.Claimable, Served['Claimable']>,
  Reads<desk.HerCoupons, Desk['HerCoupons']>,
]

type Doors<Paths, Root extends string, Ours extends string> = `${Root}${Ours}` extends keyof Paths ? Ours : never

/** Every address the client asks exists. */
export const addresses: [
  Doors<ShopPaths, '/api/storefront', '/shop' | '/categories' | '/products' | '/products/{id}' | '/codes' | '/session' | '/me' | '/me/receipts' | '/me/receipts/{id}' | '/me/consents' | '/me/consents/{purpose}' | '/me/guardian' | '/visit' | '/guide' | '/letters' | '/letters/unread' | '/letters/{id}/reading' | '/letters/{id}/opening' | '/articles' | '/articles/{id}' | '/articles/{id}/reading' | '/products/{id}/stock' | '/cart' | '/quote' | '/orders' | '/orders/{id}' | '/orders/{id}/payment' | '/orders/{id}/cancellation' | '/orders/{id}/refunds' | '/orders/{id}/receipt' | '/orders/{id}/askable' | '/orders/{id}/cases' | '/cases' | '/cases/{id}' | '/cases/{id}/withdrawal' | '/cases/{id}/parcel' | '/provinces' | '/addresses' | '/addresses/{id}' | '/tier' | '/points' | '/points/entries' | '/balance' | '/balance/movements' | '/balance/offers' | '/balance/top-ups' | '/balance/refunds' | '/balance/top-ups/{id}/refunds' | '/balance/password/code' | '/balance/password' | '/orders/{id}/balance' | '/coupons' | '/coupons/claimable' | '/coupons/codes' | '/coupons/{id}/claim'>,
  Doors<GuidePaths, '/api/guide', '/session' | '/me/month' | '/me/day' | '/customers' | '/customers/{id}' | '/customers/{id}/tier' | '/customers/{id}/coupons' | '/customers/{id}/timeline' | '/articles' | '/links' | '/links/{id}/openers' | '/links/{id}/poster.png' | '/letters' | '/cases' | '/shipments' | '/shipments/{id}/parcels' | '/shipments/{id}/address' | '/pickups' | '/pickups/look' | '/pickups/redemption' | '/today' | '/tasks/{id}/completion' | '/tasks/{id}/dismissal' | '/earnings' | '/earnings/month'>,
] = ['/shop', '/session']
