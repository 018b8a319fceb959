/** A tree of conditions while it is being built: parts know who they are, so that moving one loses no focus. */
import type { Block, TreeNode } from '#client/shapes.ts'
import { copied, firstArgs, holds, type Args } from '#kit/form/slots.ts'

export type Op = 'all' | 'any' | 'none'
export interface Part {
  key: number
  op: Op | 'leaf'
  of: Part[]
  block: string
  args: Args
}

let keys = 0
const part = (op: Part['op']): Part => ({ key: ++keys, op, of: [], block: '', args: {} })

export function newGroup(op: Op = 'all'): Part {
  return part(op)
}

/** A new condition, filled as far as there is something sensible to begin with. */
export function newLeaf(block: Block): Part {
  return { ...part('leaf'), block: block.code, args: firstArgs(block.fields) }
}

export function fromNode(node: TreeNode): Part {
  return {
    ...part(node.op),
    of: (node.of ?? []).map(fromNode),
    block: node.block ?? '',
    args: copied(node.args ?? {}),
  }
}

export function toNode(from: Part): TreeNode {
  return from.op === 'leaf' ? { op: 'leaf', block: from.block, of: [], args: { ...from.args } } : { op: from.op, block: '', of: from.of.map(toNode) }
}

/** Whether every slot of every condition holds something, and no group but the whole is empty. */
export function isFilled(from: Part, top = true): boolean {
  if (from.op !== 'leaf') return (top && from.op === 'all' ? true : from.of.length > 0) && from.of.every((one) => isFilled(one, false))
  return Object.values(from.args).every(holds)
}

/** What the server complained about at one place of the tree or at its arguments. */
export function complaints(fields: { path: string; message: string }[], path: string): string[] {
  return fields.filter((one) => one.path === path || one.path.startsWith(`${path}.args.`)).map((one) => one.message)
}
