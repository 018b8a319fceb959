import { watch } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw, type Router } from 'vue-router'
import type { Permit } from '#client/permits.ts'
import { asProblem } from '#client/problem.ts'
import { may } from '#kit/text/standing.ts'
import { words, type Key } from '#words/words.ts'
import { aftersaleRoutes } from '../features/aftersale/routes.ts'
import { audiencesRoutes } from '../features/audiences/routes.ts'
import { catalogRoutes } from '../features/catalog/routes.ts'
import { channelsRoutes } from '../features/channels/routes.ts'
import { contentRoutes } from '../features/content/routes.ts'
import { couponsRoutes } from '../features/coupons/routes.ts'
import { customersRoutes } from '../features/customers/routes.ts'
import { dealsRoutes } from '../features/deals/routes.ts'
import { developersRoutes } from '../features/developers/routes.ts'
import { distributionRoutes } from '../features/distribution/routes.ts'
import { fulfilmentRoutes } from '../features/fulfilment/routes.ts'
import { groupsRoutes } from '../features/groups/routes.ts'
import { insightRoutes } from '../features/insight/routes.ts'
import { inventoryRoutes } from '../features/inventory/routes.ts'
import { ledgerRoutes } from '../features/ledger/routes.ts'
import { loyaltyRoutes } from '../features/loyalty/routes.ts'
import { messagingRoutes } from '../features/messaging/routes.ts'
import { ordersRoutes } from '../features/orders/routes.ts'
import { paymentsRoutes } from '../features/payments/routes.ts'
import { promotionsRoutes } from '../features/promotions/routes.ts'
import { staffRoutes } from '../features/staff/routes.ts'
import { tenantsRoutes } from '../features/tenants/routes.ts'
import { tillsRoutes } from '../features/tills/routes.ts'
import { trustRoutes } from '../features/trust/routes.ts'
import { vouchersRoutes } from '../features/vouchers/routes.ts'
import { storiesRoutes } from '../stories/routes.ts'
import { askSession } from './session.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title?: Key
    permit?: Permit
    /** Shown without the frame of the shell. */
    bare?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./sign-in.vue'), meta: { title: 'signIn.title', bare: true } },
  { path: '/demo', name: 'demo', component: () => import('./demo/demo.vue'), meta: { title: 'demo.title', bare: true } },
  { path: '/unreachable', name: 'unreachable', component: () => import('./unreachable.vue'), meta: { bare: true } },
  ...storiesRoutes,
  ...customersRoutes,
  ...audiencesRoutes,
  ...loyaltyRoutes,
  ...messagingRoutes,
  ...channelsRoutes,
  ...promotionsRoutes,
  ...couponsRoutes,
  ...contentRoutes,
  ...tenantsRoutes,
  ...staffRoutes,
  ...catalogRoutes,
  ...inventoryRoutes,
  ...tillsRoutes,
  ...ordersRoutes,
  ...aftersaleRoutes,
  ...fulfilmentRoutes,
  ...vouchersRoutes,
  ...paymentsRoutes,
  ...distributionRoutes,
  ...groupsRoutes,
  ...insightRoutes,
  ...ledgerRoutes,
  ...dealsRoutes, ...developersRoutes,
  ...trustRoutes,
  { path: '/:rest(.*)*', name: 'nowhere', component: () => import('./nowhere.vue') },
]

function nameTab(router: Router): void {
  const { t, locale } = words.global
  const title = router.currentRoute.value.meta.title
  void locale.value
  document.title = title ? `${t(title)} · ${t('shell.product')}` : t('shell.product')
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/console/'),
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? {} : { top: 0 }),
  })
  router.beforeEach(async (to) => {
    if (to.meta.bare) return true
    try {
      if (!(await askSession())) return { name: 'sign-in', query: { next: to.fullPath } }
    } catch (error) {
      const signedOut = asProblem(error).status === 401
      return { name: signedOut ? 'sign-in' : 'unreachable', query: { next: to.fullPath } }
    }
    return may(to.meta.permit) || { name: 'nowhere', params: { rest: to.path.slice(1).split('/') } }
  })
  watch([() => router.currentRoute.value.fullPath, words.global.locale], () => nameTab(router))
  return router
}
