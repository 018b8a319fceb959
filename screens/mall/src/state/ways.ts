/** Where pages lead; one place knows the addresses. */
export const HOME = '/pages/home/index'
export const ME = '/pages/me/index'
export const SIGN_IN = '/pages/sign-in/index'
export const WELCOME = '/pages/welcome/index'
export const SEARCH = '/pages/search/index'
export const PRODUCT = '/pages/product/index'
export const SALE = '/pages/sale/index'
export const GROUP = '/pages/group/index'
export const CART = '/pages/cart/index'
export const CHECKOUT = '/pages/checkout/index'
export const CASHIER = '/pages/cashier/index'
export const ORDERS = '/pages/orders/index'
export const ORDER = '/pages/order/index'
export const CASES = '/pages/cases/index'
export const CASE = '/pages/case/index'
export const CASE_ASK = '/pages/case-ask/index'
export const ADDRESSES = '/pages/addresses/index'
export const ADDRESS = '/pages/address/index'
export const COUPONS = '/pages/coupons/index'
export const VOUCHERS = '/pages/vouchers/index'
export const TIER = '/pages/tier/index'
export const POINTS = '/pages/points/index'
export const BALANCE = '/pages/balance/index'
export const TOP_UP = '/pages/top-up/index'
export const PAY_PASSWORD = '/pages/pay-password/index'
export const LETTERS = '/pages/letters/index'
export const ARTICLES = '/pages/articles/index'
export const ARTICLE = '/pages/article/index'
export const DESK_HOME = '/pages-guide/home/index'
export const DESK_CUSTOMERS = '/pages-guide/customers/index'
export const DESK_CUSTOMER = '/pages-guide/customer/index'
export const DESK_SHARE = '/pages-guide/share/index'
export const DESK_LINK = '/pages-guide/link/index'
export const DESK_LINKS = '/pages-guide/links/index'
export const DESK_LETTERS = '/pages-guide/letters/index'
export const DESK_LETTER = '/pages-guide/letter/index'
export const DESK_SHIP = '/pages-guide/ship/index'
export const DESK_UNPAID = '/pages-guide/unpaid/index'
export const DESK_CASES = '/pages-guide/cases/index'
export const DESK_CASE = '/pages-guide/case/index'
export const DESK_NOTICES = '/pages-guide/notices/index'
export const DESK_STOCK = '/pages-guide/stock/index'
export const DESK_PICKUP = '/pages-guide/pickup/index'
export const DESK_EARNINGS = '/pages-guide/earnings/index'
export const DESK_SIGN_IN = '/pages-guide/sign-in/index'

const TABS = [HOME, '/pages/category/index', CART, ME]

/** Where something that was shared or put beside a letter is read. */
export function pathOf(kind: 'product' | 'article'): string {
  return kind === 'product' ? PRODUCT : ARTICLE
}

/** Opens a page above this one. */
export function open(path: string, query: Record<string, string> = {}): void {
  uni.navigateTo({ url: write(path, query) })
}

/** Opens a page in place of this one. */
export function replace(path: string, query: Record<string, string> = {}): void {
  uni.redirectTo({ url: write(path, query) })
}

/** To a page of the tab bar, or anywhere else in place of what is open. */
export function goTo(path: string): void {
  if (TABS.includes(path)) uni.switchTab({ url: path })
  else uni.reLaunch({ url: path })
}

/** Opens sign-in above a page that goes on without one; signing in leads back to it. */
export function signInFor(backTo: string, query: Record<string, string> = {}): void {
  open(SIGN_IN, { to: write(backTo, query) })
}

/** One step back, or to `home` when the page was opened by its address. */
export function goBack(home: string): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else if (TABS.includes(home)) uni.switchTab({ url: home })
  else uni.reLaunch({ url: home })
}

/** Leads to sign-in in place of a page that needs it; signing in leads back to that page. */
export function askSignIn(signIn: string, backTo: string, query: Record<string, string> = {}): void {
  replace(signIn, { to: write(backTo, query) })
}

/** After signing in: to where the person wanted to go, else one step back. */
export function leaveSignIn(to: string | undefined, home: string): void {
  if (!to) goBack(home)
  else if (TABS.includes(to)) uni.switchTab({ url: to })
  else uni.redirectTo({ url: to })
}

/** The address a query carries; the mini program hands it over still encoded, the browser does not. */
export function readTarget(given: string | undefined): string | undefined {
  const to = given?.includes('%') ? decodeURIComponent(given) : given
  return to?.startsWith('/pages') ? to : undefined
}

/** Words a query carries; the mini program hands them over still encoded. */
export function readWords(given: string | undefined): string {
  // #ifdef H5
  return given ?? ''
  // #endif
  // #ifndef H5
  return decodeURIComponent(given ?? '')
  // #endif
}

function write(path: string, query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length ? `${path}?${pairs.join('&')}` : path
}
