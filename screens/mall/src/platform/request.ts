/** PATCH is missing on purpose: WeChat's `wx.request` does not know it. */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Call {
  method: Method
  url: string
  headers: Record<string, string>
  body?: object
  /** The answer is a picture; its body becomes a data address. */
  picture?: boolean
}

export interface Answer {
  status: number
  body: unknown
  headers: Record<string, string>
}

/** The server could not be reached or did not answer in time. */
export class Unreachable extends Error {
  constructor(readonly timedOut: boolean) {
    super(timedOut ? 'timed out' : 'unreachable')
  }
}

export const PATIENCE_MS = 20_000

/** Sends one call on either platform; any status is an answer, only silence throws `Unreachable`. */
export function send(call: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: call.url,
      // The published types lack the body-carrying overloads for PUT; the runtimes have them.
      method: call.method,
      header: call.headers,
      data: call.body,
      timeout: PATIENCE_MS,
      responseType: call.picture ? 'arraybuffer' : 'text',
      success: ({ statusCode, data, header }) => {
        if (statusCode === 0) reject(new Unreachable(false))
        else {
          const headers = lowercase(header)
          resolve({ status: statusCode, body: data instanceof ArrayBuffer ? writePicture(data, headers) : data, headers })
        }
      },
      fail: ({ errMsg }) => reject(new Unreachable(/time\s?out/i.test(errMsg ?? ''))),
    })
  })
}

function writePicture(bytes: ArrayBuffer, headers: Record<string, string>): string {
  return `data:${headers['content-type'] ?? 'image/png'};base64,${uni.arrayBufferToBase64(bytes)}`
}

export function lowercase(header: unknown): Record<string, string> {
  const pairs = Object.entries((header ?? {}) as Record<string, unknown>)
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)]))
}
