import type { WordKey } from './language'

const KNOWN: Record<string, WordKey> = {
  cash: 'means.cash',
  wechat: 'means.wechat',
  alipay: 'means.alipay',
  card: 'means.card',
  balance: 'means.balance',
  points: 'means.points',
  voucher: 'means.voucher',
  other: 'means.other',
}

/** The word for a means of payment; a till may send others, which are shown as it wrote them. */
export function findMeansKey(kind: string): WordKey | undefined {
  return KNOWN[kind]
}
