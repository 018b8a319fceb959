import type { RouteRecordRaw } from 'vue-router'

export const distributionRoutes: RouteRecordRaw[] = [
  { path: '/commissions', name: 'commissions', component: () => import('./list.vue'), meta: { title: 'commissions.title', permit: 'distribution.read' } },
  { path: '/commissions/months', name: 'commission-months', component: () => import('./month.vue'), meta: { title: 'commissions.monthTitle', permit: 'distribution.read' } },
  { path: '/commissions/orders/:id', name: 'commission-order', component: () => import('./order.vue'), props: true, meta: { title: 'commissions.ofOrder', permit: 'distribution.read' } },
  { path: '/plans', name: 'plans', component: () => import('./plans.vue'), meta: { title: 'plans.title', permit: 'distribution.read' } },
  { path: '/plans/new', name: 'plan-new', component: () => import('./plan-new.vue'), meta: { title: 'plans.new', permit: 'distribution.write' } },
]
