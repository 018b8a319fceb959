import type { OrderDetail, OrderLine } from '#client/shapes.ts'

/** How many pieces of each line are to go back, by the line's number. */
export type Backs = Record<number, number>

export function leftOf(line: OrderLine): number {
  return line.quantity - line.refunded_quantity
}

/** What more pieces of a line come to, as the books reckon it: the last piece brings what is left. */
export function backOf(line: OrderLine, pieces: number): number {
  const worth = (n: number): number => Math.floor((line.payable_minor * n) / line.quantity)
  return worth(line.refunded_quantity + pieces) - worth(line.refunded_quantity)
}

export function everything(order: OrderDetail): Backs {
  return Object.fromEntries(order.lines.map((line) => [line.n, leftOf(line)]))
}

export function totalOf(order: OrderDetail, backs: Backs): number {
  return order.lines.reduce((sum, line) => sum + backOf(line, backs[line.n] ?? 0), 0)
}

export function linesOf(backs: Backs): { n: number; quantity: number }[] {
  return Object.entries(backs)
    .filter(([, quantity]) => quantity > 0)
    .map(([n, quantity]) => ({ n: Number(n), quantity }))
}

/** Whether anything of a paid order can still go back. */
export function mayGoBack(order: OrderDetail): boolean {
  return ['paid', 'redeemed', 'closed'].includes(order.state) && order.lines.some((line) => leftOf(line) > 0)
}
