import type { RouteRecordRaw } from 'vue-router'

export const tenantsRoutes: RouteRecordRaw[] = [
  { path: '/stores', name: 'stores', component: () => import('./list.vue'), meta: { title: 'stores.title', permit: 'tenants.read' } },
  { path: '/stores/new', name: 'store-new', component: () => import('./form.vue'), meta: { title: 'stores.new', permit: 'tenants.write' } },
  { path: '/stores/:id', name: 'store', component: () => import('./detail.vue'), props: true, meta: { title: 'stores.title', permit: 'tenants.read' } },
  { path: '/stores/:id/edit', name: 'store-edit', component: () => import('./form.vue'), props: true, meta: { title: 'stores.edit', permit: 'tenants.write' } },
  { path: '/regions', name: 'regions', component: () => import('./regions.vue'), meta: { title: 'regions.title', permit: 'tenants.read' } },
]
