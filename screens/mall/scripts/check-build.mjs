// Fails a build that is too heavy for WeChat or names a host that a page could fetch from.
// node scripts/check-build.mjs h5 | mp-weixin [folder]
import { readFileSync } from 'node:fs'
import path from 'node:path'

import { listFiles } from './files.mjs'

const [, , target, folder] = process.argv
const root = folder ?? path.join(path.dirname(import.meta.dirname), 'dist/build', target)
const files = listFiles(root)

// WeChat's limit for the main package is 2 MB; the rest is room for merchants' own pages.
const MAIN_PACKAGE_BYTES = 1_500_000
const FOREIGN = /https?:\/\/[\w.-]*(alicdn|gtimg|dcloud|googleapis|gstatic|jsdelivr|unpkg|cloudflare)[\w.-]*[^\s"'`)]*/gi

function weighMainPackage() {
  const { subPackages = [] } = JSON.parse(readFileSync(path.join(root, 'app.json'), 'utf8'))
  const roots = subPackages.map(({ root: folder }) => `${folder.replace(/\/$/, '')}/`)
  const main = files.filter(({ name }) => !roots.some(folder => name.startsWith(folder)))
  return main.reduce((sum, { bytes }) => sum + bytes, 0)
}

function findForeignHosts() {
  const readable = files.filter(({ name }) => /\.(js|css|html|json|wxml|wxss|wxs|svg)$/.test(name))
  return readable.flatMap(({ name, at }) => (readFileSync(at, 'utf8').match(FOREIGN) ?? []).map(url => `${name}: ${url}`))
}

const faults = findForeignHosts().map(found => `names a foreign host: ${found}`)
if (target === 'mp-weixin') {
  const bytes = weighMainPackage()
  console.log(`main package ${(bytes / 1000).toFixed(0)} kB of ${MAIN_PACKAGE_BYTES / 1000} kB`)
  if (bytes > MAIN_PACKAGE_BYTES) faults.push(`main package has ${bytes} bytes, more than ${MAIN_PACKAGE_BYTES}`)
}
for (const fault of faults) console.error(fault)
process.exit(faults.length ? 1 : 0)
