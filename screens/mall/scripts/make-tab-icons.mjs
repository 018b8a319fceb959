// Draws the tab bar's pictures from our icons: the mini program's tab bar takes bitmaps only.
// The results are kept in src/static/tab; run `npm run icons` after a change of an icon or colour.
import { writeFileSync } from 'node:fs'
import path from 'node:path'

import { build } from 'esbuild'
import { chromium } from 'playwright-core'

import { CHROMIUM } from '../harness/chromium.mjs'

const root = path.dirname(import.meta.dirname)
const code = await build({ entryPoints: [path.join(root, 'src/icons/shapes.ts')], bundle: true, write: false, format: 'esm' })
const { drawIcon } = await import(`data:text/javascript,${encodeURIComponent(code.outputFiles[0].text)}`)

const SIZE = 81
const browser = await chromium.launch(CHROMIUM)
const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
for (const name of ['home', 'category', 'cart', 'me']) {
  for (const [suffix, colour] of [['', '#8a837c'], ['-on', '#d4432c']]) {
    const svg = drawIcon(name, colour).replace('<svg ', `<svg width="${SIZE}" height="${SIZE}" style="position:fixed;left:0;top:0" `)
    await page.setContent(svg)
    writeFileSync(path.join(root, `src/static/tab/${name}${suffix}.png`), await page.screenshot({ omitBackground: true }))
  }
}
await browser.close()
