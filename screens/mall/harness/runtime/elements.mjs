const FIELD = {
  value: null, placeholder: String, placeholderClass: String, placeholderStyle: String, type: String, password: Boolean,
  disabled: Boolean, maxlength: Number, focus: Boolean, name: String, confirmType: String, autoHeight: Boolean,
}

/** WeChat's elements that do more than hold others: fields, pictures, the date picker. */
export function defineElements(glassEasel, space, definitions) {
  const define = (name, properties, attached, observers) => {
    const definition = definitions.defineComponent({ is: `wx/${name}`, properties, lifetimes: { attached }, observers })
    space.setGlobalUsingComponent(`wx-${name}`, definition)
  }
  const show = { value(value) { if (this.inner && this.inner.value !== String(value ?? '')) this.inner.value = value ?? '' } }
  define('input', FIELD, function attached() { attachField(this, 'input') }, show)
  define('textarea', FIELD, function attached() { attachField(this, 'textarea') }, show)
  define('image', { src: String, mode: String, lazyLoad: Boolean }, attachImage, { src(src) { if (this.inner) this.inner.src = src } })
  define('web-view', { src: String }, attachFrame, { src(src) { if (this.inner) this.inner.src = src } })
  define('picker', { mode: String, value: String, start: String, end: String, disabled: Boolean }, attachPicker, {})
}

function tell(component, name, detail) {
  component.triggerEvent(name, detail, { bubbles: false, composed: false })
}

function attachField(component, tag) {
  const { placeholder, value, password, maxlength, disabled } = component.data
  const inner = document.createElement(tag)
  Object.assign(inner, { placeholder: placeholder ?? '', value: value ?? '', disabled })
  if (password) inner.type = 'password'
  if (maxlength > 0) inner.maxLength = maxlength
  component.inner = inner
  component.getBackendElement().appendChild(inner)
  for (const name of ['input', 'focus', 'blur', 'change']) inner.addEventListener(name, event => event.stopPropagation())
  inner.addEventListener('input', () => tell(component, 'input', { value: inner.value, cursor: inner.value.length }))
  inner.addEventListener('focus', () => tell(component, 'focus', { value: inner.value }))
  inner.addEventListener('blur', () => tell(component, 'blur', { value: inner.value }))
  inner.addEventListener('keydown', event => event.key === 'Enter' && tell(component, 'confirm', { value: inner.value }))
}

const FITS = { aspectFill: 'cover', aspectFit: 'contain' }

function attachImage() {
  const inner = document.createElement('img')
  inner.style.objectFit = FITS[this.data.mode] ?? 'fill'
  inner.onload = () => tell(this, 'load', { width: inner.naturalWidth, height: inner.naturalHeight })
  inner.onerror = () => tell(this, 'error', {})
  if (this.data.src) inner.src = this.data.src
  this.inner = inner
  this.getBackendElement().appendChild(inner)
}

/** A page of the web takes the whole screen below the native bar. */
function attachFrame() {
  const inner = document.createElement('iframe')
  if (this.data.src) inner.src = this.data.src
  this.inner = inner
  this.getBackendElement().appendChild(inner)
}

/** The date wheel is a date field over the page; leaving it tells the choice. */
function attachPicker() {
  const host = this.getBackendElement()
  host.addEventListener('click', () => {
    if (this.data.disabled) return
    const veil = document.createElement('div')
    veil.className = 'mp-veil'
    veil.innerHTML = '<input type="date" class="mp-date">'
    const field = veil.firstChild
    field.value = this.data.value
    field.onchange = () => {
      veil.remove()
      tell(this, 'change', { value: field.value })
    }
    document.body.appendChild(veil)
  })
}
