import { normalize } from './loader.mjs'

const NEAR_END_PX = 50

/** The page stack with its lifetimes and the tab bar, behind `wx.navigateTo` and its kin. */
export function makePages({ glassEasel, environment, code, program, loader, wx }) {
  const stack = []
  const { tabBar } = program.json.app
  const tabs = tabBar?.list ?? []
  const backend = environment.associateBackend(makeBackend(glassEasel))
  const holder = document.body.appendChild(document.createElement('div'))
  const bar = document.body.appendChild(document.createElement('div'))
  const words = tabs.map(({ text }) => text)
  const badges = tabs.map(() => '')
  let count = 0
  bar.className = 'mp-tabs'
  loader.setPages(() => stack.map(({ instance }) => instance))

  const call = (name, argument) => callOn(stack.at(-1), name, argument)
  const callOn = (page, name, argument) => page?.instance[name]?.(argument)

  function open(url) {
    const [given, search = ''] = url.split('?')
    const path = normalize(given.startsWith('/') || !stack.length ? given : stack.at(-1).route.replace(/[^/]*$/, '') + given)
    if (!(path in program.json)) throw new Error(`page ${path} is not in the build`)
    callOn(stack.at(-1), 'onHide')
    loader.define(path)
    const root = backend.createRoot('page-body', code, path)
    const instance = root.get()
    // WeChat hands the query over as it was written, still encoded.
    const query = Object.fromEntries(search.split('&').filter(Boolean).map(pair => pair.split('=')))
    const id = (count += 1)
    for (const owner of new Set([instance, root.getComponent()])) {
      Object.assign(owner, { route: path, __route__: path, options: query, __wxWebviewId__: id })
      owner.getPageId ??= () => `pageId:${id}`
    }
    const box = holder.appendChild(document.createElement('div'))
    box.className = 'mp-page'
    stack.push({ route: path, instance, root, box, config: program.json[path], scrolled: 0 })
    root.attach(box, box.appendChild(document.createElement('i')))
    show()
    callOn(stack.at(-1), 'onLoad', query)
    callOn(stack.at(-1), 'onShow')
    setTimeout(() => instance.onReady?.())
  }

  function pop() {
    const page = stack.pop()
    callOn(page, 'onUnload')
    page.root.release()
    page.box.remove()
  }

  function show() {
    const top = stack.at(-1)
    const tabbed = tabs.some(({ pagePath }) => pagePath === top.route)
    for (const page of stack) page.box.style.display = page === top ? '' : 'none'
    top.box.classList.toggle('mp-tabbed', tabbed)
    bar.style.display = tabbed ? '' : 'none'
    bar.innerHTML = tabs.map(({ pagePath, iconPath, selectedIconPath }, n) => {
      const on = pagePath === top.route
      return `<span data-path="${pagePath}" style="color:${on ? tabBar.selectedColor : tabBar.color}"><img src="/${on ? selectedIconPath : iconPath}">${words[n]}${badges[n] && `<b>${badges[n]}</b>`}</span>`
    }).join('')
    scrollTo(0, top.scrolled)
  }

  function back(delta = 1) {
    for (let n = 0; n < delta && stack.length > 1; n += 1) pop()
    show()
    callOn(stack.at(-1), 'onShow')
  }

  const clear = () => { while (stack.length) pop() }
  bar.onclick = ({ target }) => {
    const path = target.closest('[data-path]')?.dataset.path
    if (path) wx.proxy.switchTab({ url: `/${path}` })
  }
  addEventListener('scroll', () => {
    const top = stack.at(-1)
    top.scrolled = scrollY
    const left = document.documentElement.scrollHeight - innerHeight - scrollY
    if (left <= (top.config.onReachBottomDistance ?? NEAR_END_PX)) callOn(top, 'onReachBottom')
  })

  function setTab(method, index, change) {
    if (!tabs.some(({ pagePath }) => pagePath === stack.at(-1)?.route)) throw new Error(`${method} away from a tab page`)
    change(index)
    show()
  }

  wx.provide({
    navigateTo: ({ url }) => open(url),
    redirectTo: ({ url }) => { pop(); open(url) },
    reLaunch: ({ url }) => { clear(); open(url) },
    switchTab: ({ url }) => {
      if (!tabs.some(({ pagePath }) => `/${pagePath}` === url)) throw new Error(`switchTab to ${url}, which is no tab`)
      clear()
      open(url)
    },
    navigateBack: ({ delta }) => back(delta),
    setTabBarItem: ({ index, text }) => setTab('setTabBarItem', index, () => (words[index] = text)),
    setTabBarBadge: ({ index, text }) => setTab('setTabBarBadge', index, () => (badges[index] = text)),
    removeTabBarBadge: ({ index }) => setTab('removeTabBarBadge', index, () => (badges[index] = '')),
    setNavigationBarTitle: ({ title }) => { document.title = title },
    pageScrollTo: ({ scrollTop }) => scrollTo(0, scrollTop),
  })
  return { stack, open, call }
}

/** Connects the document's events with the component tree. */
function makeBackend({ CurrentWindowBackendContext, Event, EventBubbleStatus }) {
  const context = new CurrentWindowBackendContext()
  context.onEvent((target, type, detail, options) => {
    const event = new Event(type, detail, options)
    Event.dispatchEvent(target, event)
    return event.defaultPrevented() ? EventBubbleStatus.NoDefault : EventBubbleStatus.Normal
  })
  return context
}
