const PREFIX = 'siyu.'

/** The stored value, or null when absent or unreadable (private windows may refuse storage). */
export function readStored<T>(key: string): T | null {
  try {
    const text = uni.getStorageSync(PREFIX + key) as unknown
    return typeof text === 'string' && text !== '' ? (JSON.parse(text) as T) : null
  } catch {
    return null
  }
}

/** Keeps a value over restarts where the device allows it; a refusal only costs the memory of it. */
export function store(key: string, value: unknown): void {
  try {
    uni.setStorageSync(PREFIX + key, JSON.stringify(value))
  } catch {
    // The page works without it until it is closed.
  }
}

/** Removes a stored value. */
export function forget(key: string): void {
  try {
    uni.removeStorageSync(PREFIX + key)
  } catch {
    // Nothing was kept then.
  }
}
