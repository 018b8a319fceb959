/** Things a field or a filter may point at, searchable by name: what a picker needs to know and no more. */
import { api, take } from './api.ts'
import { customerName } from './names.ts'

export interface Option {
  value: string
  label: string
  note?: string
}
export interface Choices {
  key: string
  search: (q: string) => Promise<Option[]>
  one: (id: string) => Promise<Option>
}

interface Coded {
  id: string
  code: string
  name: string
}
const coded = (thing: Coded): Option => ({ value: thing.id, label: thing.name, note: thing.code })
const named = (thing: { id: string; name: string }): Option => ({ value: thing.id, label: thing.name })

export const storeChoices: Choices = {
  key: 'stores',
  search: async (q) => (await take(api.GET('/stores', { params: { query: { q, size: 50 } } }))).items.map(coded),
  one: async (id) => coded(await take(api.GET('/stores/{id}', { params: { path: { id } } }))),
}

export const customerChoices: Choices = {
  key: 'customers',
  search: async (q) => {
    const page = await take(api.GET('/customers', { params: { query: { q, size: 30 } } }))
    return page.items.map((one) => ({ value: one.id, label: customerName(one), note: one.phone_masked ?? '' }))
  },
  one: async (id) => {
    const one = await take(api.GET('/customers/{id}', { params: { path: { id } } }))
    return { value: id, label: customerName(one) }
  },
}

export const guideChoices: Choices = {
  key: 'guides',
  search: async (q) => {
    const page = await take(api.GET('/staff', { params: { query: { q, role: 'guide', size: 50 } } }))
    return page.items.map((guide) => ({ ...named(guide), note: guide.store?.name ?? '' }))
  },
  one: async (id) => named(await take(api.GET('/staff/{id}', { params: { path: { id } } }))),
}

export const regionChoices: Choices = {
  key: 'regions',
  search: async (q) => (await take(api.GET('/regions'))).filter((region) => region.name.includes(q)).map(named),
  one: async (id) => named((await take(api.GET('/regions'))).find((region) => region.id === id) ?? { id, name: id }),
}

async function flatCategories(): Promise<Option[]> {
  const tree = await take(api.GET('/categories'))
  return tree.flatMap((top) => [
    named(top),
    ...top.children.map((child) => ({ value: child.id, label: child.name, note: top.name })),
  ])
}

export const categoryChoices: Choices = {
  key: 'categories',
  search: async (q) => (await flatCategories()).filter((option) => option.label.includes(q)),
  one: async (id) => (await flatCategories()).find((option) => option.value === id) ?? { value: id, label: id },
}

export const productChoices: Choices = {
  key: 'products',
  search: async (q) => (await take(api.GET('/products', { params: { query: { q, size: 30 } } }))).items.map(coded),
  one: async (id) => coded(await take(api.GET('/products/{id}', { params: { path: { id } } }))),
}

export const skuChoices: Choices = {
  key: 'skus',
  search: async (q) => {
    const page = await take(api.GET('/products', { params: { query: { q, size: 8 } } }))
    const found = await Promise.all(
      page.items.map((product) => take(api.GET('/products/{id}', { params: { path: { id: product.id } } }))),
    )
    return found.flatMap((product) =>
      product.skus.map((sku) => ({ value: sku.id, label: `${product.name} ${sku.name}`.trim(), note: sku.code })),
    )
  },
  one: async (id) => {
    const sku = await take(api.GET('/stock/{id}', { params: { path: { id } } }))
    return { value: id, label: sku.name, note: sku.code }
  },
}

export const articleChoices: Choices = {
  key: 'articles',
  search: async (q) => {
    const page = await take(api.GET('/articles', { params: { query: { q, size: 50 } } }))
    return page.items.filter((one) => one.state === 'published').map((one) => ({ value: one.id, label: one.title }))
  },
  one: async (id) => {
    const one = await take(api.GET('/articles/{id}', { params: { path: { id } } }))
    return { value: id, label: one.title }
  },
}

export const audienceChoices: Choices = {
  key: 'audiences',
  search: async (q) => (await take(api.GET('/audiences', { params: { query: { q, size: 50 } } }))).items.map(named),
  one: async (id) => named(await take(api.GET('/audiences/{id}', { params: { path: { id } } }))),
}

async function flatTags(): Promise<(Option & { retired: boolean })[]> {
  const groups = await take(api.GET('/tags'))
  return groups.flatMap((group) =>
    group.tags.map((tag) => ({ value: tag.id, label: tag.name, note: group.name, retired: tag.retired_at !== null })),
  )
}

/** Retired tags are given to nobody any more; what already points at one still knows its name. */
export const tagChoices: Choices = {
  key: 'tags',
  search: async (q) => (await flatTags()).filter((tag) => !tag.retired && `${tag.note} ${tag.label}`.includes(q)),
  one: async (id) => {
    const found = (await flatTags()).find((tag) => tag.value === id)
    if (!found) throw new Error(id)
    return found
  },
}

/** What prices may ask of a customer: a member's tier, or a tag that is given to her. */
export const tierChoices: Choices = {
  key: 'price-tiers',
  search: async (q) => {
    const [{ tiers }, tags] = await Promise.all([take(api.GET('/tiers')), tagChoices.search(q)])
    return [...tiers.filter((one) => `${one.code} ${one.name}`.includes(q)).map(coded), ...tags]
  },
  one: async (id) => {
    const { tiers } = await take(api.GET('/tiers'))
    const found = tiers.find((one) => one.id === id)
    return found ? coded(found) : tagChoices.one(id)
  },
}

export const couponChoices: Choices = {
  key: 'coupons',
  search: async (q) => {
    const page = await take(api.GET('/coupons', { params: { query: { q, size: 50 } } }))
    return page.items.filter((one) => one.standing === 'open').map(coded)
  },
  one: async (id) => coded(await take(api.GET('/coupons/{id}', { params: { path: { id } } }))),
}

/** What the slots of blocks may point at, by the name that the server gives the list. */
export const SOURCES: Record<string, Choices> = {
  stores: storeChoices,
  guides: guideChoices,
  tags: tagChoices,
  products: productChoices,
  categories: categoryChoices,
  skus: skuChoices,
}
