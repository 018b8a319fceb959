import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import { afterEach, expect, test } from 'vitest'

import { BUILD } from './drive.mjs'
import { passGate } from './gate.mjs'

const built = path.join(BUILD, 'mp-weixin')
const checker = path.join(import.meta.dirname, '../scripts/check-build.mjs')
const copies = []

function copyBuild() {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'mall-'))
  copies.push(copy)
  cpSync(built, copy, { recursive: true })
  return copy
}

const check = folder => execFileSync(process.execPath, [checker, 'mp-weixin', folder], { stdio: 'pipe' })

afterEach(() => copies.splice(0).forEach(copy => rmSync(copy, { recursive: true })))

test('WeChat takes every template and style of the build', () => {
  passGate(built)
})

test('a broken template is caught', () => {
  const copy = copyBuild()
  const page = path.join(copy, 'pages/home/index.wxml')
  writeFileSync(page, readFileSync(page, 'utf8').replace('</view>', ''))
  expect(() => passGate(copy)).toThrow(/wcc: .*home\/index\.wxml/s)
})

test('a broken style is caught', () => {
  const copy = copyBuild()
  writeFileSync(path.join(copy, 'app.wxss'), '.page { color: red; } }')
  expect(() => passGate(copy)).toThrow(/wcsc: .*app\.wxss/s)
})

test('a main package beyond 1.5 MB is caught, in a sub-package it may be', () => {
  const copy = copyBuild()
  mkdirSync(path.join(copy, 'pages-guide/static'), { recursive: true })
  writeFileSync(path.join(copy, 'pages-guide/static/film.bin'), Buffer.alloc(1_500_000))
  check(copy)
  writeFileSync(path.join(copy, 'static/film.bin'), Buffer.alloc(1_500_000))
  expect(() => check(copy)).toThrow(/main package has/)
})

test('a foreign host in a build is caught', () => {
  const copy = copyBuild()
  writeFileSync(path.join(copy, 'static/font.css'), '@font-face { src: url(https://at.alicdn.com/t/font.woff2) }')
  expect(() => check(copy)).toThrow(/names a foreign host: static\/font\.css/)
})

test('the lock file names no registry', () => {
  expect(readFileSync(path.join(import.meta.dirname, '../package-lock.json'), 'utf8')).not.toContain('"resolved"')
})
