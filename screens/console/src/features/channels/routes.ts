import type { RouteRecordRaw } from 'vue-router'

export const channelsRoutes: RouteRecordRaw[] = [
  { path: '/codes', name: 'codes', component: () => import('./list.vue'), meta: { title: 'ways.title', permit: 'channels.read' } },
  { path: '/codes/new', name: 'code-new', component: () => import('./form.vue'), meta: { title: 'ways.new', permit: 'channels.write' } },
  { path: '/codes/:id', name: 'code', component: () => import('./detail.vue'), props: true, meta: { title: 'ways.title', permit: 'channels.read' } },
]
