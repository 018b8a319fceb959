import type { RouteRecordRaw } from 'vue-router'

export const messagingRoutes: RouteRecordRaw[] = [
  { path: '/campaigns', name: 'campaigns', component: () => import('./list.vue'), meta: { title: 'campaigns.title', permit: 'campaigns.read' } },
  { path: '/campaigns/new', name: 'campaign-new', component: () => import('./wizard.vue'), meta: { title: 'campaigns.new', permit: 'campaigns.write' } },
  { path: '/campaigns/:id', name: 'campaign', component: () => import('./report.vue'), props: true, meta: { title: 'campaigns.one', permit: 'campaigns.read' } },
  { path: '/campaigns/:id/people', name: 'campaign-people', component: () => import('./people.vue'), props: true, meta: { title: 'campaigns.people', permit: 'campaigns.read' } },
  { path: '/reach-rules', name: 'reach-rules', component: () => import('./rules.vue'), meta: { title: 'reach.title', permit: 'campaigns.write' } },
]
