import { getServer } from '@/platform/address'
import { upload } from '@/platform/pictures'
import { send, type Answer, type Method } from '@/platform/request'
import { hearTime } from '@/state/now'
import { language } from '@/words'

/** Said when there is no session, or none any more. */
export const SIGN_IN = 'kernel.sign_in'

/** A refusal of the server: `message` is a sentence in the asked language, fit to be shown. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterS: number | null,
  ) {
    super(message)
  }
}

type Query = Record<string, string | number | boolean | undefined>

/** One audience's way to its doors; `token` is read at each call, `onSignedOut` hears that the session is over. */
export interface Caller {
  get<T>(path: string, query?: Query): Promise<T>
  write<T>(method: Exclude<Method, 'GET'>, path: string, body?: object): Promise<T>
  /** A picture of the device as a form's file. */
  upload<T>(path: string, picture: string): Promise<T>
  /** A picture behind a token, as a data address. */
  picture(path: string): Promise<string>
}

export function makeCaller(root: string, token: () => string | null, onSignedOut: () => void): Caller {
  async function call<T>(method: Method, path: string, body?: object, picture = false): Promise<T> {
    const headers = write(picture ? 'image/png, image/jpeg' : 'application/json')
    if (body) headers['Content-Type'] = 'application/json'
    return take(await send({ method, url: getServer() + root + path, headers, body, picture }))
  }

  function write(accept: string): Record<string, string> {
    const bearer = token()
    return { 'Accept-Language': language.value, Accept: accept, ...(bearer ? { Authorization: `Bearer ${bearer}` } : {}) }
  }

  function take<T>(answer: Answer): T {
    hearTime(answer.headers.date)
    if (answer.status >= 200 && answer.status < 300) return answer.body as T
    const refused = readRefusal(answer)
    // A wrong code is a 401 too, and whoever mistyped one stays signed in.
    if (refused.code === SIGN_IN && token()) onSignedOut()
    throw refused
  }
  return {
    get: (path, query = {}) => call('GET', path + writeQuery(query)),
    write: (method, path, body) => call(method, path, body),
    upload: async (path, picture) => take(await upload(getServer() + root + path, picture, write('application/json'))),
    picture: path => call('GET', path, undefined, true),
  }
}

function readRefusal({ status, body, headers }: Answer): Refused {
  const told = (typeof body === 'object' && body ? body : {}) as { code?: string; message?: string; fields?: { message: string }[] }
  const after = Number(headers['retry-after'])
  const message = told.fields?.[0]?.message ?? told.message ?? ''
  return new Refused(status, told.code ?? 'unknown', message, Number.isFinite(after) && after > 0 ? after : null)
}

// The mini program has no URLSearchParams.
function writeQuery(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length ? `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value!)}`).join('&')}` : ''
}
