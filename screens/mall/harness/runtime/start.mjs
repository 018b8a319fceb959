import * as glassEasel from 'glass-easel'
import { MiniProgramEnv } from 'glass-easel-miniprogram-adapter'

import { defineElements } from './elements.mjs'
import { giveEventsTheirShape } from './events.mjs'
import frame from './frame.css'
import { makeLoader } from './loader.mjs'
import { makePages } from './pages.mjs'
import { makeWx } from './wx.mjs'

/** Boots a compiled mini program in this document; `window.miniProgram` is the tests' handle. */
export function start(program) {
  const style = document.createElement('style')
  style.textContent = `${frame}\n${program.style}`
  document.head.appendChild(style)
  document.body.insertAdjacentHTML('beforeend', '<div class="mp-phone-bar"><b>9:41</b><b>5G</b></div><div class="mp-capsule"></div>')

  // Handlers that a framework adds to an instance at run time are methods too.
  glassEasel.globalOptions.useMethodCallerListeners = true
  giveEventsTheirShape(glassEasel)
  const environment = new MiniProgramEnv()
  const code = environment.createCodeSpace('main', true)
  fireReady(code)
  defineElements(glassEasel, code.getComponentSpace(), environment.getGlobalCodeSpace().getComponentSpace())

  const wx = makeWx()
  const loader = makeLoader(program, code, wx)
  const pages = makePages({ glassEasel, environment, code, program, loader, wx })
  window.miniProgram = { pages: pages.stack, wx, stored: wx.stored, requests: wx.requests, call: pages.call }

  loader.load('app.js')
  const options = { path: program.json.app.pages[0], query: window.enteredWith ?? {}, scene: 1001 }
  loader.app.onLaunch?.(options)
  loader.app.onShow?.(options)
  pages.open(`/${program.json.app.pages[0]}`)
}

/** glass-easel leaves `ready` to its host; it comes once to every component, after it is in the tree. */
function fireReady(code) {
  const behavior = code.getComponentSpace().defineBehavior({
    lifetimes: {
      attached() {
        const element = this._$ ?? this
        setTimeout(() => element.triggerLifetime?.('ready', []))
      },
    },
  })
  code.setOverallBehavior(behavior)
}
