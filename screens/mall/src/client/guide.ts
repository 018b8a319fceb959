import { desk } from '@/state/desk'
import { makeCaller } from './call'
import type { Customer, CustomerItem, CustomerSort, Day, DeskSession, DeskSignedIn, Month, Page, Timeline } from './shapes'

const door = makeCaller('/api/guide', () => desk.token, desk.expire)

export const guide = {
  signIn: (account: string, password: string, code?: string) => door.write<DeskSignedIn>('POST', '/session', { account, password, code }),
  getSession: () => door.get<DeskSession>('/session'),
  signOut: () => door.write<unknown>('DELETE', '/session'),

  getMonth: () => door.get<Month>('/me/month'),
  getDay: () => door.get<Day>('/me/day'),
  listCustomers: (query: { q?: string; sort: CustomerSort; page: number; size: number }) => door.get<Page<CustomerItem>>('/customers', query),
  getCustomer: (id: string) => door.get<Customer>(`/customers/${id}`),
  getTimeline: (id: string, before?: string) => door.get<Timeline>(`/customers/${id}/timeline`, { before }),
  remark: (id: string, remark: string) => door.write<Customer>('PUT', `/customers/${id}`, { remark }),
}
