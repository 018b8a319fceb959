/** What is said to customers and passed on to them: letters, articles, shared links, who looks after her. */
import type { Named, ProductItem, StoreName } from './shapes'

export interface MyGuide {
  store: StoreName | null
  guide: Named | null
  since: string | null
  /** One sentence, or null where nobody looks after her. */
  why: string | null
}

export type CardKind = 'product' | 'article'

/** Without a title it is no longer to be had. */
export interface LetterCard {
  kind: CardKind
  id: string
  title: string | null
  picture_url: string | null
  price_from_minor: number | null
}

export interface Letter {
  id: string
  words: string
  purpose: string
  guide: Named | null
  card: LetterCard | null
  sent_at: string
  read_at: string | null
  opened_at: string | null
}

export interface WrittenLetter extends Letter {
  customer: { id: string; name: string | null } | null
}

export type Purposes = 'service' | 'marketing'

export interface LetterGiven {
  customer: string
  words: string
  purpose: Purposes
  card: { kind: CardKind; id: string } | null
}

/** What the gate ruled: sent, waiting until a time, or not sent with the reason as a sentence. */
export interface Verdict {
  allowed: boolean
  waits: boolean
  sentence: string | null
  until: string | null
}

export interface ArticleItem {
  id: string
  title: string
  cover_url: string | null
  published_at: string | null
}

export interface Article extends ArticleItem {
  parts: { text: string; picture_url: string | null }[]
  products: ProductItem[]
}

/** A guide's own link to something; `path` leads there over the server's count. */
export interface Link {
  id: string
  path: string
  target: CardKind
  target_id: string
  title: string
  made_at: string
  openings: number
  visitors: number
}

export interface LinkMade extends Link {
  url: string
}

export interface Opener {
  customer: { id: string; name: string | null }
  openings: number
  last_at: string
}
