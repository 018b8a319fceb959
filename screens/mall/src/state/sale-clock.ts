import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

import type { FlashSale } from '@/client/sale-shapes'

const SECOND = 1_000
const DAY_S = 86_400

interface Remaining {
  days: number
  clock: string
}

/** Days, and the rest as `03:07:41`. */
export function splitRemaining(seconds: number): Remaining {
  const rest = Math.max(0, Math.ceil(seconds))
  const part = (of: number): string => String(Math.floor(of)).padStart(2, '0')
  const clock = rest % DAY_S
  return { days: Math.floor(rest / DAY_S), clock: [clock / 3600, (clock % 3600) / 60, clock % 60].map(part).join(':') }
}

/**
 * Counts down by the server's clock: only the time since its answer is this device's.
 * `turned` is called once when a sale has begun or ended.
 */
export function useSaleClock(sale: Ref<FlashSale | null | undefined>, turned: () => void) {
  const seconds = ref(0)
  let heardAt = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  let called = false

  function tick(): void {
    const one = sale.value
    if (!one) return
    const now = Date.parse(one.now) + Date.now() - heardAt
    const target = one.state === 'coming' ? one.since : one.until
    seconds.value = Math.max(0, (Date.parse(target) - now) / SECOND)
    if (!seconds.value && !called && (one.state === 'coming' || one.state === 'running')) {
      called = true
      turned()
    }
  }
  watch(sale, () => {
    heardAt = Date.now()
    called = false
    tick()
  })
  onMounted(() => {
    tick()
    timer = setInterval(tick, SECOND)
  })
  onBeforeUnmount(() => clearInterval(timer))
  return { seconds }
}
