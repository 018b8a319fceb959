// Turns a built mini program into one page that a browser opens.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

import { build } from 'esbuild'

import { listFiles } from '../scripts/files.mjs'
import { rewriteStyle, rewriteTemplate } from './tags.mjs'

const { TmplGroup } = createRequire(import.meta.url)('glass-easel-template-compiler')
const MODULE_NAMES = 'require,module,exports,App,Page,Component,Behavior,getApp,getCurrentPages,wx,global,window,document,navigator,location,process'

/** Compiles the mini program in `folder`; answers the page's script. Throws with the file's name on a broken template. */
export async function compile(folder) {
  const files = listFiles(folder).map(({ name, at }) => ({ name, stem: name.replace(/\.\w+$/, ''), text: () => readFileSync(at, 'utf8') }))
  const ending = suffix => files.filter(({ name }) => name.endsWith(suffix))
  const program = [
    `json:${JSON.stringify(Object.fromEntries(ending('.json').map(({ stem, text }) => [stem, JSON.parse(text())])))}`,
    `modules:{${ending('.js').map(({ name, text }) => `${JSON.stringify(name)}:function(${MODULE_NAMES}){${text()}\n}`).join(',\n')}}`,
    `templates:(function(){return ${compileTemplates(ending('.wxml'), ending('.wxs'))}})()`,
    `style:${JSON.stringify(compileStyles(ending('.wxss'), folder))}`,
  ]
  return `${await bundleRuntime()}\nMiniProgram.start({${program.join(',\n')}})`
}

function compileTemplates(templates, scripts) {
  const group = new TmplGroup()
  for (const { stem, text } of scripts) group.addScript(stem, text())
  for (const { name, stem, text } of templates) {
    const warnings = group.addTmpl(stem, rewriteTemplate(text())) ?? []
    if (warnings.length) throw new Error(`${name}: ${[...warnings].map(warning => warning.message ?? String(warning)).join('; ')}`)
  }
  return group.getTmplGenObjectGroups()
}

/** app.wxss first; imports are read in place, as WeChat does. */
function compileStyles(styles, folder) {
  const read = name =>
    readFileSync(path.join(folder, name), 'utf8').replace(/@import\s+["']([^"']+)["'];?/g, (_, given) =>
      read(given.startsWith('/') ? given.slice(1) : path.join(path.dirname(name), given)),
    )
  const ordered = [...styles].sort((a, b) => Number(b.name === 'app.wxss') - Number(a.name === 'app.wxss'))
  return ordered.map(({ name }) => rewriteStyle(read(name))).join('\n')
}

async function bundleRuntime() {
  const entryPoints = [path.join(import.meta.dirname, 'runtime/start.mjs')]
  const { outputFiles } = await build({ entryPoints, bundle: true, format: 'iife', globalName: 'MiniProgram', write: false, target: 'es2022', loader: { '.css': 'text' } })
  return outputFiles[0].text
}
