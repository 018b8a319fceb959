import type { RouteRecordRaw } from 'vue-router'

export const developersRoutes: RouteRecordRaw[] = [
  { path: '/keys', name: 'keys', component: () => import('./keys.vue'), meta: { title: 'keys.title', permit: 'developers.read' } },
  { path: '/sandbox', name: 'sandbox', component: () => import('./sandbox.vue'), meta: { title: 'sandbox.title', permit: 'sandbox.use' } },
]
