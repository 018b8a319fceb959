import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

import { listFiles } from '../scripts/files.mjs'

const SYSTEMS = { linux: 'linux', darwin: 'mac', win32: 'windows' }
const compilers = path.join(path.dirname(createRequire(import.meta.url).resolve('miniprogram-compiler/package.json')), 'bin', SYSTEMS[process.platform])

/** Runs WeChat's own template and style compilers over a built mini program; throws what they complain of. */
export function passGate(folder) {
  const out = mkdtempSync(path.join(os.tmpdir(), 'wcc-'))
  const named = (...suffixes) => listFiles(folder).map(({ name }) => name).filter(name => suffixes.some(suffix => name.endsWith(suffix)))
  try {
    run(bring('wcc', out), ['-d', ...named('.wxml', '.wxs'), '-o', path.join(out, 'templates.js')], folder)
    run(bring('wcsc', out), ['-js', ...named('.wxss'), '-o', path.join(out, 'styles.js')], folder)
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** The package carries them without the right to be run. */
function bring(compiler, out) {
  const at = path.join(out, compiler)
  copyFileSync(path.join(compilers, compiler), at)
  chmodSync(at, 0o755)
  return at
}

function run(compiler, options, cwd) {
  try {
    execFileSync(compiler, options, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (error) {
    throw new Error(`${path.basename(compiler)}: ${error.stderr || error.message}`)
  }
}
