import type { RouteRecordRaw } from 'vue-router'

export const groupsRoutes: RouteRecordRaw[] = [
  { path: '/group-buys', name: 'group-buys', component: () => import('./list.vue'), meta: { title: 'groups.title', permit: 'promotions.read' } },
  { path: '/group-buys/new', name: 'group-buy-new', component: () => import('./form.vue'), meta: { title: 'groups.new', permit: 'promotions.write' } },
  { path: '/group-buys/:id', name: 'group-buy', component: () => import('./detail.vue'), props: true, meta: { title: 'groups.title', permit: 'promotions.read' } },
  { path: '/group-buys/:id/edit', name: 'group-buy-edit', component: () => import('./edit.vue'), props: true, meta: { title: 'groups.edit', permit: 'promotions.write' } },
]
