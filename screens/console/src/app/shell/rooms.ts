import { Box, ChatDotRound, DataAnalysis, House, Medal, OfficeBuilding, Setting, Tickets, User } from '@element-plus/icons-vue'
import type { Component } from 'vue'
import type { Permit } from '#client/permits.ts'
import type { Key } from '#words/words.ts'

export interface Door {
  route: string
  label: Key
  permit?: Permit
  /** Routes that belong under this door although they have other names. */
  also?: string[]
  sandbox?: boolean
}
export interface Room {
  label: Key
  icon: Component
  doors: Door[]
}

export const ROOMS: Room[] = [
  { label: 'nav.home', icon: House, doors: [{ route: 'home', label: 'nav.home' }] },
  {
    label: 'nav.customersRoom',
    icon: User,
    doors: [
      { route: 'customers', label: 'nav.customers', permit: 'customers.read', also: ['customer'] },
      { route: 'pool', label: 'nav.pool', permit: 'customers.assign', also: ['bond-rules'] },
      { route: 'tags', label: 'nav.tags', permit: 'customers.read' },
      { route: 'audiences', label: 'nav.audiences', permit: 'audiences.read', also: ['audience', 'audience-new', 'audience-edit'] },
    ],
  },
  {
    label: 'nav.loyaltyRoom',
    icon: Medal,
    doors: [
      { route: 'tiers', label: 'nav.tiers', permit: 'loyalty.read', also: ['tiers-edit'] },
      { route: 'points', label: 'nav.points', permit: 'loyalty.read', also: ['points-rule'] },
      { route: 'balances', label: 'nav.balances', permit: 'loyalty.read', also: ['balance-refunds'] },
    ],
  },
  {
    label: 'nav.reachRoom',
    icon: ChatDotRound,
    doors: [
      { route: 'campaigns', label: 'nav.campaigns', permit: 'campaigns.read', also: ['campaign', 'campaign-new', 'campaign-people', 'reach-rules'] },
      { route: 'codes', label: 'nav.codes', permit: 'channels.read', also: ['code', 'code-new'] },
      { route: 'promotions', label: 'nav.promotions', permit: 'promotions.read', also: ['promotion', 'promotion-new', 'promotion-edit', 'promotion-costs'] },
      { route: 'coupons', label: 'nav.coupons', permit: 'promotions.read', also: ['coupon', 'coupon-new', 'coupon-edit'] },
      { route: 'flash-sales', label: 'nav.flashSales', permit: 'promotions.read', also: ['flash-sale', 'flash-sale-new', 'flash-sale-edit'] },
      { route: 'group-buys', label: 'nav.groupBuys', permit: 'promotions.read', also: ['group-buy', 'group-buy-new'] },
      { route: 'articles', label: 'nav.articles', permit: 'content.read', also: ['article', 'article-new', 'article-edit'] },
    ],
  },
  {
    label: 'nav.storesRoom',
    icon: OfficeBuilding,
    doors: [
      { route: 'stores', label: 'nav.stores', permit: 'tenants.read', also: ['store', 'store-new', 'store-edit'] },
      { route: 'regions', label: 'nav.regions', permit: 'tenants.read' },
      { route: 'staff', label: 'nav.staff', permit: 'staff.read', also: ['staff-one', 'staff-new', 'staff-edit'] },
    ],
  },
  {
    label: 'nav.catalogRoom',
    icon: Box,
    doors: [
      { route: 'products', label: 'nav.products', permit: 'catalog.read', also: ['product', 'product-new', 'product-edit'] },
      { route: 'price-books', label: 'nav.priceBooks', permit: 'catalog.read', also: ['price-book', 'price-book-new', 'price-book-edit'] },
      { route: 'categories', label: 'nav.categories', permit: 'catalog.read' },
      { route: 'stock', label: 'nav.stock', permit: 'inventory.read', also: ['stock-one', 'stock-receive', 'stock-count', 'stock-documents', 'stock-document'] },
    ],
  },
  {
    label: 'nav.tillsRoom',
    icon: Tickets,
    doors: [
      { route: 'orders', label: 'nav.orders', permit: 'orders.read', also: ['order'] },
      { route: 'cases', label: 'nav.cases', permit: 'orders.read', also: ['case', 'case-rule'] },
      { route: 'freights', label: 'nav.freights', permit: 'orders.read', also: ['freight', 'freight-new', 'freight-edit', 'delivery'] },
      { route: 'vouchers', label: 'nav.vouchers', permit: 'vouchers.read', also: ['voucher'] },
      { route: 'receipts', label: 'nav.receipts', permit: 'tills.read', also: ['receipt'] },
      { route: 'imports', label: 'nav.imports', permit: 'tills.import', also: ['import', 'import-new'] },
      { route: 'payments', label: 'nav.payments', permit: 'payments.read', also: ['payment', 'quarantine'] },
      { route: 'commissions', label: 'nav.commissions', permit: 'distribution.read', also: ['commission-months', 'commission-order'] },
      { route: 'plans', label: 'nav.plans', permit: 'distribution.read', also: ['plan-new'] },
    ],
  },
  {
    label: 'nav.insightRoom',
    icon: DataAnalysis,
    doors: [
      { route: 'sales', label: 'nav.sales', permit: 'insight.read' },
      { route: 'rfm', label: 'nav.rfm', permit: 'insight.read', also: ['rfm-people'] },
      { route: 'repurchase', label: 'nav.repurchase', permit: 'insight.read' },
      { route: 'funnel', label: 'nav.funnel', permit: 'insight.read', also: ['funnel-people'] },
      { route: 'insight-codes', label: 'nav.codeFigures', permit: 'insight.read', also: ['insight-code'] },
      { route: 'compare-stores', label: 'nav.compareStores', permit: 'insight.read' },
      { route: 'compare-guides', label: 'nav.compareGuides', permit: 'insight.read' },
      { route: 'definitions', label: 'nav.definitions' },
    ],
  },
  {
    label: 'nav.systemRoom',
    icon: Setting,
    doors: [
      { route: 'keys', label: 'nav.keys', permit: 'developers.read' },
      { route: 'ledger', label: 'nav.ledger', permit: 'ledger.read', also: ['ledger-month'] },
      { route: 'audit', label: 'nav.audit', permit: 'audit.read' },
      { route: 'parked', label: 'nav.parked', permit: 'system.read' },
      { route: 'jobs', label: 'nav.jobs', permit: 'system.read' },
      { route: 'system', label: 'nav.system', permit: 'system.read' },
      { route: 'sandbox', label: 'nav.sandbox', permit: 'sandbox.use', sandbox: true },
    ],
  },
]
