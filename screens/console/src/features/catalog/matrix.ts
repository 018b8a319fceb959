import type { Product, ProductDetail } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const STATE_TONES: Record<NonNullable<Product['state']>, Tone> = { listed: 'good', coming: 'calm', ended: 'plain' }

/** What may be chosen of a product; `key` stays while its name is typed. */
export interface OptionRow {
  key: number
  name: string
  values: string[]
}

/** A SKU that is being written; one that is not `sold` is not sent, and so withdrawn. */
export interface SkuRow {
  key: string
  choice: string[]
  code: string
  name: string
  barcode: string
  price_minor: number | null
  sold: boolean
  /** It has been listed: its code stays. */
  known: boolean
}

let keys = 0
const nextKey = (): number => (keys += 1)
export const blankOption = (): OptionRow => ({ key: nextKey(), name: '', values: [] })
export const blankSku = (choice: string[] = []): SkuRow => ({ key: String(nextKey()), choice, code: '', name: '', barcode: '', price_minor: null, sold: true, known: false })

export function optionsOf(product: ProductDetail): OptionRow[] {
  return (product.options ?? []).map(({ name, values }) => ({ key: nextKey(), name, values: [...values] }))
}
/** Every combination there might be; of what was withdrawn, what still fits. */
export function skusOf(product: ProductDetail): SkuRow[] {
  const options = optionsOf(product)
  const rows = product.skus.map((sku): SkuRow => ({ ...blankSku([...(sku.choice ?? [])]), code: sku.code, name: sku.name, barcode: sku.barcode ?? '', price_minor: sku.price_minor, sold: !sku.withdrawn, known: true }))
  const live = new Set(rows.filter((row) => row.sold).map((row) => row.choice.join('\n')))
  const fit = rows.filter((row) => row.sold || (row.choice.length === options.length && (!options.length || !live.has(row.choice.join('\n')))))
  return regrid(fit, options).map((row) => (row.known ? row : { ...row, sold: false }))
}

function combine(options: OptionRow[]): string[][] {
  return options.reduce<string[][]>((all, { values }) => all.flatMap((one) => values.map((value) => [...one, value])), [[]])
}
export const told = (options: OptionRow[]): OptionRow[] => options.filter(({ values }) => values.length > 0)

/** An option came or went, and the rest is the same. */
const isWithin = (few: string[], many: string[]): boolean => few.length < many.length && few.every((value) => many.includes(value))

/** One row for each combination: what was written of it stays, and a new option begins with what there was. */
export function regrid(rows: SkuRow[], options: OptionRow[]): SkuRow[] {
  const wanted = combine(told(options))
  if (!told(options).length) {
    const plain = rows.filter((row) => !row.choice.length)
    return plain.length ? plain : [blankSku()]
  }
  const left = [...rows]
  const take = (fits: (row: SkuRow) => boolean): SkuRow | undefined => {
    const at = left.findIndex(fits)
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  const same = wanted.map((choice) => take((row) => row.choice.join('\n') === choice.join('\n')))
  return wanted.map((choice, at) => {
    const near = same[at] ?? take((row) => isWithin(row.choice, choice) || isWithin(choice, row.choice))
    if (near) return { ...near, choice }
    const price = rows.find((row) => row.choice[0] === choice[0] && row.price_minor !== null) ?? rows.find((row) => row.price_minor !== null)
    return { ...blankSku(choice), price_minor: price?.price_minor ?? null }
  })
}

/** Codes for those that have none, after the product's own. */
export function fillCodes(rows: SkuRow[], product: string): SkuRow[] {
  const used = new Set(rows.map((row) => row.code))
  let n = 0
  return rows.map((row) => {
    if (row.code.trim()) return row
    do n += 1
    while (used.has(`${product}-${n}`))
    return { ...row, code: `${product}-${n}` }
  })
}

export interface Wrong {
  key: 'products.optionsWrong' | 'products.nothingSold' | 'products.skusIncomplete' | 'products.codesTwice'
  slots?: Record<string, unknown>
}

export function wrongOf(options: OptionRow[], rows: SkuRow[]): Wrong | null {
  const names = options.map(({ name }) => name.trim())
  const unsaid = options.some(({ name, values }) => !name.trim() || !values.length || new Set(values).size < values.length)
  if (unsaid || new Set(names).size < names.length) return { key: 'products.optionsWrong' }
  const sold = rows.filter((row) => row.sold)
  if (!sold.length) return { key: 'products.nothingSold' }
  if (sold.some((row) => !row.code.trim() || typeof row.price_minor !== 'number')) return { key: 'products.skusIncomplete' }
  const codes = sold.map((row) => row.code.trim())
  const twice = codes.find((code, at) => codes.indexOf(code) !== at)
  return twice ? { key: 'products.codesTwice', slots: { code: twice } } : null
}

export function said(options: OptionRow[], rows: SkuRow[]) {
  return {
    options: options.map(({ name, values }) => ({ name: name.trim(), values })),
    skus: rows
      .filter((row) => row.sold)
      .map((row) => ({ code: row.code.trim(), name: row.name.trim(), price_minor: row.price_minor ?? 0, barcode: row.barcode.trim() || null, choice: row.choice })),
  }
}
