import type { RouteRecordRaw } from 'vue-router'

export const audiencesRoutes: RouteRecordRaw[] = [
  { path: '/audiences', name: 'audiences', component: () => import('./list.vue'), meta: { title: 'audiences.title', permit: 'audiences.read' } },
  { path: '/audiences/new', name: 'audience-new', component: () => import('./builder.vue'), meta: { title: 'audiences.new', permit: 'audiences.read' } },
  { path: '/audiences/:id', name: 'audience', component: () => import('./detail.vue'), props: true, meta: { title: 'audiences.one', permit: 'audiences.read' } },
  { path: '/audiences/:id/edit', name: 'audience-edit', component: () => import('./edit.vue'), props: true, meta: { title: 'audiences.edit', permit: 'audiences.write' } },
]
