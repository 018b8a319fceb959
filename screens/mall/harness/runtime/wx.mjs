// WeChat's documented methods; PATCH is not among them.
const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT']
const TOAST_MS = 1500

/**
 * The `wx` a page sees: only what is written here exists, so a page that needs more fails its test.
 * `stored` and `requests` let a test look; a value in the browser's own storage under `mp:` survives a reload.
 */
export function makeWx() {
  const stored = readStored()
  const requests = []
  const api = { ...describeDevice(), ...makeStorage(stored), ...makeDialogs(), ...makeNetwork(requests) }
  // What changes pages happens after the caller is done, as on a phone: a page may send away from its own onShow.
  const provide = calls => {
    for (const [name, act] of Object.entries(calls)) {
      api[name] = async options => {
        await new Promise(resolve => setTimeout(resolve))
        return settle(name, options, () => act(options ?? {}))
      }
    }
  }
  const proxy = new Proxy(api, {
    get: (known, name) => {
      if (name in known) return known[name]
      return typeof name === 'string' && /^(on|off)[A-Z]/.test(name) ? () => undefined : undefined
    },
  })
  return { proxy, provide, stored, requests }
}

/** WeChat's calling form: success, fail, complete, and a promise. */
function settle(name, options = {}, act) {
  let answer
  let failed = false
  try {
    answer = { errMsg: `${name}:ok`, ...act() }
  } catch (error) {
    failed = true
    answer = { errMsg: `${name}:fail ${error.message}` }
  }
  queueMicrotask(() => {
    ;(failed ? options.fail : options.success)?.(answer)
    options.complete?.(answer)
  })
  return failed && !options.fail ? Promise.reject(new Error(answer.errMsg)) : Promise.resolve(answer)
}

function describeDevice() {
  const device = () => ({
    windowWidth: innerWidth, windowHeight: innerHeight, screenWidth: innerWidth, screenHeight: innerHeight, pixelRatio: devicePixelRatio,
    platform: 'devtools', system: 'iOS 17', brand: 'harness', model: 'harness', language: 'zh_CN', version: '8.0.50', SDKVersion: '3.8.12',
    statusBarHeight: 20, theme: 'light', fontSizeSetting: 16, host: { env: 'WeChat' },
    safeArea: { top: 20, bottom: innerHeight, left: 0, right: innerWidth, width: innerWidth, height: innerHeight - 20 },
  })
  const launch = () => ({ path: '', query: window.enteredWith ?? {}, scene: 1001 })
  return {
    getSystemInfoSync: device, getWindowInfo: device, getDeviceInfo: device, getAppBaseInfo: device, getSystemSetting: device,
    getAppAuthorizeSetting: device, getLaunchOptionsSync: launch, getEnterOptionsSync: launch,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'harness', envVersion: 'develop' } }),
    arrayBufferToBase64: bytes => btoa(Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('')),
    canIUse: () => true, nextTick: then => Promise.resolve().then(then),
    getMenuButtonBoundingClientRect: () => ({ top: 26, bottom: 58, left: innerWidth - 94, right: innerWidth - 7, width: 87, height: 32 }),
  }
}

function readStored() {
  const keys = Object.keys(localStorage).filter(key => key.startsWith('mp:'))
  return Object.fromEntries(keys.map(key => [key.slice(3), localStorage.getItem(key)]))
}

function makeStorage(stored) {
  return {
    getStorageSync: key => stored[key] ?? '',
    setStorageSync: (key, value) => {
      stored[key] = value
      localStorage.setItem(`mp:${key}`, value)
    },
    removeStorageSync: key => {
      delete stored[key]
      localStorage.removeItem(`mp:${key}`)
    },
  }
}

