import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

import { openMiniProgram } from '../drive.mjs'
import { getTown, openMailbox, scan } from './town.mjs'

const town = getTown()
const phone = `137${String(Date.now()).slice(-8)}`
let opened
let page
let code

const button = words => page.locator(`.button:visible:has-text("${words}")`).last()
const route = () => page.evaluate(() => window.miniProgram.pages.at(-1).route)
const arrive = path => expect.poll(route, { timeout: 15_000 }).toBe(path)
const go = url => page.evaluate(to => window.miniProgram.wx.proxy.reLaunch({ url: to }), url)
const state = () => page.locator('.mp-page:visible .head .state').innerText()

beforeAll(async () => {
  opened = await openMiniProgram({ upstream: town.upstream, query: { came: await scan(town) } })
  page = opened.page
})
afterEach(() => expect(opened.complaints.splice(0)).toEqual([]))
afterAll(() => opened?.close())

test('who came by a guide\'s code signs in at the cart, and reads whose she is and what she is given', async () => {
  const readCode = await openMailbox(town, phone)
  await page.locator('.mp-tabs >> text=购物车').click()
  await button('手机号登录').click()
  await page.locator('.text-field:visible input').nth(0).fill(phone)
  await button('获取验证码').click()
  await page.locator('.button:visible:has-text("秒后重发")').waitFor()
  await page.locator('.text-field:visible input').nth(1).fill(await readCode())
  await page.locator('.submit .button:visible').click()
  await arrive('pages/welcome/index')
  await page.locator('.who:visible .name:has-text("安安")').waitFor()
  await page.locator('.ticket:visible').first().waitFor()
  await button('开始逛逛').click()
  await arrive('pages/home/index')
})

test('a product goes into the cart, and the tab bar counts it', async () => {
  await go(`/pages/product/index?id=${town.product}`)
  await button('加入购物车').click()
  await page.locator('.sheet:visible .step').nth(1).click()
  await page.locator('.sheet:visible .step').nth(1).click()
  await page.locator('.sheet:visible .button:has-text("加入购物车")').click()
  await expect.poll(() => page.locator('.to .badge:visible').innerText()).toBe('3')
  await go('/pages/cart/index')
  await page.locator('.goods-row:visible').first().waitFor()
  await expect.poll(() => page.locator('.mp-tabs b').innerText()).toBe('3')
})

test('she orders with her coupon, gives up at the cashier, and nothing is paid', async () => {
  await button('结算（3）').click()
  await expect.poll(() => page.locator('.price-why:visible').innerText()).toMatch(/−\s*¥\s*20\.00/)
  await expect.poll(() => page.locator('.bottom-bar:visible .price').innerText()).toContain('85.00')
  await button('提交订单').click()
  await arrive('pages/cashier/index')
  const cashier = page.frameLocator('iframe')
  await cashier.locator('button.second').click()
  await cashier.locator('.told').waitFor()
  await page.evaluate(() => window.miniProgram.wx.proxy.navigateBack({ delta: 1 }))
  await arrive('pages/order/index')
  await page.locator('.wait:visible').waitFor()
  expect(await state()).toBe('待付款')
})

test('she pays, and the code comes with the notice', async () => {
  await button('支付').click()
  await arrive('pages/cashier/index')
  const cashier = page.frameLocator('iframe')
  await cashier.locator('button.first').click()
  await cashier.locator('.told.good').waitFor()
  await page.evaluate(() => window.miniProgram.wx.proxy.navigateBack({ delta: 1 }))
  await arrive('pages/order/index')
  await page.locator('.pickup-card:visible .code').waitFor()
  code = (await page.locator('.pickup-card:visible .code').innerText()).replace(/\D/g, '')
  expect(code).toMatch(/^\d{8}$/)
  expect(await state()).toBe('待自提')
})

test('the guide hands it over once', async () => {
  await go('/pages-guide/pickup/index')
  await page.locator('.text-field:visible input').nth(0).fill(town.guide.account)
  await page.locator('.text-field:visible input').nth(1).fill(town.guide.password)
  await page.locator('.submit .button:visible').click()
  await arrive('pages-guide/pickup/index')
  await page.locator('.text-field:visible input').fill(code)
  await button('查看').click()
  await button('确认交货').click()
  await page.locator('.mp-modal button').nth(1).click()
  await page.locator('.top.done:visible').waitFor()
  await button('下一单').click()
  await page.locator('.text-field:visible input').fill(code)
  await button('查看').click()
  await page.locator('.text-field:visible:has-text("已核销过")').waitFor()
})

test('she asks for an exchange and shows what is wrong', async () => {
  await go('/pages/orders/index')
  await page.locator('.order-card:visible').first().click()
  await arrive('pages/order/index')
  await button('申请售后').click()
  await arrive('pages/case-ask/index')
  await page.locator('.choice-row:visible:has-text("换货")').click()
  await page.locator('.choice-row:visible:has-text("质量问题或破损")').click()
  const choosing = page.waitForEvent('filechooser')
  await page.locator('.case-pictures:visible .add').click()
  await (await choosing).setFiles({ name: 'seam.png', mimeType: 'image/png', buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } }) })
  await expect.poll(() => page.locator('.case-pictures:visible .drop').count()).toBe(1)
  await button('提交申请').click()
  await arrive('pages/case/index')
  expect(await state()).toBe('等待商家处理')
  await page.locator('.case-pictures:visible .thumb:not(.bone)').first().waitFor()
  await expect.poll(() => page.locator('.case-pictures:visible .cell').count()).toBe(2)
})
