import type { RouteRecordRaw } from 'vue-router'

export const promotionsRoutes: RouteRecordRaw[] = [
  { path: '/promotions', name: 'promotions', component: () => import('./list.vue'), meta: { title: 'promotions.title', permit: 'promotions.read' } },
  { path: '/promotions/new', name: 'promotion-new', component: () => import('./new.vue'), meta: { title: 'promotions.new', permit: 'promotions.write' } },
  { path: '/promotions/costs', name: 'promotion-costs', component: () => import('./costs.vue'), meta: { title: 'promotions.costs.title', permit: 'payments.read' } },
  { path: '/promotions/:id', name: 'promotion', component: () => import('./detail.vue'), props: true, meta: { title: 'promotions.one', permit: 'promotions.read' } },
  { path: '/promotions/:id/edit', name: 'promotion-edit', component: () => import('./edit.vue'), props: true, meta: { title: 'promotions.edit', permit: 'promotions.write' } },
]
