import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue(), components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: false })] })],
  test: {
    environment: 'jsdom',
    include: ['*.test.ts', 'console/**/*.test.ts', 'packages/**/*.test.ts'],
    server: { deps: { inline: ['element-plus'] } },
  },
})
