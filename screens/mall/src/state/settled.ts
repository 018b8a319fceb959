import { onUnload } from '@dcloudio/uni-app'
import { watch, type Ref } from 'vue'

const SETTLE_MS = 280

/** Calls back once typing has paused, with nothing left running after the page is gone. */
export function whenSettled(text: Ref<string>, then: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, () => {
    clearTimeout(timer)
    timer = setTimeout(then, SETTLE_MS)
  })
  onUnload(() => clearTimeout(timer))
}
