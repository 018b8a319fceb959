import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { ref } from 'vue'

import { getNow } from './now'

/** The present instant at the server, moving while the page is seen. */
export function useNow(everyMs = 1000) {
  const now = ref(getNow())
  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => clearInterval(timer)
  onShow(() => {
    stop()
    now.value = getNow()
    timer = setInterval(() => (now.value = getNow()), everyMs)
  })
  onHide(stop)
  onUnload(stop)
  return now
}

const SOON_MS = 1_500
const LATER_MS = 6_000
const SOON_TIMES = 40

/** Asks again and again while the page is seen and `waits`: often at first, then seldom. */
export function useAsking(waits: () => boolean, ask: () => Promise<unknown>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let seen = false
  let times = 0

  function plan(): void {
    clearTimeout(timer)
    if (seen) timer = setTimeout(turn, times < SOON_TIMES ? SOON_MS : LATER_MS)
  }

  async function turn(): Promise<void> {
    times += 1
    if (waits()) await ask()
    plan()
  }

  function stop(): void {
    seen = false
    clearTimeout(timer)
  }

  onShow(() => {
    seen = true
    times = 0
    plan()
  })
  onHide(stop)
  onUnload(stop)
}
