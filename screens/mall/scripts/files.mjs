import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

/** Every file below a folder: its name from there, where it is, and its size. */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath ?? entry.path, entry.name))
    .map(at => ({ name: path.relative(folder, at).split(path.sep).join('/'), at, bytes: statSync(at).size }))
}
