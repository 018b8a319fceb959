import type { paths } from './console.d.ts'

/** The console's doors by their path inside the audience, as the server's document describes them. */
export type Doors = {
  [Path in keyof paths as Path extends `/api/console${infer Inside}` ? Inside : never]: paths[Path]
}

type Json<Response> = Response extends { content: { 'application/json': infer Body } } ? Body : never
type Good<Responses> = Json<Responses[keyof Responses & (200 | 201 | 202)]>
type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What a door answers when it does not refuse. */
export type Answer<Path extends keyof Doors, Method extends Verb = 'get'> = Doors[Path][Method] extends {
  responses: infer Responses
}
  ? Good<Responses>
  : never

/** What a door is to be told. */
export type Told<Path extends keyof Doors, Method extends Verb> = Doors[Path][Method] extends {
  requestBody: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** One row of a list door. */
export type Row<Path extends keyof Doors> = Answer<Path> extends { items: (infer Item)[] } ? Item : never
