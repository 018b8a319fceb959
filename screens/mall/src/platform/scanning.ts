/** Whether the device can read a symbol by its camera; browsers are asked to type. */
export function canScan(): boolean {
  // #ifdef H5
  return false
  // #endif
  // #ifndef H5
  return true
  // #endif
}

/** What the symbol says; nothing when the person gave up. */
export function scan(): Promise<string> {
  return new Promise(resolve => {
    uni.scanCode({ success: ({ result }) => resolve(result), fail: () => resolve('') })
  })
}
