import type { RouteRecordRaw } from 'vue-router'

export const customersRoutes: RouteRecordRaw[] = [
  {
    path: '/customers',
    name: 'customers',
    component: () => import('./list.vue'),
    meta: { title: 'customers.title', permit: 'customers.read' },
  },
  {
    path: '/customers/:id',
    name: 'customer',
    component: () => import('./detail.vue'),
    props: true,
    meta: { title: 'customers.title', permit: 'customers.read' },
  },
]
