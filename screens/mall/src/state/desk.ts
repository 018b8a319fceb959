import { reactive } from 'vue'

import type { DeskSession, DeskSignedIn } from '@/client/shapes'
import { forget, readStored, store } from '@/platform/storage'

const KEY = 'desk'

/** The guide signed in on this device: apart from the customer's session, as a guide shops here too. */
export const desk = reactive({
  token: readStored<DeskSignedIn>(KEY)?.token ?? null,
  session: readStored<DeskSession>(KEY),
  expired: false,
  since: 0,

  enter(signedIn: DeskSignedIn): void {
    const { token, staff, tenant } = signedIn
    desk.token = token
    desk.session = { staff, tenant }
    desk.expired = false
    desk.since += 1
    store(KEY, { token, staff, tenant })
  },

  leave(): void {
    desk.token = null
    desk.session = null
    desk.expired = false
    desk.since += 1
    forget(KEY)
  },

  /** The server no longer knows the session. */
  expire(): void {
    desk.leave()
    desk.expired = true
  },
})
