/** Time that is left, as a clock runs down: `14:05`, with hours where there are any. */
export function sayLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const shown = parts[0] ? parts : parts.slice(1)
  return shown.map(part => String(part).padStart(2, '0')).join(':')
}
