import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { Problem } from '#client/problem.ts'
import { speak, words } from '#words/words.ts'
import type { ListOf, ListQuery, PageOf } from './column.ts'
import ListPage from './list-page.vue'

interface Row {
  id: string
  name: string
  spent: number
}
let router: Router
const rows = (n: number): Row[] => Array.from({ length: n }, (_, i) => ({ id: String(i), name: `客户${i}`, spent: i * 100 }))
const pageOf = (items: Row[], total = items.length): PageOf<Row> => ({ items, total, more: false, page: 1, size: 20 })

function listOf(load: (query: ListQuery) => Promise<PageOf<Row>>): ListOf<Row> {
  return {
    key: 'rows',
    title: 'customers.title',
    load,
    to: (row) => ({ path: `/rows/${row.id}` }),
    filters: [{ kind: 'search', name: 'q', hint: 'customers.search' }],
    columns: [
      { key: 'name', label: 'customers.name', value: (row) => row.name, narrow: 'head' },
      { key: 'spent', label: 'customers.spent', kind: 'money', value: (row) => row.spent, sort: 'spent' },
    ],
    empty: { title: 'customers.none' },
  }
}
async function show(list: ListOf<Row>, at = '/rows'): Promise<VueWrapper> {
  await router.push(at)
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const page = mount(ListPage as never, {
    props: { list } as never,
    global: { plugins: [words, router, [VueQueryPlugin, { queryClient }]] },
  })
  await flushPromises()
  return page
}
beforeAll(() => {
  window.matchMedia = () => ({ matches: false, addEventListener: vi.fn(), removeEventListener: vi.fn() }) as never
  return speak('zh-CN')
})
beforeEach(() => {
  const routes = [{ path: '/rows', component: {} }, { path: '/rows/:id', component: {} }]
  router = createRouter({ history: createMemoryHistory(), routes })
})

test('a list asks for what its address says', async () => {
  const load = vi.fn(() => Promise.resolve(pageOf(rows(20), 61)))
  const page = await show(listOf(load), '/rows?q=王&page=2&sort=spent')
  expect(load).toHaveBeenCalledWith({ q: '王', sort: 'spent', page: 2, size: 20 })
  expect(page.findAll('tbody tr')).toHaveLength(20)
  expect(page.get('[aria-current=page]').text()).toBe('2')
})

test('sorting and turning pages change the address', async () => {
  const page = await show(listOf(() => Promise.resolve(pageOf(rows(20), 61))))
  await page.get('button.sort').trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ sort: 'spent' })
  await page.findAll('.step')[2]?.trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ sort: 'spent', page: '2' })
})

test('a row leads to its own page', async () => {
  const page = await show(listOf(() => Promise.resolve(pageOf(rows(3)))))
  expect(page.get('tbody a').attributes('href')).toBe('/rows/0')
  await page.findAll('tbody tr')[2]?.trigger('click')
  await flushPromises()
  expect(router.currentRoute.value.path).toBe('/rows/2')
})

test('nothing yet and nothing found are different sentences', async () => {
  const none = (): Promise<PageOf<Row>> => Promise.resolve(pageOf([]))
  expect((await show(listOf(none))).text()).toContain('还没有客户')
  expect((await show(listOf(none), '/rows?q=zz')).text()).toContain('没有符合条件的记录')
})

test('a refusal is told with its request id and can be tried again', async () => {
  const refusal = new Problem(503, { code: 'kernel.busy', message: '数据库暂时连不上。', request_id: 'req_1' })
  const load = vi.fn(() => Promise.reject<PageOf<Row>>(refusal))
  const page = await show(listOf(load))
  expect(page.get('[role=alert]').text()).toContain('数据库暂时连不上。')
  expect(page.text()).toContain('req_1')
  await page.get('[role=alert] button').trigger('click')
  expect(load).toHaveBeenCalledTimes(2)
})

test('a page deeper than the server goes is not asked for', async () => {
  const load = vi.fn(() => Promise.resolve(pageOf(rows(1))))
  await show(listOf(load), '/rows?page=99999&size=100')
  expect(load).toHaveBeenCalledWith({ page: 100, size: 100 })
})
