import { asProblem, readProblem } from '#client/problem.ts'

/** What `GET /sandbox/stage` tells: the demo's merchant, who one may be there, and the goods of the rush. */
export interface Stage {
  merchant: string
  code: string
  sign_ins: { role: string; name: string; account: string; password: string }[]
  stage: { code: string; store: string; sku: string; product: string; guide: string }
}

/** Null until the demo stands. */
export async function askStage(): Promise<Stage | null> {
  const answer = await fetch('/sandbox/stage').catch((error: unknown) => {
    throw asProblem(error)
  })
  if (answer.status === 404) return null
  if (!answer.ok) throw await readProblem(answer)
  return (await answer.json()) as Stage
}

/** Puts the guide behind her desk: the mall reads what it would have kept after a sign-in of its own. */
export async function seatGuide({ stage, code, sign_ins: people }: Stage): Promise<void> {
  const guide = people.find((one) => one.account === stage.guide)
  if (!guide) return
  const body = JSON.stringify({ account: `${guide.account}@${code}`, password: guide.password })
  const answer = await fetch('/api/guide/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  if (!answer.ok) throw await readProblem(answer)
  const { token, staff, tenant } = (await answer.json()) as { token: string; staff: unknown; tenant: unknown }
  localStorage.setItem('siyu.desk', JSON.stringify({ token, staff, tenant }))
}

const FOLLOW_MS = 300
const FOLLOWS = 60

/** Until the server lives at `now`: every process follows the sandbox's time, and every answer is dated by it. */
export async function untilFollowed(now: string): Promise<void> {
  for (let look = 0; look < FOLLOWS; look++) {
    await new Promise((then) => setTimeout(then, FOLLOW_MS))
    const answer = await fetch('/sandbox/stage').catch(() => null)
    // A date has whole seconds.
    if (Date.parse(answer?.headers.get('date') ?? '') + 1_000 >= Date.parse(now)) return
  }
}

interface TextMessage {
  id: string
  text: string
  sent_at: string
}

/** The latest text message. Asked past the console's client, which leads to sign-in once a session ends: this page comes in again by itself. */
export async function askLastText(): Promise<TextMessage | null> {
  const answer = await fetch('/api/console/sandbox/sms/messages?size=1').catch((error: unknown) => {
    throw asProblem(error)
  })
  if (!answer.ok) throw await readProblem(answer)
  return ((await answer.json()) as { items: TextMessage[] }).items[0] ?? null
}

/** Guide and customer read the language that this page is read in; the mall keeps its own. */
export function teachPhones(language: string): void {
  localStorage.setItem('siyu.mall.language', JSON.stringify(language))
}
