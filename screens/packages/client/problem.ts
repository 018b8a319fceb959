export interface FieldProblem {
  path: string
  message: string
}

interface Told {
  code?: string
  message?: string
  retry?: boolean
  request_id?: string | null
  fields?: FieldProblem[]
}

/** Why a request was not answered: the server's own sentence where it spoke, `network` where it could not. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly retry: boolean
  readonly requestId: string | null
  readonly fields: FieldProblem[]
  readonly waitS: number | null

  constructor(status: number, told: Told, waitS: number | null = null) {
    super(told.message ?? '')
    this.status = status
    this.code = told.code ?? (status === 0 ? 'network' : 'unreadable')
    this.retry = told.retry ?? (status === 0 || status >= 500)
    this.requestId = told.request_id ?? null
    this.fields = told.fields ?? []
    this.waitS = waitS
  }
}

/** Reads a refusal's body; an answer that is not ours (a proxy's page) becomes a problem without a sentence. */
export async function readProblem(response: Response): Promise<Problem> {
  const wait = Number(response.headers.get('Retry-After'))
  const told = (await response.json().catch(() => ({}))) as Told
  return new Problem(response.status, told, Number.isFinite(wait) && wait > 0 ? wait : null)
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem(0, {})
}
