import type { RouteRecordRaw } from 'vue-router'

export const couponsRoutes: RouteRecordRaw[] = [
  { path: '/coupons', name: 'coupons', component: () => import('./list.vue'), meta: { title: 'coupons.title', permit: 'promotions.read' } },
  { path: '/coupons/new', name: 'coupon-new', component: () => import('./form.vue'), meta: { title: 'coupons.new', permit: 'promotions.write' } },
  { path: '/coupons/:id', name: 'coupon', component: () => import('./detail.vue'), props: true, meta: { title: 'coupons.title', permit: 'promotions.read' } },
  { path: '/coupons/:id/edit', name: 'coupon-edit', component: () => import('./edit.vue'), props: true, meta: { title: 'coupons.edit', permit: 'promotions.write' } },
]
