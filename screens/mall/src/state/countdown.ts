import { onUnload } from '@dcloudio/uni-app'
import { ref } from 'vue'

/** Seconds left until something may be done again; survives a sleeping phone, as it counts to an instant. */
export function useCountdown() {
  const left = ref(0)
  let until = 0
  let timer: ReturnType<typeof setInterval> | undefined

  function tick(): void {
    left.value = Math.max(0, Math.ceil((until - Date.now()) / 1000))
    if (left.value === 0) clearInterval(timer)
  }

  function start(seconds: number): void {
    clearInterval(timer)
    until = Date.now() + seconds * 1000
    timer = setInterval(tick, 500)
    tick()
  }

  onUnload(() => clearInterval(timer))
  return { left, start }
}
