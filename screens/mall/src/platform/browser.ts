const GUIDE_HOME = '/pages-guide/home/index'

/** Does what only a browser needs, before the router reads the address; nothing in the mini program. */
export function prepareBrowser(): void {
  // #ifdef H5
  openGuideDeskUnderItsAddress()
  letKeysPressButtons()
  // #endif
}

/** The same build is served at `/` and `/guide/`; the latter opens on the guide desk. */
function openGuideDeskUnderItsAddress(): void {
  const atGuide = /^\/guide(\/|$)/.test(location.pathname)
  if (atGuide && location.hash.replace(/^#\/?/, '') === '') location.replace(`#${GUIDE_HOME}`)
}

/** Views that play a button carry `role="button" tabindex="0"`; Enter and Space press them. */
function letKeysPressButtons(): void {
  document.addEventListener('keydown', event => {
    const at = event.target as HTMLElement
    const pressable = at.matches('[role="button"],[role="link"],[role="tab"],[role="checkbox"],[role="switch"]')
    if (!pressable || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    at.click()
  })
}

/** Tells screen readers and hyphenation which language the page is in. */
export function announceLanguage(language: string): void {
  // #ifdef H5
  document.documentElement.lang = language
  // #endif
}
