import type { RouteRecordRaw } from 'vue-router'

export const customersRoutes: RouteRecordRaw[] = [
  {
    path: '/customers',
    name: 'customers',
    component: () => import('./list.vue'),
    meta: { title: 'customers.title', permit: 'customers.read' },
  },
  { path: '/customers/pool', name: 'pool', component: () => import('./pool.vue'), meta: { title: 'pool.title', permit: 'customers.assign' } },
  { path: '/bond-rules', name: 'bond-rules', component: () => import('./bond-rules.vue'), meta: { title: 'bonds.title', permit: 'customers.rule' } },
  { path: '/tags', name: 'tags', component: () => import('./tags.vue'), meta: { title: 'tags.title', permit: 'customers.read' } },
  {
    path: '/customers/:id',
    name: 'customer',
    component: () => import('./detail.vue'),
    props: true,
    meta: { title: 'customers.title', permit: 'customers.read' },
  },
]
