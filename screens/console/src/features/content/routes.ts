import type { RouteRecordRaw } from 'vue-router'

export const contentRoutes: RouteRecordRaw[] = [
  { path: '/articles', name: 'articles', component: () => import('./list.vue'), meta: { title: 'articles.title', permit: 'content.read' } },
  { path: '/articles/new', name: 'article-new', component: () => import('./form.vue'), meta: { title: 'articles.new', permit: 'content.write' } },
  { path: '/articles/:id', name: 'article', component: () => import('./detail.vue'), props: true, meta: { title: 'articles.title', permit: 'content.read' } },
  { path: '/articles/:id/edit', name: 'article-edit', component: () => import('./form.vue'), props: true, meta: { title: 'articles.edit', permit: 'content.write' } },
]
