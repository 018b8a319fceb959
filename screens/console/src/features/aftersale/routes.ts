import type { RouteRecordRaw } from 'vue-router'

export const aftersaleRoutes: RouteRecordRaw[] = [
  { path: '/cases', name: 'cases', component: () => import('./list.vue'), meta: { title: 'cases.title', permit: 'orders.read' } },
  { path: '/cases/:id', name: 'case', component: () => import('./detail.vue'), props: true, meta: { title: 'cases.one', permit: 'orders.read' } },
  { path: '/case-rule', name: 'case-rule', component: () => import('./rule.vue'), meta: { title: 'caseRule.title', permit: 'orders.read' } },
]
