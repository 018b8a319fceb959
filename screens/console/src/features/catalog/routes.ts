import type { RouteRecordRaw } from 'vue-router'

export const catalogRoutes: RouteRecordRaw[] = [
  { path: '/products', name: 'products', component: () => import('./list.vue'), meta: { title: 'products.title', permit: 'catalog.read' } },
  { path: '/products/new', name: 'product-new', component: () => import('./form.vue'), meta: { title: 'products.new', permit: 'catalog.write' } },
  { path: '/products/:id', name: 'product', component: () => import('./detail.vue'), props: true, meta: { title: 'products.title', permit: 'catalog.read' } },
  { path: '/products/:id/edit', name: 'product-edit', component: () => import('./form.vue'), props: true, meta: { title: 'products.edit', permit: 'catalog.write' } },
  { path: '/categories', name: 'categories', component: () => import('./categories.vue'), meta: { title: 'categories.title', permit: 'catalog.read' } },
]
