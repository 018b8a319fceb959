import { ref } from 'vue'

import type { Cart } from '@/client/selling-shapes'
import { storefront } from '@/client/storefront'
import { member } from './member'

const TAB = 2

/** Pieces in the cart that are still sold, as the badge on the tab bar says. */
export const cartPieces = ref(0)

export function countCart(cart: Cart): Cart {
  cartPieces.value = cart.lines.filter(({ standing }) => standing !== 'gone').reduce((sum, { quantity }) => sum + quantity, 0)
  showBadge()
  return cart
}

/** Reads the count quietly: a badge that is not there is no trouble. */
export async function readCartCount(): Promise<void> {
  if (!member.token) cartPieces.value = 0
  else await storefront.getCart().then(countCart, () => undefined)
  showBadge()
}

/** Only a page with the tab bar can set it; others fail without a word. */
export function showBadge(): void {
  const quiet = () => undefined
  if (cartPieces.value) uni.setTabBarBadge({ index: TAB, text: cartPieces.value > 99 ? '99+' : String(cartPieces.value), fail: quiet })
  else uni.removeTabBarBadge({ index: TAB, fail: quiet })
}
