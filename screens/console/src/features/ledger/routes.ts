import type { RouteRecordRaw } from 'vue-router'

export const ledgerRoutes: RouteRecordRaw[] = [
  { path: '/ledger', name: 'ledger', component: () => import('./invariants.vue'), meta: { title: 'ledger.title', permit: 'ledger.read' } },
]
