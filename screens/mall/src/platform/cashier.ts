import { getServer } from './address'

/** Where the cashier's page leads back to; a path of the server's, as the cashier opens it in a browser. */
export function getReturnPath(page: string): string {
  const route = `#${page}&from=cashier`
  // #ifdef H5
  return `${location.pathname}${route}`
  // #endif
  // #ifndef H5
  return `/${route}`
  // #endif
}

/** Goes to the cashier's page: the browser leaves for it, the mini program shows it in a page of its own. */
export function goToCashier(payPath: string): void {
  const url = payPath.startsWith('/') ? getServer() + payPath : payPath
  // #ifdef H5
  location.assign(url)
  // #endif
  // #ifndef H5
  uni.navigateTo({ url: `/pages/cashier/index?at=${encodeURIComponent(url)}` })
  // #endif
}
