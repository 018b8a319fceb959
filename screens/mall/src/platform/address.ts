import { readStored } from './storage'

/**
 * Where the server is. H5 asks the origin that served it. The mini program has the address from its
 * build (`VITE_SIYU_URL`); a stored `siyu.server` comes before it, for trying a build on another server.
 */
export function getServer(): string {
  // #ifdef H5
  return ''
  // #endif
  // #ifndef H5
  const stored = readStored<string>('server')
  return (stored ?? import.meta.env.VITE_SIYU_URL ?? '').replace(/\/$/, '')
  // #endif
}

/** An address the server gave (`/files/…` or absolute) as one an `<image>` can load. */
export function resolveAddress(given: string | null | undefined): string {
  if (!given) return ''
  return given.startsWith('/') ? getServer() + given : given
}
