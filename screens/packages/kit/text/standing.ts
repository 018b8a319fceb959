import type { Permit } from '#client/permits.ts'
import { shallowReactive, shallowRef } from 'vue'

/** The merchant's money and clock, and what the person signed in may do; set once at sign-in, read everywhere. */
export const merchant = shallowReactive({ currency: 'CNY', exponent: 2, timezone: 'Asia/Shanghai' })

const held = shallowRef<ReadonlySet<string>>(new Set())

export function setStanding(tenant: typeof merchant, permits: readonly string[]): void {
  Object.assign(merchant, tenant)
  held.value = new Set(permits)
}

export function may(permit: Permit | undefined): boolean {
  return !permit || held.value.has(permit)
}

