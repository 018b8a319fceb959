/** Puts a text on the clipboard; false where the device refuses. */
export function copyText(text: string): Promise<boolean> {
  return new Promise(resolve => {
    uni.setClipboardData({ data: text, showToast: false, success: () => resolve(true), fail: () => resolve(false) })
  })
}

/** Whether the browser has a menu of its own to pass a link on. */
export function canPassOn(): boolean {
  // #ifdef H5
  return typeof navigator.share === 'function'
  // #endif
  // #ifndef H5
  return false
  // #endif
}

/** Opens the device's own menu; putting it away again is no failure. */
export function passOn(title: string, url: string): void {
  // #ifdef H5
  navigator.share({ title, url }).catch(() => undefined)
  // #endif
}

/** Keeps a picture (a PNG's data address) on the device; true once it is there. */
export function savePicture(address: string, name: string): Promise<boolean> {
  // #ifdef H5
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  return Promise.resolve(true)
  // #endif
  // #ifdef MP-WEIXIN
  const files = uni as unknown as Files
  return new Promise(resolve => {
    const filePath = `${files.env.USER_DATA_PATH}/${name}`
    files.getFileSystemManager().writeFile({
      filePath,
      data: address.slice(address.indexOf(',') + 1),
      encoding: 'base64',
      success: () => uni.saveImageToPhotosAlbum({ filePath, success: () => resolve(true), fail: () => resolve(false) }),
      fail: () => resolve(false),
    })
  })
  // #endif
}

/** What the mini program has for files; the published types lack it. */
interface Files {
  env: { USER_DATA_PATH: string }
  getFileSystemManager(): {
    writeFile(options: { filePath: string; data: string; encoding: 'base64'; success: () => void; fail: () => void }): void
  }
}
