/** Our own line drawings on a 24-unit grid, stroke 1.7, round ends: the whole set of the two faces. */
export const shapes = {
  home: '<path d="M4 10.5 12 4l8 6.5V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z"/>',
  category: '<rect x="4" y="4" width="7" height="7" rx="1.6"/><rect x="13" y="13" width="7" height="7" rx="1.6"/><rect x="4" y="13" width="7" height="7" rx="1.6"/><circle cx="16.5" cy="7.5" r="3.5"/>',
  me: '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20c.6-3.9 3.6-6 7.5-6s6.9 2.1 7.5 6"/>',
  back: '<path d="m14.5 5-7 7 7 7"/>',
  next: '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
  search: '<circle cx="11" cy="11" r="6.2"/><path d="m15.7 15.7 4.3 4.3"/>',
  close: '<path d="m6 6 12 12M18 6 6 18"/>',
  check: '<path d="m5 12.5 4.6 4.5L19 7.5"/>',
  shop: '<path d="M5 10.5V19a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-8.5"/><path d="M3.5 8.2 5.2 4h13.6l1.7 4.2a2.8 2.8 0 0 1-5.6.3 2.9 2.9 0 0 1-5.8 0 2.8 2.8 0 0 1-5.6-.3z"/><path d="M9.5 20v-4.5h5V20"/>',
  pin: '<path d="M12 21s6.5-5.9 6.5-11A6.5 6.5 0 0 0 5.5 10c0 5.1 6.5 11 6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
  receipt: '<path d="M6 3.5h12V20.5l-2-1.5-2 1.5-2-1.5-2 1.5-2-1.5-2 1.5z"/><path d="M9 8.5h6M9 12.5h6"/>',
  shield: '<path d="M12 3.5 5 6v5.5c0 4.4 2.9 7.4 7 9 4.1-1.6 7-4.6 7-9V6z"/><path d="m9 12 2.2 2.2L15.2 10"/>',
  pencil: '<path d="m4.5 19.5 1-4.5L16 4.5l3.5 3.5L9 18.5z"/><path d="m13.5 7 3.5 3.5"/>',
  globe: '<circle cx="12" cy="12" r="8.3"/><path d="M3.7 12h16.6M12 3.7c2.5 2.3 3.7 5 3.7 8.3s-1.2 6-3.7 8.3c-2.5-2.3-3.7-5-3.7-8.3s1.2-6 3.7-8.3z"/>',
  leave: '<path d="M14 4.5H6a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h8"/><path d="M10.5 12H20m-3.5-3.8L20 12l-3.5 3.8"/>',
  badge: '<rect x="4" y="6" width="16" height="14" rx="2"/><path d="M9.5 6V4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1V6"/><circle cx="12" cy="11.5" r="2.2"/><path d="M8.5 17c.4-1.7 1.7-2.6 3.5-2.6s3.1.9 3.5 2.6"/>',
  people: '<circle cx="9" cy="8.5" r="3.3"/><path d="M3 19.5c.5-3.5 2.9-5.3 6-5.3s5.5 1.8 6 5.3"/><path d="M15.5 5.4a3.3 3.3 0 0 1 0 6.2M17.5 14.7c1.9.8 3.1 2.4 3.5 4.8"/>',
  chart: '<path d="M4.5 4v15a1 1 0 0 0 1 1h14"/><path d="M9 16v-4M13 16V8M17 16v-6"/>',
  image: '<rect x="4" y="5" width="16" height="14" rx="2"/><circle cx="9" cy="10" r="1.6"/><path d="m4.5 17.5 4.7-4 3 2.5 3.3-3.5 4.3 4"/>',
  box: '<path d="m12 3.5 8 4.2v8.6l-8 4.2-8-4.2V7.7z"/><path d="m4.2 7.9 7.8 4 7.8-4M12 12v8.3"/>',
  clock: '<circle cx="12" cy="12" r="8.3"/><path d="M12 7v5.3l3.5 2"/>',
  warning: '<path d="M12 4 3.5 19h17z"/><path d="M12 10v4.5M12 16.6v.2"/>',
  offline: '<path d="M4 10.2a12 12 0 0 1 4.5-2.7M12.5 6.8a12 12 0 0 1 7.5 3.4M7 13.7a7.6 7.6 0 0 1 3.5-2M14.5 12.2a7.6 7.6 0 0 1 2.5 1.5M12 18v.3"/><path d="m4 4 16 16"/>',
  phone: '<rect x="7" y="3.5" width="10" height="17" rx="2"/><path d="M11 17.5h2"/>',
  lock: '<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
  heart: '<path d="M12 20s-7.5-4.5-7.5-10A4.2 4.2 0 0 1 12 7.5 4.2 4.2 0 0 1 19.5 10c0 5.5-7.5 10-7.5 10z"/>',
  letter: '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7 8 6.5L20 7"/>',
  article: '<path d="M6 3.5h8.5L18.5 7.5V19.5a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1z"/><path d="M14 3.8V8h4.2M8.5 12h6.5M8.5 15.5h6.5"/>',
  cart: '<path d="M3 4.5h2.3l2.2 10.3a1 1 0 0 0 1 .8h8.6a1 1 0 0 0 1-.8L20 8H6.2"/><circle cx="9.3" cy="19" r="1.4"/><circle cx="16.7" cy="19" r="1.4"/>',
  ticket: '<path d="M4 6.5h16v3.7a1.9 1.9 0 0 0 0 3.6v3.7H4v-3.7a1.9 1.9 0 0 0 0-3.6z"/><path d="M14 7v2m0 2v2m0 2v2"/>',
  wallet: '<path d="M5 6.5h13a1.5 1.5 0 0 1 1.5 1.5v10a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V6a1.5 1.5 0 0 1 1.5-1.5h10.5v2"/><path d="M19.5 11h-4a2 2 0 0 0 0 4h4"/>',
  share: '<path d="M12 14.5V4m-3.8 3.5L12 3.7l3.8 3.8"/><path d="M8 10.5H6.5a1 1 0 0 0-1 1v7.5a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-7.5a1 1 0 0 0-1-1H16"/>',
  scan: '<path d="M4.5 8.5v-3a1 1 0 0 1 1-1h3m7 0h3a1 1 0 0 1 1 1v3m0 7v3a1 1 0 0 1-1 1h-3m-7 0h-3a1 1 0 0 1-1-1v-3M4.5 12h15"/>',
  bin: '<path d="M5 7h14M10 7V4.5h4V7m3.5 0-.8 12a1 1 0 0 1-1 .9H8.3a1 1 0 0 1-1-.9L6.5 7M10.5 11v5m3-5v5"/>',
  copy: '<rect x="8.5" y="8.5" width="11" height="11" rx="2"/><path d="M15.5 8.5v-3a1 1 0 0 0-1-1h-9a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3"/>',
  list: '<path d="M9 6.5h11M9 12h11M9 17.5h11"/><circle cx="5" cy="6.5" r=".9"/><circle cx="5" cy="12" r=".9"/><circle cx="5" cy="17.5" r=".9"/>',
} as const

export type IconName = keyof typeof shapes

/** The drawing as a data address, for a mask that takes the text's colour in both targets. */
export function getIconAddress(name: IconName): string {
  return `data:image/svg+xml,${encodeURIComponent(drawIcon(name, '#000'))}`
}

/** The drawing as an SVG document. */
export function drawIcon(name: IconName, colour: string): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="${colour}" ` +
    `stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">${shapes[name]}</svg>`
  )
}
