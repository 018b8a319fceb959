import { readFileSync } from 'node:fs'
import path from 'node:path'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { BUILD, openMiniProgram } from './drive.mjs'

// Nothing listens there: every door fails, as on a phone whose server is away.
const NOWHERE = 'http://127.0.0.1:9'
const { pages, subPackages } = JSON.parse(readFileSync(path.join(BUILD, 'mp-weixin/app.json'), 'utf8'))
// It holds nothing but a page of the web, whose address it is given.
const FRAME = 'pages/cashier/index'
// They ask for nothing before somebody types.
const QUIET = ['pages/search/index', 'pages-guide/stock/index']
const all = [...pages, ...subPackages.flatMap(({ root, pages: below }) => below.map(page => `${root}/${page}`))].filter(route => route !== FRAME)
let opened

beforeAll(async () => {
  opened = await openMiniProgram({ upstream: NOWHERE })
})
afterAll(() => opened?.close())

async function openAs(visitor, route) {
  const { page, origin } = opened
  await page.evaluate(stored => {
    for (const [key, value] of Object.entries(stored)) localStorage.setItem(`mp:siyu.${key}`, JSON.stringify(value))
  }, visitor)
  await page.goto(origin)
  await page.evaluate(url => window.miniProgram.wx.proxy.reLaunch({ url }), `/${route}?id=1`)
  await page.locator('.mp-page .nav').waitFor()
  await page.waitForTimeout(250)
}

const session = {
  member: '1.member',
  desk: { token: '1.desk', staff: { id: '1', name: '周敏', account: 'zhou', role: 'guide' }, tenant: { id: 1, name: '小禾', currency: 'CNY', exponent: 2, timezone: 'Asia/Shanghai' } },
}

test.each(all)('%s stands without a server and says so', async route => {
  await openAs(session, route)
  expect(opened.complaints.splice(0)).toEqual([])
  const text = () => opened.page.innerText('.mp-page')
  expect((await text()).trim()).not.toBe('')
  if (!route.includes('sign-in') && !QUIET.includes(route)) await expect.poll(text).toMatch(/重试/)
})

test('retry asks the doors again', async () => {
  await openAs(session, 'pages/product/index')
  const retry = opened.page.locator('.error .button')
  await retry.waitFor()
  const asked = () => opened.page.evaluate(() => window.miniProgram.requests.length)
  const before = await asked()
  await retry.click()
  await expect.poll(asked).toBeGreaterThan(before)
})

test('the cashier shows no page but the server’s own', async () => {
  const { page, origin } = opened
  const show = async at => {
    await page.goto(origin)
    await page.evaluate(url => window.miniProgram.wx.proxy.reLaunch({ url }), `/${FRAME}?at=${encodeURIComponent(at)}`)
    await page.waitForTimeout(250)
    return page.locator('.mp-page iframe').count()
  }
  expect(await show('http://elsewhere.example/pay')).toBe(0)
  expect(await show(`${origin}.elsewhere.example/pay`)).toBe(0)
  expect(await show(`${origin}/sandbox/cashier/pay/x`)).toBe(1)
  opened.complaints.splice(0)
})
