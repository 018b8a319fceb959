/** The walls of the screens: packages ← features ← stories ← app, features blind to each other. */
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = path.dirname(fileURLToPath(import.meta.url))
const FLOORS = ['packages', 'features', 'stories', 'app']

/** Where a file lives: its floor, and the room on it. */
export function placeOf(file) {
  const parts = path.relative(ROOT, file).split(path.sep)
  if (parts[0] === 'packages') return { floor: 'packages', room: parts[1] }
  if (parts[0] !== 'console' || parts[1] !== 'src') return null
  return { floor: parts[2], room: parts[3] }
}

/** Why a file may not import another; null when it may. */
export function forbidden(from, to) {
  const [here, there] = [placeOf(from), placeOf(to)]
  if (!here || !there) return null
  if (FLOORS.indexOf(there.floor) > FLOORS.indexOf(here.floor)) return `${here.floor} may not import ${there.floor}`
  if (here.floor === 'features' && there.floor === 'features' && here.room !== there.room) return 'features may not import each other'
  return null
}

function resolve(source, file) {
  if (source.startsWith('#')) return path.join(ROOT, 'packages', source.slice(1))
  return source.startsWith('.') ? path.resolve(path.dirname(file), source) : null
}

const rule = (create) => ({ meta: { type: 'problem', schema: [] }, create })

const direction = rule((context) => {
  const look = (node) => {
    const source = node.source?.value
    const to = typeof source === 'string' && resolve(source, context.filename)
    const why = to && forbidden(context.filename, to)
    if (why) context.report({ node, message: `${why}.` })
  }
  return { ImportDeclaration: look, ImportExpression: look, ExportNamedDeclaration: look }
})

const kebabCase = rule((context) => ({
  Program(node) {
    const name = path.basename(context.filename)
    if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(name)) context.report({ node, message: `${name} is not kebab-case.` })
  },
}))

const noBarrel = rule((context) => ({
  Program(node) {
    if (/^index\./.test(path.basename(context.filename))) context.report({ node, message: 'No barrels: import the file itself.' })
  },
  ExportAllDeclaration: (node) => context.report({ node, message: 'No barrels: import the file itself.' }),
}))

export const walls = { rules: { direction, 'kebab-case': kebabCase, 'no-barrel': noBarrel } }
