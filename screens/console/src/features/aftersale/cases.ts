/** What is listed by itself: what waits for somebody, and how it ended. */
export const CASE_LISTS = ['mine', 'open', 'done', 'refused', 'withdrawn', 'lapsed'] as const
export const CASE_KINDS = ['refund', 'return', 'exchange'] as const
export const EXEMPTS = ['made_to_order', 'perishable', 'digital', 'press', 'confirmed'] as const
