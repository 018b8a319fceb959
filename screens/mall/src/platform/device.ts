/** Height of the phone's own bar above a page without a native title; browsers have none. */
export function getStatusBarHeight(): number {
  // #ifdef H5
  return 0
  // #endif
  // #ifndef H5
  return uni.getWindowInfo().statusBarHeight ?? 0
  // #endif
}
