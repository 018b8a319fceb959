// Holds the shapes against the server's own documents: `npm run contract` writes `generated/` and checks this file.
// It has no effect at run time; what a door no longer answers as a shape says is a type error here.
import type { components as GuideParts, paths as GuidePaths } from './generated/guide'
import type { components as ShopParts, paths as ShopPaths } from './generated/storefront'
import type * as shapes from './shapes'

type Served = ShopParts['schemas']
type Desk = GuideParts['schemas']
/** Holds when what is served can be read as the shape. */
type Reads<Shape, From extends Shape> = [Shape, From]
/** Holds when what we send is what the door takes. */
type Sends<Door, Ours extends Door> = [Door, Ours]

export type Shapes = [
  Reads<shapes.Shop, Served['Shop']>,
  Reads<shapes.Category, Served['CategoryNode']>,
  Reads<shapes.ProductItem, Served['ProductItem']>,
  Reads<shapes.Product, Served['ProductDetail']>,
  Reads<shapes.SignedIn, Served['SignedIn']>,
  Reads<shapes.Me, Served['Me']>,
  Reads<shapes.ReceiptItem, Served['ReceiptItem']>,
  Reads<shapes.Receipt, Served['ReceiptDetail']>,
  Reads<shapes.Consent, Served['MyConsent']>,
  Reads<shapes.MyGuardian, Served['MyGuardian']>,
  Reads<shapes.DeskSession, Desk['Session']>,
  Reads<shapes.Month, Desk['Month']>,
  Reads<shapes.Day, Desk['MyDay']>,
  Reads<shapes.CustomerItem, Desk['CustomerItem']>,
  Reads<shapes.Customer, Desk['CustomerDetail']>,
  Reads<shapes.Timeline, Desk['Timeline']>,
  Sends<Served['MyChange'], shapes.MyChange>,
]

type Doors<Paths, Root extends string, Ours extends string> = `${Root}${Ours}` extends keyof Paths ? Ours : never

/** Every address the client asks exists. */
export const addresses: [
  Doors<ShopPaths, '/api/storefront', '/shop' | '/categories' | '/products' | '/products/{id}' | '/codes' | '/session' | '/me' | '/me/receipts' | '/me/receipts/{id}' | '/me/consents' | '/me/consents/{purpose}' | '/me/guardian'>,
  Doors<GuidePaths, '/api/guide', '/session' | '/me/month' | '/me/day' | '/customers' | '/customers/{id}' | '/customers/{id}/timeline'>,
] = ['/shop', '/session']
