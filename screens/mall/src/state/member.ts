import { reactive } from 'vue'

import type { SignedIn } from '@/client/shapes'
import { forget, readStored, store } from '@/platform/storage'

const KEY = 'member'

/** The customer signed in on this device; `since` changes with every sign-in and sign-out. */
export const member = reactive({
  token: readStored<string>(KEY),
  expired: false,
  since: 0,

  enter(signedIn: SignedIn): void {
    member.token = signedIn.token
    member.expired = false
    member.since += 1
    store(KEY, signedIn.token)
  },

  leave(): void {
    member.token = null
    member.expired = false
    member.since += 1
    forget(KEY)
  },

  /** The server no longer knows the session. */
  expire(): void {
    member.leave()
    member.expired = true
  },
})
