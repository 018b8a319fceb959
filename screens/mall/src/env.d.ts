/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the mini program finds the server, e.g. `https://shop.example`; H5 asks its own origin. */
  readonly VITE_SIYU_URL?: string
}

declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}
