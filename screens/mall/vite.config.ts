import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig, type Plugin } from 'vite'

const FOREIGN = /https?:\/\/[\w-]+\.dcloud\.net\.cn[^\s"'`)]*/g

/** uni-app's runtime names its maker's hosts (advertising, a shadow picture, help pages); none is left in a build. */
function withoutForeignHosts(): Plugin {
  return {
    name: 'without-foreign-hosts',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type === 'chunk') part.code = part.code.replace(FOREIGN, '')
        else if (typeof part.source === 'string') part.source = part.source.replace(FOREIGN, 'data:,')
      }
    },
  }
}

/** One file each of code and style: a page that was never opened still opens offline and after a new release. */
const inOneFile = { cssCodeSplit: false, rollupOptions: { output: { inlineDynamicImports: true } } }

export default defineConfig({
  build: process.env.UNI_PLATFORM === 'h5' ? inOneFile : {},
  // The plugin is published as CommonJS; an ES module sees it behind `default`.
  plugins: [(uni as unknown as { default: typeof uni }).default(), withoutForeignHosts()],
  server: { proxy: { '/api': process.env.SIYU_URL ?? 'http://127.0.0.1:8000' } },
})
