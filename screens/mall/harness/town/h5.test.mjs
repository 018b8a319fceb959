import { afterEach, expect, test } from 'vitest'

import { openH5 } from '../drive.mjs'
import { getTown, openMailbox } from './town.mjs'

const town = getTown()
const PAGES = ['/', '/#/pages/category/index', '/#/pages/cart/index', '/#/pages/articles/index', '/#/pages/me/index', '/#/pages/sign-in/index', '/guide/']
let opened

afterEach(async () => {
  const { complaints } = opened
  await opened.close()
  expect(complaints).toEqual([])
})

test.each([[390, 844], [1440, 900]])('every door page keeps the security policy and its width at %i px', async (width, height) => {
  opened = await openH5({ upstream: town.upstream, viewport: { width, height } })
  for (const at of PAGES) {
    await opened.page.goto('about:blank')
    await opened.page.goto(opened.origin + at)
    await opened.page.locator('.nav').first().waitFor()
    await opened.page.waitForLoadState('networkidle')
    expect(await opened.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), at).toBe(true)
  }
})

test('the address /guide/ opens the guide desk and stays there', async () => {
  opened = await openH5({ upstream: town.upstream })
  await opened.page.goto(`${opened.origin}/guide/`)
  await opened.page.locator('.text-field input').first().waitFor()
  expect(new URL(opened.page.url()).pathname).toBe('/guide/')
})

test('the language changes at once and is remembered', async () => {
  opened = await openH5({ upstream: town.upstream })
  const { page, origin } = opened
  await page.goto(`${origin}/#/pages/me/index`)
  await page.locator('.choice:has-text("English")').click()
  await page.locator('.button:has-text("Sign in by phone")').waitFor()
  await page.reload()
  await page.locator('.button:has-text("Sign in by phone")').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
})

test('a page that needs sign-in leads there and back', async () => {
  opened = await openH5({ upstream: town.upstream })
  const { page, origin } = opened
  const phone = `139${String(Date.now()).slice(-8)}`
  const readCode = await openMailbox(town, phone)
  await page.goto(`${origin}/#/pages/receipts/index`)
  await page.locator('.text-field input').nth(0).fill(phone)
  await page.locator('.text-field .button').click()
  await page.locator('.sent').waitFor()
  await page.locator('.text-field input').nth(1).fill(await readCode())
  await page.locator('.submit .button').click()
  // Who is new reads first what is waiting for her.
  await page.locator('.go .button:visible').click()
  await page.locator('.empty, .receipt-row').first().waitFor()
  expect(page.url()).toContain('/pages/receipts/index')
})

test('offline is told, and retry brings the page once the network is back', async () => {
  opened = await openH5({ upstream: town.upstream })
  const { page, origin } = opened
  await page.goto(origin)
  await page.locator('.product-card').first().waitFor()
  await page.context().setOffline(true)
  await page.locator('.offline').waitFor()
  await page.locator('.product-card').first().click()
  await page.locator('.error').waitFor()
  await page.context().setOffline(false)
  await page.locator('.error .button').click()
  await page.locator('.sku').first().waitFor()
  // The browser itself notes the calls that failed while offline.
  opened.complaints.splice(0, opened.complaints.length, ...opened.complaints.filter(text => !text.includes('ERR_INTERNET_DISCONNECTED')))
})
