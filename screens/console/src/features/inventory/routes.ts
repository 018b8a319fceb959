import type { RouteRecordRaw } from 'vue-router'

export const inventoryRoutes: RouteRecordRaw[] = [
  { path: '/stock', name: 'stock', component: () => import('./list.vue'), meta: { title: 'stock.title', permit: 'inventory.read' } },
  { path: '/stock/receive', name: 'stock-receive', component: () => import('./form.vue'), props: { kind: 'received' }, meta: { title: 'stock.receive', permit: 'inventory.write' } },
  { path: '/stock/count', name: 'stock-count', component: () => import('./form.vue'), props: { kind: 'counted' }, meta: { title: 'stock.count', permit: 'inventory.write' } },
  { path: '/stock/documents', name: 'stock-documents', component: () => import('./documents.vue'), meta: { title: 'stock.documents', permit: 'inventory.read' } },
  { path: '/stock/documents/:id', name: 'stock-document', component: () => import('./document.vue'), props: true, meta: { title: 'stock.documents', permit: 'inventory.read' } },
  { path: '/stock/transfers', name: 'transfers', component: () => import('./transfers.vue'), meta: { title: 'transfers.title', permit: 'inventory.read' } },
  { path: '/stock/transfers/new', name: 'transfer-new', component: () => import('./transfer-new.vue'), meta: { title: 'transfers.send', permit: 'inventory.write' } },
  { path: '/stock/transfers/:id', name: 'transfer', component: () => import('./transfer.vue'), props: true, meta: { title: 'transfers.title', permit: 'inventory.read' } },
  { path: '/stock/refills', name: 'stock-refills', component: () => import('./refills.vue'), meta: { title: 'refills.title', permit: 'inventory.read' } },
  { path: '/stock/:id/places/:store', name: 'stock-place', component: () => import('./place.vue'), props: true, meta: { title: 'stock.title', permit: 'inventory.read' } },
  { path: '/stock/:id', name: 'stock-one', component: () => import('./detail.vue'), props: true, meta: { title: 'stock.title', permit: 'inventory.read' } },
]
