import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue(), components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: false })] })],
  test: {
    environment: 'jsdom',
    // No file here leaves anything behind for the next one; a page of its own for each took most of the time.
    isolate: false,
    include: ['*.test.ts', 'console/**/*.test.ts', 'packages/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
