import type { RouteRecordRaw } from 'vue-router'

export const insightRoutes: RouteRecordRaw[] = [
  { path: '/insight/sales', name: 'sales', component: () => import('./sales.vue'), meta: { title: 'insight.sales.title', permit: 'insight.read' } },
  { path: '/insight/rfm', name: 'rfm', component: () => import('./rfm.vue'), meta: { title: 'insight.rfm.title', permit: 'insight.read' } },
  { path: '/insight/rfm/people', name: 'rfm-people', component: () => import('./rfm-people.vue'), meta: { title: 'insight.rfm.people', permit: 'insight.people' } },
  { path: '/insight/repurchase', name: 'repurchase', component: () => import('./repurchase.vue'), meta: { title: 'insight.repurchase.title', permit: 'insight.read' } },
  { path: '/insight/definitions', name: 'definitions', component: () => import('./definitions.vue'), meta: { title: 'insight.definitions.title' } },
]
