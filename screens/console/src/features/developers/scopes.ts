/** What a key of the open API may be allowed to do. */
export const SCOPES = [
  'stores.read',
  'stores.write',
  'products.read',
  'products.write',
  'receipts.read',
  'receipts.write',
  'customers.read',
  'insight.read',
  'facts.read',
]
