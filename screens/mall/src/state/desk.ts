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
    const { token, staff, tenant, permits } = signedIn
    desk.token = token
    desk.session = { staff, tenant, permits }
    desk.expired = false
    desk.since += 1
    store(KEY, { token, staff, tenant, permits })
  },

  /** Whether she may; a phone that signed in before permits were kept may nothing more than a guide. */
  may(permit: string): boolean {
    return desk.session?.permits?.includes(permit) ?? false
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
