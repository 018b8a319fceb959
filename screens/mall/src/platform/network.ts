import { ref } from 'vue'

/** False while the device says it has no network. */
export const online = ref(true)

/** Starts following the device's network state; call once at launch. */
export function followNetwork(): void {
  uni.getNetworkType({ success: answer => (online.value = answer.networkType !== 'none') })
  uni.onNetworkStatusChange(change => (online.value = change.isConnected))
}
