/** A mainland mobile number: what the sign-in code can be sent to. */
export function isPhone(text: string): boolean {
  return /^1\d{10}$/.test(text)
}

/** `138 **** 5678`, for saying where a code went. */
export function maskPhone(phone: string): string {
  return `${phone.slice(0, 3)} **** ${phone.slice(-4)}`
}
