import type { RouteRecordRaw } from 'vue-router'

export const storiesRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./home/home.vue'), meta: { title: 'home.title' } },
]