function makeDialogs() {
  const element = (name, text = '') => Object.assign(document.createElement('div'), { className: name, textContent: text })
  return {
    showToast: options => settle('showToast', options, () => {
      const toast = document.body.appendChild(element('mp-toast', options.title))
      setTimeout(() => toast.remove(), options.duration ?? TOAST_MS)
    }),
    setClipboardData: options => settle('setClipboardData', options, () => navigator.clipboard?.writeText(options.data).catch(() => undefined)),
    hideToast: options => settle('hideToast', options, () => undefined),
    showModal: options => {
      const veil = document.body.appendChild(element('mp-veil'))
      veil.innerHTML = '<div class="mp-modal"><p></p><div><button></button><button></button></div></div>'
      const [no, yes] = veil.querySelectorAll('button')
      veil.querySelector('p').textContent = options.content
      no.textContent = options.cancelText ?? '取消'
      yes.textContent = options.confirmText ?? '确定'
      for (const [button, confirm] of [[no, false], [yes, true]]) {
        button.onclick = () => {
          veil.remove()
          settle('showModal', options, () => ({ confirm, cancel: !confirm }))
        }
      }
    },
  }
}

function makeNetwork(requests) {
  const taken = new Map()
  return {
    chooseImage: options => {
      const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*', multiple: true })
      input.onchange = () => {
        const paths = [...input.files].slice(0, options.count ?? 9).map(file => {
          const path = URL.createObjectURL(file)
          taken.set(path, file)
          return path
        })
        settle('chooseImage', options, () => ({ tempFilePaths: paths, tempFiles: paths.map(path => ({ path, size: taken.get(path).size })) }))
      }
      input.oncancel = () => settle('chooseImage', options, () => { throw new Error('cancel') })
      input.click()
    },
    uploadFile: ({ url, filePath, name, header, success, fail, complete }) => {
      if (!/^https?:\/\//.test(url)) throw new Error(`wx.uploadFile needs a whole address, not ${url}`)
      requests.push(`POST ${new URL(url).pathname}`)
      const body = new FormData()
      body.append(name, taken.get(filePath), 'picture')
      const done = (then, answer) => {
        then?.(answer)
        complete?.(answer)
      }
      fetch(url, { method: 'POST', body, headers: header })
        .then(async answer => ({ data: await answer.text(), statusCode: answer.status, errMsg: 'uploadFile:ok' }))
        .then(answer => done(success, answer), error => done(fail, { errMsg: `uploadFile:fail ${error.message}` }))
      return { abort: () => undefined, onProgressUpdate: () => undefined, onHeadersReceived: () => undefined }
    },
    getNetworkType: options => settle('getNetworkType', options, () => ({ networkType: navigator.onLine ? 'wifi' : 'none' })),
    onNetworkStatusChange: then => {
      addEventListener('online', () => then({ isConnected: true, networkType: 'wifi' }))
      addEventListener('offline', () => then({ isConnected: false, networkType: 'none' }))
    },
    request: options => {
      const { method = 'GET', url, data, header, timeout = 60_000, responseType, success, fail, complete } = options
      if (!METHODS.includes(method)) throw new Error(`wx.request knows no method ${method}`)
      if (!/^https?:\/\//.test(url)) throw new Error(`wx.request needs a whole address, not ${url}`)
      requests.push(`${method} ${new URL(url).pathname}`)
      const body = method === 'GET' || data === undefined ? undefined : JSON.stringify(data)
      const done = (then, answer) => {
        then?.(answer)
        complete?.(answer)
      }
      fetch(url, { method, body, headers: { 'content-type': 'application/json', ...header }, signal: AbortSignal.timeout(timeout) })
        .then(async answer => ({ data: responseType === 'arraybuffer' ? await answer.arrayBuffer() : parse(await answer.text()), statusCode: answer.status, header: Object.fromEntries(answer.headers), errMsg: 'request:ok' }))
        .then(answer => done(success, answer), error => done(fail, { errMsg: `request:fail ${error.name === 'TimeoutError' ? 'timeout' : error.message}` }))
    },
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
