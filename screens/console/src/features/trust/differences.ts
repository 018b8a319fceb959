export interface Difference {
  field: string
  before: string | null
  after: string | null
  changed: boolean
}

type Side = Record<string, unknown> | null

function text(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Every field of either side, changed ones first. */
export function differences(before: Side, after: Side): Difference[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const all = names.map((field) => {
    const [was, is] = [text(before?.[field]), text(after?.[field])]
    return { field, before: was, after: is, changed: was !== is }
  })
  return all.sort((a, b) => Number(b.changed) - Number(a.changed))
}
