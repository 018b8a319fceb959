import { createSSRApp } from 'vue'

import App from './App.vue'
import { prepareBrowser } from './platform/browser'

export function createApp() {
  prepareBrowser()
  return { app: createSSRApp(App) }
}
