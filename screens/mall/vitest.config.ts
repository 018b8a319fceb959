import path from 'node:path'

import { defineConfig } from 'vitest/config'

const shared = {
  resolve: { alias: { '@': path.resolve(import.meta.dirname, 'src') } },
  server: { ws: false as const },
}
const patience = { testTimeout: 60_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    fileParallelism: false,
    projects: [
      // What needs no server: units, WeChat's compilers, every page of the compiled mini program.
      { ...shared, test: { ...patience, name: 'parts', include: ['src/**/*.test.ts', 'harness/*.test.mjs'] } },
      // Both builds driven against a running server, see harness/town/town.mjs.
      { ...shared, test: { ...patience, name: 'town', include: ['harness/town/*.test.mjs'] } },
    ],
  },
})
