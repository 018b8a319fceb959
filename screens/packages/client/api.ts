import createClient, { type Middleware } from 'openapi-fetch'
import type { Doors } from './doors.ts'
import { asProblem, readProblem, type Problem } from './problem.ts'

const ROOT = '/api/console'
const state = { csrf: '', language: 'zh-CN', onSignedOut: (): void => undefined }

export function setCsrf(token: string): void {
  state.csrf = token
}
export function setRequestLanguage(language: string): void {
  state.language = language
}
/** Called once whenever the server says that nobody is signed in. */
export function onSignedOut(then: () => void): void {
  state.onSignedOut = then
}

function headers(write: boolean): Record<string, string> {
  const told: Record<string, string> = { 'Accept-Language': state.language }
  if (write && state.csrf) told['X-CSRF-Token'] = state.csrf
  return told
}

function noticed(problem: Problem): Problem {
  if (problem.code === 'kernel.sign_in') state.onSignedOut()
  return problem
}

const manners: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(headers(request.method !== 'GET'))) request.headers.set(name, value)
    return request
  },
  async onResponse({ response }) {
    if (!response.ok) throw noticed(await readProblem(response))
    return response
  },
  onError: ({ error }) => asProblem(error),
}

export const api = createClient<Doors>({
  baseUrl: globalThis.location.origin + ROOT,
  fetch: (request) => globalThis.fetch(request),
})
api.use(manners)

/** Unwraps an answer; a refusal has already been thrown as a Problem. */
export async function take<T>(call: Promise<{ data?: T }>): Promise<T> {
  return (await call).data as T
}

/** Sends one file and reports how much has left; fetch cannot say that, so this is the one XMLHttpRequest. */
export function upload<T>(
  path: string,
  file: File,
  { method = 'POST', onSent }: { method?: 'POST' | 'PUT'; onSent?: ((share: number) => void) | undefined } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, ROOT + path)
    for (const [name, value] of Object.entries(headers(true))) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => onSent?.(event.total ? event.loaded / event.total : 0)
    request.onerror = () => reject(asProblem(null))
    request.onload = () => {
      if (request.status < 300) return resolve(JSON.parse(request.responseText || 'null') as T)
      const answer = new Response(request.responseText, { status: request.status })
      return void readProblem(answer).then((problem) => reject(noticed(problem)))
    }
    const body = new FormData()
    body.set('file', file)
    request.send(body)
  })
}

/** The address of something the browser itself downloads. */
export function addressOf(path: string): string {
  return ROOT + path
}
