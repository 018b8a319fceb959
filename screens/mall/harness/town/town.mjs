/** The server under test and the people who sign in to it, from the environment. */
export function getTown() {
  const upstream = process.env.SIYU_URL
  if (!upstream) throw new Error('Set SIYU_URL to a running server, SIYU_PHONE to a customer, SIYU_PRODUCT to the id of a product on the shelf, SIYU_CODE to the slug of a code of the guide, SIYU_GUIDE and SIYU_CONSOLE to account:password.')
  const pair = name => {
    const [account, ...rest] = (process.env[name] ?? '').split(':')
    return { account, password: rest.join(':') }
  }
  return { upstream, phone: process.env.SIYU_PHONE, product: process.env.SIYU_PRODUCT, slug: process.env.SIYU_CODE, guide: pair('SIYU_GUIDE'), console: pair('SIYU_CONSOLE') }
}

/** Scans a printed code: the token of the visit that the server counted. */
export async function scan(town) {
  const answer = await fetch(`${town.upstream}/c/${town.slug}`, { redirect: 'manual' })
  return new URL(answer.headers.get('location').replace('/#/', '/'), town.upstream).searchParams.get('came')
}

/**
 * Looks into the SMS sandbox as staff do in the console. What lies there already is old;
 * the function that is answered waits for the next code to that phone.
 */
export async function openMailbox(town, phone) {
  const signedIn = await fetch(`${town.upstream}/api/console/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(town.console),
  })
  if (!signedIn.ok) throw new Error(`console sign-in: ${signedIn.status} ${await signedIn.text()}`)
  const cookie = signedIn.headers.getSetCookie().map(set => set.split(';')[0]).join('; ')
  const read = async () => {
    const answer = await fetch(`${town.upstream}/api/console/sandbox/sms/messages?size=50`, { headers: { cookie } })
    const { items } = await answer.json()
    return items.filter(message => message.phone.endsWith(phone))
  }
  const old = new Set((await read()).map(({ id }) => id))

  return async function readCode() {
    for (let tries = 0; tries < 60; tries += 1) {
      const code = (await read()).find(({ id }) => !old.has(id))?.text.match(/\d{6}/)?.[0]
      if (code) return code
      await new Promise(resolve => setTimeout(resolve, 250))
    }
    throw new Error(`no code arrived for ${phone}`)
  }
}
