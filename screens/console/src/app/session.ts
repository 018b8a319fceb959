import { shallowRef } from 'vue'
import { api, setCsrf, take } from '#client/api.ts'
import type { Session, SignIn } from '#client/shapes.ts'
import { setStanding } from '#kit/text/standing.ts'

/** Who is signed in; null once the server has said nobody, undefined until it was asked. */
export const session = shallowRef<Session | null>()

function enter(entered: Session): Session {
  setCsrf(entered.csrf)
  const { currency, exponent, timezone } = entered.tenant
  setStanding({ currency, exponent, timezone }, entered.permits)
  return (session.value = entered)
}

export async function askSession(): Promise<Session | null> {
  if (session.value !== undefined) return session.value
  return enter((await take(api.GET('/session'))) as Session)
}

export async function signIn(body: SignIn): Promise<Session> {
  return enter((await take(api.POST('/session', { body }))) as Session)
}

export async function signOut(): Promise<void> {
  await api.DELETE('/session')
  forgetSession()
}

export function forgetSession(): void {
  session.value = null
  setCsrf('')
}
