import type { RouteRecordRaw } from 'vue-router'

export const dealsRoutes: RouteRecordRaw[] = [
  { path: '/flash-sales', name: 'flash-sales', component: () => import('./list.vue'), meta: { title: 'deals.title', permit: 'promotions.read' } },
  { path: '/flash-sales/new', name: 'flash-sale-new', component: () => import('./form.vue'), meta: { title: 'deals.new', permit: 'promotions.write' } },
  { path: '/flash-sales/:id', name: 'flash-sale', component: () => import('./detail.vue'), props: true, meta: { title: 'deals.title', permit: 'promotions.read' } },
  { path: '/flash-sales/:id/edit', name: 'flash-sale-edit', component: () => import('./edit.vue'), props: true, meta: { title: 'deals.edit', permit: 'promotions.write' } },
]
