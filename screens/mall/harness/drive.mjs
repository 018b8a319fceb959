import path from 'node:path'

import { chromium } from 'playwright-core'

import { CHROMIUM } from './chromium.mjs'
import { compile } from './compile.mjs'
import { CONTENT_SECURITY_POLICY, serve } from './serve.mjs'

export const BUILD = path.join(path.dirname(import.meta.dirname), 'dist/build')
const PHONE = { width: 390, height: 844 }
const PATIENCE_MS = 15_000

/** Opens the compiled mini program on a phone-sized page, as WeChat does with `query`; its doors are those of `upstream`. */
export async function openMiniProgram({ upstream, query = {}, folder = path.join(BUILD, 'mp-weixin') }) {
  const script = await compile(folder)
  const html = '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"></head><body><script src="/mini-program.js"></script></body></html>'
  const served = await serve({ folder, upstream, pages: { '/': html, '/mini-program.js': script } })
  const opened = await openPage(served)
  await opened.page.addInitScript(([server]) => localStorage.setItem('mp:siyu.server', JSON.stringify(server)), [served.origin])
  await opened.page.addInitScript(query => { window.enteredWith = query }, query)
  await opened.page.goto(served.origin)
  return opened
}

/** Opens the H5 build under the content security policy the server sends. */
export async function openH5({ upstream, viewport = PHONE }) {
  const served = await serve({ folder: path.join(BUILD, 'h5'), upstream, headers: { 'content-security-policy': CONTENT_SECURITY_POLICY } })
  return openPage(served, viewport)
}

/** `complaints` collects errors of the page, broken policies, and requests to any other host. */
async function openPage(served, viewport = PHONE) {
  const browser = await chromium.launch(CHROMIUM)
  const context = await browser.newContext({ viewport, deviceScaleFactor: 2, locale: 'zh-CN' })
  const page = await context.newPage()
  const complaints = []
  page.setDefaultTimeout(PATIENCE_MS)
  page.on('pageerror', error => complaints.push(`error: ${error.stack ?? error.message}`))
  page.on('console', message => {
    // A refused door is told on the page; the browser's own note of its status is no fault.
    if (message.type() === 'error' && !/status of \d{3}/.test(message.text())) complaints.push(`console: ${message.text()}`)
  })
  await context.route(url => !url.href.startsWith(served.origin) && url.protocol.startsWith('http'), route => {
    complaints.push(`foreign: ${route.request().url()}`)
    return route.abort()
  })
  const close = async () => {
    await browser.close()
    await served.stop()
  }
  return { page, origin: served.origin, complaints, close }
}
