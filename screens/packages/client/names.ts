/** What to call a customer who may not have told her name: her masked phone, else her number. */
export function customerName(who: { name: string | null; phone_masked?: string | null; member_no?: number }): string {
  if (who.name) return who.name
  if (who.phone_masked) return who.phone_masked
  return who.member_no === undefined ? '—' : `No. ${who.member_no}`
}
