/** Smaller differences are the way an answer takes, not a clock that is wrong. */
const JITTER_MS = 3_000
let aheadMs = 0

/** Hears from an answer what time it is at the server: the device's clock may be wrong, the sandbox's runs ahead. */
export function hearTime(date: string | undefined): void {
  const ahead = Date.parse(date ?? '') - Date.now()
  if (Math.abs(ahead - aheadMs) > JITTER_MS) aheadMs = Math.abs(ahead) > JITTER_MS ? ahead : 0
}

/** The present instant as the server has it. */
export function getNow(): number {
  return Date.now() + aheadMs
}
