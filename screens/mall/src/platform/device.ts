/** The languages the device asks for, its first choice first. */
export function getDeviceLanguages(): readonly string[] {
  // #ifdef H5
  // Not `uni.getLocale`: in a browser it answers what the build was made with.
  return navigator.languages.length ? navigator.languages : [navigator.language]
  // #endif
  // #ifndef H5
  return [uni.getLocale()]
  // #endif
}

/** Height of the phone's own bar above a page without a native title; browsers have none. */
export function getStatusBarHeight(): number {
  // #ifdef H5
  return 0
  // #endif
  // #ifndef H5
  return uni.getWindowInfo().statusBarHeight ?? 0
  // #endif
}
