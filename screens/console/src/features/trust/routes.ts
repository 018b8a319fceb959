import type { RouteRecordRaw } from 'vue-router'

export const trustRoutes: RouteRecordRaw[] = [
  { path: '/audit', name: 'audit', component: () => import('./audit.vue'), meta: { title: 'audit.title', permit: 'audit.read' } },
  { path: '/parked', name: 'parked', component: () => import('./parked.vue'), meta: { title: 'parked.title', permit: 'system.read' } },
  { path: '/jobs', name: 'jobs', component: () => import('./jobs.vue'), meta: { title: 'jobs.title', permit: 'system.read' } },
  { path: '/system', name: 'system', component: () => import('./system.vue'), meta: { title: 'system.title', permit: 'system.read' } },
]
