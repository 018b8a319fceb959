import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { openMiniProgram } from '../drive.mjs'
import { getTown, openMailbox } from './town.mjs'

const town = getTown()
let opened
let page

const field = label => page.locator(`.text-field:visible:has-text("${label}") input`)
const button = words => page.locator(`.button:visible:has-text("${words}")`)
const visible = words => page.locator(`.mp-page:visible >> text=${words}`).first()
const route = () => page.evaluate(() => window.miniProgram.pages.at(-1).route)
// A page below keeps its elements, so what comes next is sought only once the new page is on top.
const arrive = path => expect.poll(route).toBe(path)

beforeAll(async () => {
  opened = await openMiniProgram({ upstream: town.upstream })
  page = opened.page
})
afterEach(() => expect(opened.complaints.splice(0)).toEqual([]))
afterAll(() => opened?.close())

test('the home page shows products, and search narrows them', async () => {
  await page.locator('.product-card').first().waitFor()
  const all = await page.locator('.section-count').innerText()
  await page.locator('.search').click()
  await page.locator('.search-box:visible input').fill('这样的商品没有')
  await page.locator('.empty:visible').waitFor()
  await page.locator('.empty:visible .button').click()
  await page.evaluate(() => window.miniProgram.wx.proxy.reLaunch({ url: '/pages/home/index' }))
  await page.locator('.product-card').first().waitFor()
  expect(await page.locator('.section-count').innerText()).toBe(all)
})

test('the end of the list brings the next products', async () => {
  const before = await page.locator('.product-card').count()
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
  await page.locator('.product-card').nth(before).waitFor()
})

test('a product opens with its prices, and back leads home', async () => {
  await page.locator('.product-card').first().click()
  await page.locator('.sku').first().waitFor()
  await arrive('pages/product/index')
  expect(await page.locator('.mp-page:visible .price').first().innerText()).toMatch(/\d/)
  await page.locator('.back:visible').click()
  await arrive('pages/home/index')
})

test('a category lists its own products', async () => {
  await page.locator('.mp-tabs >> text=分类').click()
  await page.locator('.root').nth(1).click()
  await page.locator('.root.on').waitFor()
  expect(await page.locator('.root.on').innerText()).toBe(await page.locator('.root').nth(1).innerText())
})

test('a wrong phone number is told in a sentence and nothing is sent', async () => {
  await page.locator('.mp-tabs >> text=我的').click()
  await button('手机号登录').click()
  await field('手机号').fill('123')
  await button('获取验证码').click()
  await visible('手机号应为').waitFor()
  expect(await page.evaluate(() => window.miniProgram.requests.filter(call => call.endsWith('/codes')))).toEqual([])
})

test('no consent is given for the customer', async () => {
  expect(await page.locator('.mp-page:visible .mark.on').count()).toBe(0)
})

test('a customer signs in with the code from the message', async () => {
  const readCode = await openMailbox(town, town.phone)
  await field('手机号').fill(town.phone)
  await button('获取验证码').click()
  await page.locator('.button:visible:has-text("秒后重发")').waitFor()
  await field('验证码').fill(await readCode())
  await page.locator('.submit .button:visible').click()
  await page.locator('.number-value:visible').waitFor()
  await arrive('pages/me/index')
})

test('a receipt opens from the list and its lines add up to what was paid', async () => {
  await page.locator('.cell-row:visible:has-text("消费记录")').click()
  await arrive('pages/receipts/index')
  await page.locator('.receipt-row:visible').first().click()
  await page.locator('.paper .line').first().waitFor()
  const read = async place => Number((await place.innerText()).replace(/[^\d.−]/g, '').replace('−', '-'))
  const lines = await Promise.all((await page.locator('.paper .line .price').all()).map(read))
  const paid = await read(page.locator('.paper .top .price'))
  expect(lines.reduce((sum, line) => sum + line, 0)).toBeCloseTo(paid, 2)
})

test('a consent is switched and stays so', async () => {
  await page.locator('.back:visible').click()
  await arrive('pages/receipts/index')
  await page.locator('.back:visible').click()
  await arrive('pages/me/index')
  await page.locator('.cell-row:visible:has-text("授权管理")').click()
  const first = page.locator('.track:visible').first()
  const state = page.locator('.mp-page:visible .state').first()
  await first.waitFor()
  const wasOn = await first.evaluate(track => track.classList.contains('track-on'))
  for (const on of [!wasOn, wasOn]) {
    await first.click()
    await expect.poll(() => state.innerText()).toContain(on ? '已同意' : '已关闭')
  }
})

test('the session survives closing the mini program', async () => {
  await page.reload()
  await page.locator('.mp-tabs >> text=我的').click()
  await page.locator('.number-value:visible').waitFor()
})

test('a lost session leads to sign-in and back to the page', async () => {
  await page.evaluate(() => localStorage.setItem('mp:siyu.member', '"1.gone"'))
  await page.reload()
  await page.evaluate(() => window.miniProgram.wx.proxy.navigateTo({ url: '/pages/receipts/index' }))
  await visible('登录已过期').waitFor()
  expect(await page.evaluate(() => window.miniProgram.pages.at(-1).instance.options.to)).toContain('receipts')
})

test('a guide signs in, finds a customer and keeps a remark', async () => {
  await page.evaluate(() => window.miniProgram.wx.proxy.reLaunch({ url: '/pages-guide/home/index' }))
  await field('账号').fill(town.guide.account)
  await field('密码').fill('wrong-password')
  await page.locator('.submit .button:visible').click()
  await page.locator('.trouble:visible').waitFor()
  await field('密码').fill(town.guide.password)
  await page.locator('.submit .button:visible').click()
  await page.locator('.sums .price:visible').first().waitFor()

  await page.locator('.tabs .tab:visible').nth(1).click()
  await page.locator('.person').first().waitFor()
  const name = await page.locator('.person .name').first().innerText()
  await page.locator('.search-box:visible input').fill(name)
  await page.waitForFunction(wanted => [...document.querySelectorAll('.person .name')].every(found => found.textContent === wanted), name)
  await page.locator('.person').first().click()

  const remark = `周末来店 ${Date.now()}`
  await page.locator('.remark-card .button').first().click()
  await page.locator('.remark-card textarea').fill(remark)
  await button('保存').click()
  await visible(remark).waitFor()
  await page.locator('.dot').first().waitFor()
})
