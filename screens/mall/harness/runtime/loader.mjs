/** The mini program's modules: `require` by path, with App, Page, Component and wx as WeChat gives them. */
export function makeLoader(program, code, wx) {
  const cache = {}
  const defined = new Set()
  const registering = []
  const loader = { app: null, load, define }
  const getApp = () => loader.app
  let getPages = () => []
  loader.setPages = given => (getPages = given)

  const resolve = (from, given) => {
    const wanted = normalize(given.startsWith('/') ? given : from.replace(/[^/]*$/, '') + given)
    const found = [wanted, `${wanted}.js`, `${wanted}/index.js`].find(name => name in program.modules)
    if (!found) throw new Error(`module ${given} of ${from} is not in the build`)
    return found
  }

  function load(name) {
    if (cache[name]) return cache[name].exports
    const module = (cache[name] = { exports: {} })
    code.componentEnv(name.replace(/\.js$/, ''), environment => {
      const App = options => (loader.app = options)
      // A framework's own file calls Component for the page or component that is being loaded.
      const Component = options => code.componentEnv(registering.at(-1), inner => inner.Component(options))
      const Page = options => code.componentEnv(registering.at(-1), inner => inner.Page(options))
      program.modules[name].call(
        undefined, given => load(resolve(name, given)), module, module.exports,
        App, Page, Component, environment.Behavior, getApp, () => getPages(), wx.proxy, globalThis,
      )
    })
    return module.exports
  }

  /** Registers a page or component and, first, the components it uses. */
  function define(path) {
    if (defined.has(path)) return
    defined.add(path)
    const config = program.json[path] ?? {}
    const using = { ...program.json.app.usingComponents, ...config.usingComponents }
    for (const [tag, given] of Object.entries(using)) {
      const target = normalize(given.startsWith('/') ? given : path.replace(/[^/]*$/, '') + given)
      using[tag] = `/${target}`
      if (target !== path) define(target)
    }
    code.addComponentStaticConfig(path, { ...config, usingComponents: using, styleIsolation: 'shared' })
    const content = program.templates[path]
    if (content) code.addCompiledTemplate(path, { groupList: program.templates, content, fallbackListenerOnNativeNode: true })
    registering.push(path)
    try {
      load(`${path}.js`)
    } finally {
      registering.pop()
    }
  }
  return loader
}

export function normalize(path) {
  const parts = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part && part !== '.') parts.push(part)
  }
  return parts.join('/')
}
