import type { RouteRecordRaw } from 'vue-router'

export const tillsRoutes: RouteRecordRaw[] = [
  { path: '/receipts', name: 'receipts', component: () => import('./list.vue'), meta: { title: 'tills.title', permit: 'tills.read' } },
  { path: '/imports', name: 'imports', component: () => import('./imports.vue'), meta: { title: 'tills.import.title', permit: 'tills.import' } },
  { path: '/imports/new', name: 'import-new', component: () => import('./wizard/wizard.vue'), meta: { title: 'tills.import.start', permit: 'tills.import' } },
  { path: '/imports/:id', name: 'import', component: () => import('./import-detail.vue'), props: true, meta: { title: 'tills.import.title', permit: 'tills.import' } },
  { path: '/receipts/:id', name: 'receipt', component: () => import('./detail.vue'), props: true, meta: { title: 'tills.title', permit: 'tills.read' } },
]
