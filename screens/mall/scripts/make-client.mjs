// Writes types from the server's OpenAPI documents: npm run client -- [storefront.json] [guide.json]
// Without arguments it reads build/openapi/{storefront,guide}.json of the repository.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

import openapi, { astToString } from 'openapi-typescript'

const mall = path.dirname(import.meta.dirname)
const documents = path.join(mall, '../../build/openapi')
const out = path.join(mall, 'src/client/generated')
mkdirSync(out, { recursive: true })

for (const [index, audience] of ['storefront', 'guide'].entries()) {
  const at = path.resolve(process.argv[2 + index] ?? path.join(documents, `${audience}.json`))
  const types = await openapi(pathToFileURL(at))
  writeFileSync(path.join(out, `${audience}.ts`), astToString(types))
  console.log(`${audience}: ${path.relative(mall, at)}`)
}
