/** Where pages lead; one place knows the addresses. */
export const HOME = '/pages/home/index'
export const ME = '/pages/me/index'
export const SIGN_IN = '/pages/sign-in/index'
export const DESK_HOME = '/pages-guide/home/index'
export const DESK_CUSTOMERS = '/pages-guide/customers/index'
export const DESK_CUSTOMER = '/pages-guide/customer/index'
export const DESK_SIGN_IN = '/pages-guide/sign-in/index'

const TABS = [HOME, '/pages/category/index', ME]

/** Opens a page above this one. */
export function open(path: string, query: Record<string, string> = {}): void {
  uni.navigateTo({ url: write(path, query) })
}

/** Opens a page in place of this one. */
export function replace(path: string, query: Record<string, string> = {}): void {
  uni.redirectTo({ url: write(path, query) })
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

function write(path: string, query: Record<string, string>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return pairs.length ? `${path}?${pairs.join('&')}` : path
}
