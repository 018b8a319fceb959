import type { RouteRecordRaw } from 'vue-router'

export const loyaltyRoutes: RouteRecordRaw[] = [
  { path: '/points', name: 'points', component: () => import('./points.vue'), meta: { title: 'points.title', permit: 'loyalty.read' } },
  { path: '/points/:id/rule', name: 'points-rule', component: () => import('./rule-new.vue'), props: true, meta: { title: 'points.ruleNew', permit: 'loyalty.write' } },
  { path: '/balances', name: 'balances', component: () => import('./balances.vue'), meta: { title: 'balances.title', permit: 'loyalty.read' } },
  { path: '/balances/refunds', name: 'balance-refunds', component: () => import('./refunds.vue'), meta: { title: 'balances.refunds', permit: 'loyalty.refund' } },
  { path: '/tiers', name: 'tiers', component: () => import('./tiers.vue'), meta: { title: 'tiers.title', permit: 'loyalty.read' } },
  { path: '/tiers/edit', name: 'tiers-edit', component: () => import('./tiers-edit.vue'), meta: { title: 'tiers.change', permit: 'loyalty.write' } },
]
