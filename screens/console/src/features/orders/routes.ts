import type { RouteRecordRaw } from 'vue-router'

export const ordersRoutes: RouteRecordRaw[] = [
  { path: '/orders', name: 'orders', component: () => import('./list.vue'), meta: { title: 'orders.title', permit: 'orders.read' } },
  { path: '/orders/:id', name: 'order', component: () => import('./detail.vue'), props: true, meta: { title: 'orders.one', permit: 'orders.read' } },
]
