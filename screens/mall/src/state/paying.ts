import { ref } from 'vue'

import { sayTrouble } from '@/client/refusal'
import { storefront } from '@/client/storefront'
import { getReturnPath, goToCashier } from '@/platform/cashier'
import { ORDER } from './ways'

/** The order she went to the cashier for; what became of it is not known yet. */
export const atCashier = ref('')

/** Asks where to pay what she `seen` it costs, and goes there. Whether it was paid is said by the order, never by coming back. */
export async function startPaying(order: string, seen: number): Promise<void> {
  try {
    const { paid, pay_path } = await storefront.pay(order, getReturnPath(`${ORDER}?id=${order}`), seen)
    if (paid || !pay_path) return
    atCashier.value = order
    goToCashier(pay_path)
  } catch (error) {
    // The order's page lies under this message, with its own way to pay.
    uni.showToast({ title: sayTrouble(error), icon: 'none', duration: 3000 })
  }
}
