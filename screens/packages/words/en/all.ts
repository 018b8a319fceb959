import type chinese from '../zh/all.ts'
import cases from './cases.ts'
import catalog from './catalog.ts'
import codes from './codes.ts'
import commissions from './commissions.ts'
import customers from './customers.ts'
import deals from './deals.ts'
import delivery from './delivery.ts'
import demo from './demo.ts'
import groups from './groups.ts'
import insight from './insight.ts'
import kit from './kit.ts'
import loyalty from './loyalty.ts'
import payments from './payments.ts'
import places from './places.ts'
import promotions from './promotions.ts'
import reach from './reach.ts'
import shell from './shell.ts'
import stock from './stock.ts'
import tills from './tills.ts'
import trade from './trade.ts'
import trust from './trust.ts'
import ways from './ways.ts'

type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }

const english: Shape<typeof chinese> = {
  codes,
  kit,
  tills,
  insight,
  ...shell,
  ...customers,
  ...places,
  ...catalog,
  ...stock,
  ...trust,
  ...payments,
  ...ways,
  ...reach,
  ...trade,
  ...promotions,
  ...commissions,
  ...loyalty,
  ...deals,
  ...groups,
  ...demo,
  ...delivery,
  ...cases,
}

export default english
