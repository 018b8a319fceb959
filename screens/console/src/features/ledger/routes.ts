import type { RouteRecordRaw } from 'vue-router'

export const ledgerRoutes: RouteRecordRaw[] = [
  { path: '/ledger', name: 'ledger', component: () => import('./invariants.vue'), meta: { title: 'ledger.title', permit: 'ledger.read' } },
  { path: '/ledger/months', name: 'ledger-month', component: () => import('./month.vue'), meta: { title: 'ledger.month', permit: 'ledger.read' } },
]
