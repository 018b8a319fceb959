import type { CampaignDraft } from '#client/shapes.ts'

/** A campaign while it is being made. */
export interface Draft {
  audience: string | null
  version: number
  people: number | null
  name: string
  purpose: CampaignDraft['purpose']
  words: string
  signed: CampaignDraft['signed']
  guide: string | null
  cardKind: 'none' | 'product' | 'article'
  card: string | null
}

export const MOST_WORDS = 500

export function isWritten(draft: Draft): boolean {
  const length = draft.words.trim().length
  return Boolean(draft.name.trim()) && length > 0 && length <= MOST_WORDS && (draft.signed !== 'named' || Boolean(draft.guide)) && (draft.cardKind === 'none' || Boolean(draft.card))
}

export function bodyOf(draft: Draft): CampaignDraft {
  return {
    name: draft.name.trim(),
    audience: draft.audience ?? '',
    audience_version: draft.version,
    purpose: draft.purpose,
    words: draft.words.trim(),
    signed: draft.signed,
    guide: draft.signed === 'named' ? draft.guide : null,
    card: draft.cardKind !== 'none' && draft.card ? { kind: draft.cardKind, id: draft.card } : null,
  }
}
