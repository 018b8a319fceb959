import { existsSync } from 'node:fs'

const SHELL = '/usr/bin/chromium-headless-shell'

/** How every run here starts the system's browser: alone, quiet, without a call to anywhere. */
export const CHROMIUM = {
  executablePath: process.env.SIYU_CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium'),
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
}
