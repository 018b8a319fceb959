import type { RouteRecordRaw } from 'vue-router'

export const catalogRoutes: RouteRecordRaw[] = [
  { path: '/products', name: 'products', component: () => import('./list.vue'), meta: { title: 'products.title', permit: 'catalog.read' } },
  { path: '/products/table', name: 'goods-table', component: () => import('./table.vue'), meta: { title: 'goodsTable.title', permit: 'catalog.write' } },
  { path: '/products/imports/:id', name: 'goods-import', component: () => import('./table-import.vue'), props: true, meta: { title: 'goodsTable.title', permit: 'catalog.write' } },
  { path: '/products/new', name: 'product-new', component: () => import('./form.vue'), meta: { title: 'products.new', permit: 'catalog.write' } },
  { path: '/products/:id', name: 'product', component: () => import('./detail.vue'), props: true, meta: { title: 'products.title', permit: 'catalog.read' } },
  { path: '/products/:id/edit', name: 'product-edit', component: () => import('./form.vue'), props: true, meta: { title: 'products.edit', permit: 'catalog.write' } },
  { path: '/price-books', name: 'price-books', component: () => import('./books.vue'), meta: { title: 'prices.books', permit: 'catalog.read' } },
  { path: '/price-books/new', name: 'price-book-new', component: () => import('./book-form.vue'), meta: { title: 'prices.new', permit: 'catalog.write' } },
  { path: '/price-books/:id', name: 'price-book', component: () => import('./book.vue'), props: true, meta: { title: 'prices.books', permit: 'catalog.read' } },
  { path: '/price-books/:id/edit', name: 'price-book-edit', component: () => import('./book-edit.vue'), props: true, meta: { title: 'prices.edit', permit: 'catalog.write' } },
  { path: '/categories', name: 'categories', component: () => import('./categories.vue'), meta: { title: 'categories.title', permit: 'catalog.read' } },
]
