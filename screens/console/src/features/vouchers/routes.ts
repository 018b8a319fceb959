import type { RouteRecordRaw } from 'vue-router'

export const vouchersRoutes: RouteRecordRaw[] = [
  { path: '/vouchers', name: 'vouchers', component: () => import('./list.vue'), meta: { title: 'vouchers.title', permit: 'vouchers.read' } },
  { path: '/vouchers/:id', name: 'voucher', component: () => import('./detail.vue'), props: true, meta: { title: 'vouchers.title', permit: 'vouchers.read' } },
]
