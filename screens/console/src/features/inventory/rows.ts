/** A line of a document that is being written. */
export interface Row {
  key: number
  sku: string | null
  quantity: number | null
}

let last = 0
export const blank = (): Row => ({ key: ++last, sku: null, quantity: null })
export const rowOf = (sku: string, quantity: number | null): Row => ({ key: ++last, sku, quantity })
