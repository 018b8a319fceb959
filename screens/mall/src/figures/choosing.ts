import type { Sku } from '@/client/shapes'

/** What is chosen of each option so far; null where nothing is. */
export type Chosen = (string | null)[]

/** The SKU that is meant, once a value of every option is chosen. */
export function skuOf(skus: Sku[], chosen: Chosen): Sku | null {
  return chosen.every(Boolean) ? (skus.find(({ choice }) => choice?.every((value, at) => value === chosen[at])) ?? null) : null
}

/** Whether this value goes with what is chosen of the others, in a SKU that is to be had. */
export function canChoose(skus: Sku[], chosen: Chosen, at: number, value: string, isOut: (sku: string) => boolean): boolean {
  const wanted = chosen.map((one, n) => (n === at ? value : one))
  return skus.some(({ id, choice }) => !isOut(id) && wanted.every((one, n) => one === null || choice?.[n] === one))
}

/** One more value chosen; the same again gives it up, and so does every other that doesn't go with it. */
export function choose(skus: Sku[], chosen: Chosen, at: number, value: string, isOut: (sku: string) => boolean): Chosen {
  const next = chosen.map((one, n) => (n === at ? (one === value ? null : value) : one))
  return next.map((one, n) => (one !== null && n !== at && !canChoose(skus, next, n, one, isOut) ? null : one))
}
