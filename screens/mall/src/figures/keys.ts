const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'
const LENGTH = 24

/** A name that nobody used before, for one order or claim: the same name again is the same thing. */
export function makeKey(): string {
  return Array.from({ length: LENGTH }, () => DIGITS[Math.floor(Math.random() * DIGITS.length)]).join('')
}

const UUID = 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'

/** The same in the form of a UUID. */
export function makeId(): string {
  return UUID.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16))
}
