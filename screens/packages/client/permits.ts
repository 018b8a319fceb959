/** What a role may be allowed to do, as the server spells it. */
export type Permit =
  | 'channels.read' | 'channels.share' | 'channels.write' | 'content.read' | 'content.write' | 'customers.rule' | 'customers.tags' | 'audiences.read' | 'audiences.write' | 'audit.read' | 'campaigns.read' | 'campaigns.write' | 'catalog.read' | 'catalog.write' | 'customers.forget' | 'customers.read' | 'customers.assign' | 'customers.reveal_phone' | 'customers.write'
  | 'distribution.read' | 'distribution.write' | 'developers.read' | 'developers.write' | 'insight.people' | 'insight.read' | 'inventory.read' | 'inventory.write' | 'ledger.read' | 'loyalty.adjust' | 'loyalty.read' | 'loyalty.write' | 'orders.export' | 'orders.read' | 'orders.refund' | 'orders.write' | 'payments.read' | 'promotions.read' | 'promotions.write' | 'sandbox.use' | 'staff.read' | 'staff.write'
  | 'system.read' | 'system.write' | 'tenants.read' | 'tenants.write' | 'tills.import' | 'tills.read' | 'vouchers.read' | 'vouchers.void'
