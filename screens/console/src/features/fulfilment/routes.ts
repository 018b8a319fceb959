import type { RouteRecordRaw } from 'vue-router'

export const fulfilmentRoutes: RouteRecordRaw[] = [
  { path: '/freights', name: 'freights', component: () => import('./list.vue'), meta: { title: 'freight.title', permit: 'orders.read' } },
  { path: '/freights/new', name: 'freight-new', component: () => import('./form.vue'), meta: { title: 'freight.new', permit: 'fulfilment.write' } },
  { path: '/freights/:id', name: 'freight', component: () => import('./detail.vue'), props: true, meta: { title: 'freight.title', permit: 'orders.read' } },
  { path: '/freights/:id/edit', name: 'freight-edit', component: () => import('./edit.vue'), props: true, meta: { title: 'freight.edit', permit: 'fulfilment.write' } },
  { path: '/delivery', name: 'delivery', component: () => import('./delivery.vue'), meta: { title: 'delivery.title', permit: 'orders.read' } },
]
