import type { RouteRecordRaw } from 'vue-router'

export const insightRoutes: RouteRecordRaw[] = [
  { path: '/insight/sales', name: 'sales', component: () => import('./sales.vue'), meta: { title: 'insight.sales.title', permit: 'insight.read' } },
  { path: '/insight/rfm', name: 'rfm', component: () => import('./rfm.vue'), meta: { title: 'insight.rfm.title', permit: 'insight.read' } },
  { path: '/insight/rfm/people', name: 'rfm-people', component: () => import('./rfm-people.vue'), meta: { title: 'insight.rfm.people', permit: 'insight.people' } },
  { path: '/insight/repurchase', name: 'repurchase', component: () => import('./repurchase.vue'), meta: { title: 'insight.repurchase.title', permit: 'insight.read' } },
  { path: '/insight/funnel', name: 'funnel', component: () => import('./funnel.vue'), meta: { title: 'insight.funnel.title', permit: 'insight.read' } },
  { path: '/insight/funnel/people', name: 'funnel-people', component: () => import('./funnel-people.vue'), meta: { title: 'insight.funnel.people', permit: 'insight.people' } },
  { path: '/insight/codes', name: 'insight-codes', component: () => import('./codes.vue'), meta: { title: 'insight.codes.title', permit: 'insight.read' } },
  { path: '/insight/codes/:id', name: 'insight-code', component: () => import('./code.vue'), props: true, meta: { title: 'insight.codes.one', permit: 'insight.read' } },
  { path: '/insight/stores', name: 'compare-stores', component: () => import('./compare.vue'), props: { by: 'stores' }, meta: { title: 'insight.compare.stores', permit: 'insight.read' } },
  { path: '/insight/guides', name: 'compare-guides', component: () => import('./compare.vue'), props: { by: 'guides' }, meta: { title: 'insight.compare.guides', permit: 'insight.read' } },
  { path: '/insight/definitions', name: 'definitions', component: () => import('./definitions.vue'), meta: { title: 'insight.definitions.title' } },
]
