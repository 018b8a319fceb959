import type { RouteRecordRaw } from 'vue-router'

export const staffRoutes: RouteRecordRaw[] = [
  { path: '/staff', name: 'staff', component: () => import('./list.vue'), meta: { title: 'staff.title', permit: 'staff.read' } },
  { path: '/staff/new', name: 'staff-new', component: () => import('./form.vue'), meta: { title: 'staff.new', permit: 'staff.write' } },
  { path: '/staff/:id', name: 'staff-one', component: () => import('./detail.vue'), props: true, meta: { title: 'staff.title', permit: 'staff.read' } },
  { path: '/staff/:id/edit', name: 'staff-edit', component: () => import('./form.vue'), props: true, meta: { title: 'staff.edit', permit: 'staff.write' } },
  { path: '/me', name: 'me', component: () => import('./me.vue'), meta: { title: 'me.title' } },
]
