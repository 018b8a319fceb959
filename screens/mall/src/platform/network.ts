import { ref } from 'vue'

/** False while the device says it has no network. */
export const online = ref(true)

/** Starts following the device's network state; call once at launch. */
export function followNetwork(): void {
  // #ifdef H5
  // uni-app listens to `navigator.connection`, which does not tell of every loss.
  const look = () => (online.value = navigator.onLine)
  addEventListener('online', look)
  addEventListener('offline', look)
  look()
  // #endif
  // #ifndef H5
  uni.getNetworkType({ success: answer => (online.value = answer.networkType !== 'none') })
  uni.onNetworkStatusChange(change => (online.value = change.isConnected))
  // #endif
}
