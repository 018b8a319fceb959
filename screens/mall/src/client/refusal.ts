import { online } from '@/platform/network'
import { Unreachable } from '@/platform/request'
import { t } from '@/words'
import { Refused, SIGN_IN } from './call'

/** What went wrong, as a sentence for the person: the server's own where it gave one. */
export function sayTrouble(trouble: unknown): string {
  if (trouble instanceof Unreachable) {
    if (!online.value) return t('state.offline')
    return t(trouble.timedOut ? 'state.timed_out' : 'state.unreachable')
  }
  if (trouble instanceof Refused) {
    if (trouble.retryAfterS) return t('state.busy', { n: trouble.retryAfterS })
    if (trouble.message) return trouble.message
    if (trouble.status === 404) return t('state.gone')
  }
  return t('state.failed')
}

/** Whether it is a child's, and a guardian has to agree first. */
export function needsGuardian(trouble: unknown): boolean {
  return trouble instanceof Refused && trouble.code === 'customers.needs_guardian'
}

/** Whether the way in was lost, so that the page should lead to sign-in and not show an error. */
export function isSignedOut(trouble: unknown): boolean {
  return trouble instanceof Refused && trouble.code === SIGN_IN
}
