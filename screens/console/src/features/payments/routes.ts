import type { RouteRecordRaw } from 'vue-router'

export const paymentsRoutes: RouteRecordRaw[] = [
  { path: '/payments', name: 'payments', component: () => import('./list.vue'), meta: { title: 'payments.title', permit: 'payments.read' } },
  { path: '/payments/quarantine', name: 'quarantine', component: () => import('./quarantine.vue'), meta: { title: 'quarantine.title', permit: 'payments.read' } },
  { path: '/payments/:id', name: 'payment', component: () => import('./detail.vue'), props: true, meta: { title: 'payments.title', permit: 'payments.read' } },
]
