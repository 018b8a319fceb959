import { member } from '@/state/member'
import { makeCaller } from './call'
import type { Category, Consent, Guardian, Me, MyChange, MyGuardian, Page, Product, ProductItem, Receipt, ReceiptItem, Shop, SignedIn } from './shapes'

const door = makeCaller('/api/storefront', () => member.token, member.expire)

export const storefront = {
  getShop: () => door.get<Shop>('/shop'),
  listCategories: () => door.get<Category[]>('/categories'),
  listProducts: (query: { q?: string; category?: string; page: number; size: number }) => door.get<Page<ProductItem>>('/products', query),
  getProduct: (id: string) => door.get<Product>(`/products/${id}`),

  sendCode: (phone: string) => door.write<{ again_in_s: number }>('POST', '/codes', { phone }),
  signIn: (phone: string, code: string, consents: string[]) => door.write<SignedIn>('POST', '/session', { phone, code, consents }),
  signOut: () => door.write<unknown>('DELETE', '/session'),

  getMe: () => door.get<Me>('/me'),
  changeMe: (change: MyChange) => door.write<Me>('PUT', '/me', change),
  listMyReceipts: (query: { page: number; size: number }) => door.get<Page<ReceiptItem>>('/me/receipts', query),
  getMyReceipt: (id: string) => door.get<Receipt>(`/me/receipts/${id}`),
  getGuardian: () => door.get<MyGuardian>('/me/guardian'),
  agreeAsGuardian: (guardian: Guardian) => door.write<MyGuardian>('PUT', '/me/guardian', { guardian }),
  listMyConsents: () => door.get<Consent[]>('/me/consents'),
  decideConsent: (purpose: string, granted: boolean) => door.write<Consent>('PUT', `/me/consents/${purpose}`, { granted }),
}
