// The guide desk has an address of its own, `/guide/`: the same document, served there a second time.
import { cpSync, mkdirSync } from 'node:fs'
import path from 'node:path'

const out = path.join(path.dirname(import.meta.dirname), 'dist/build/h5')
mkdirSync(path.join(out, 'guide'), { recursive: true })
cpSync(path.join(out, 'index.html'), path.join(out, 'guide/index.html'))
