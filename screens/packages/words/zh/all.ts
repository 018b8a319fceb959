import catalog from './catalog.ts'
import codes from './codes.ts'
import customers from './customers.ts'
import insight from './insight.ts'
import kit from './kit.ts'
import places from './places.ts'
import shell from './shell.ts'
import tills from './tills.ts'
import trust from './trust.ts'

export default { codes, kit, tills, insight, ...shell, ...customers, ...places, ...catalog, ...trust }
