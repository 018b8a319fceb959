/** WeChat's own elements. A browser would take `<input>` or `<image>` for its own, so they are renamed `wx-…`. */
const NAMES = [
  'view', 'text', 'image', 'input', 'textarea', 'button', 'form', 'label', 'picker', 'scroll-view', 'swiper', 'swiper-item',
  'icon', 'progress', 'rich-text', 'checkbox', 'checkbox-group', 'radio', 'radio-group', 'slider', 'switch', 'navigator', 'web-view',
].join('|')

const TAG = new RegExp(`<(/?)(${NAMES})(?=[\\s/>])`, 'g')
const CLASS_LIST = /class="\{\{\[([^"]*?)\]\}\}"/g
const SELECTOR = /([^{}]+)\{/g
const ELEMENT = new RegExp(`(^|[\\s,>+~])(${NAMES})(?=$|[\\s,.:>+~[#])`, 'g')
const PAGE = /(^|[\s,>+~])page(?=$|[\s,.:>+~[#])/g
const RPX = /(-?\d*\.?\d+)rpx/g

/** Templates as glass-easel takes them: renamed elements, and a class list as neighbouring values. */
export function rewriteTemplate(wxml) {
  return wxml
    .replace(TAG, '<$1wx-$2')
    .replace(CLASS_LIST, (_, list) => `class="${splitList(list).map(item => `{{${item}}}`).join(' ')}"`)
}

/** Commas outside of quotes, brackets and parentheses. */
function splitList(list) {
  const items = ['']
  let depth = 0
  let quote = ''
  for (const sign of list) {
    if (quote) quote = sign === quote ? '' : quote
    else if (sign === "'" || sign === '"') quote = sign
    else if ('([{'.includes(sign)) depth += 1
    else if (')]}'.includes(sign)) depth -= 1
    if (sign === ',' && depth === 0 && !quote) items.push('')
    else items[items.length - 1] += sign
  }
  return items.map(item => item.trim()).filter(Boolean)
}

/** Styles for the page: renamed elements in selectors, `page` as the page's box, rpx as a 750th of the width. */
export function rewriteStyle(wxss) {
  return wxss
    .replace(SELECTOR, (whole, selector) => {
      if (selector.trim().startsWith('@')) return whole
      return `${selector.replace(PAGE, '$1.mp-page').replace(ELEMENT, '$1wx-$2')}{`
    })
    .replace(RPX, (_, n) => `calc(100vw / 750 * ${n})`)
}
