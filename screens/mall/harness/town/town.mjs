/** The server under test and the people who sign in to it, from the environment. */
export function getTown() {
  const upstream = process.env.SIYU_URL
  if (!upstream) throw new Error('Set SIYU_URL to a running server, SIYU_PHONE to a customer, SIYU_GUIDE and SIYU_CONSOLE to account:password.')
  const pair = name => {
    const [account, ...rest] = (process.env[name] ?? '').split(':')
    return { account, password: rest.join(':') }
  }
  return { upstream, phone: process.env.SIYU_PHONE, guide: pair('SIYU_GUIDE'), console: pair('SIYU_CONSOLE') }
}

/** The latest code the sandbox sent to a phone, as the console shows it to staff. */
export async function readCode(town, phone) {
  const signedIn = await fetch(`${town.upstream}/api/console/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(town.console),
  })
  if (!signedIn.ok) throw new Error(`console sign-in: ${signedIn.status} ${await signedIn.text()}`)
  const cookie = signedIn.headers.getSetCookie().map(set => set.split(';')[0]).join('; ')
  for (let tries = 0; tries < 40; tries += 1) {
    const answer = await fetch(`${town.upstream}/api/console/sandbox/sms/messages?size=20`, { headers: { cookie } })
    const { items } = await answer.json()
    const code = items.find(message => message.phone.endsWith(phone))?.text.match(/\d{6}/)?.[0]
    if (code) return code
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error(`no code arrived for ${phone}`)
}
