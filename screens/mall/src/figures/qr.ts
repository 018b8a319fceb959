/** The smallest QR symbol (version 1: 21 × 21, level Q, mask 0) of up to 27 digits, drawn on the phone itself. */
const SIZE = 21
const DATA_BYTES = 13
const CHECK_BYTES = 13
const FORMAT = 0b11_000
const QUIET = 4

type Grid = (boolean | null)[][]

/** Rows of dark (true) and light modules. */
export function drawQr(digits: string): boolean[][] {
  if (!/^\d{1,27}$/.test(digits)) throw new RangeError('1 to 27 digits')
  const grid: Grid = Array.from({ length: SIZE }, () => Array.from({ length: SIZE }, () => null))
  drawFinders(grid)
  drawFormat(grid)
  const data = writeData(digits)
  fill(grid, [...data, ...makeChecks(data)])
  return grid as boolean[][]
}

/** The symbol as a picture's data address, with the light margin a reader needs. */
export function getQrAddress(digits: string): string {
  const dark = drawQr(digits).flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])))
  const side = SIZE + 2 * QUIET
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${dark.join('')}"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

function writeData(digits: string): number[] {
  const groups = digits.match(/\d{1,3}/g) ?? []
  const bits = `0001${toBits(digits.length, 10)}${groups.map(group => toBits(Number(group), group.length * 3 + 1)).join('')}`
  const ended = `${bits}0000`.slice(0, DATA_BYTES * 8)
  const whole = ended.padEnd(Math.ceil(ended.length / 8) * 8, '0')
  const bytes = (whole.match(/.{8}/g) ?? []).map(byte => parseInt(byte, 2))
  for (let n = 0; bytes.length < DATA_BYTES; n += 1) bytes.push(n % 2 ? 0x11 : 0xec)
  return bytes
}

function toBits(value: number, length: number): string {
  return value.toString(2).padStart(length, '0')
}

/** Reed–Solomon over the field of 256 with 0x11d. */
function makeChecks(data: number[]): number[] {
  let generator = [1]
  for (let n = 0, root = 1; n < CHECK_BYTES; n += 1, root = multiply(root, 2)) {
    const shifted = [...generator, 0]
    generator = shifted.map((value, at) => value ^ (at ? multiply(generator[at - 1]!, root) : 0))
  }
  const rest = [...data, ...Array<number>(CHECK_BYTES).fill(0)]
  for (let at = 0; at < data.length; at += 1) {
    const lead = rest[at]!
    generator.forEach((value, n) => (rest[at + n]! ^= multiply(value, lead)))
  }
  return rest.slice(data.length)
}

function multiply(a: number, b: number): number {
  let product = 0
  for (let x = a, y = b; y; y >>= 1) {
    if (y & 1) product ^= x
    x = x & 0x80 ? (x << 1) ^ 0x11d : x << 1
  }
  return product
}

function drawFinders(grid: Grid): void {
  for (const [top, left] of [[0, 0], [0, SIZE - 7], [SIZE - 7, 0]] as const) {
    for (let y = -1; y <= 7; y += 1) {
      for (let x = -1; x <= 7; x += 1) {
        const ring = Math.max(Math.abs(y - 3), Math.abs(x - 3))
        const row = grid[top + y]
        if (row && left + x in row) row[left + x] = ring !== 2 && ring !== 4
      }
    }
  }
  for (let n = 8; n < SIZE - 8; n += 1) grid[6]![n] = grid[n]![6] = n % 2 === 0
}

function drawFormat(grid: Grid): void {
  let rest = FORMAT << 10
  for (let bit = 14; bit >= 10; bit -= 1) if ((rest >> bit) & 1) rest ^= 0x537 << (bit - 10)
  const bits = toBits(((FORMAT << 10) | rest) ^ 0x5412, 15)
  for (let n = 0; n < 15; n += 1) {
    const on = bits[n] === '1'
    const near = n < 6 ? n : n < 8 ? n + 1 : 14 - n
    if (n < 8) grid[8]![near] = on
    else grid[n === 8 ? 7 : near]![8] = on
    if (n < 7) grid[SIZE - 1 - n]![8] = on
    else grid[8]![SIZE - 15 + n] = on
  }
  grid[SIZE - 8]![8] = true
}

/** Up and down in pairs of columns from the right, around the timing column; every other module is turned. */
function fill(grid: Grid, bytes: number[]): void {
  const bits = bytes.map(byte => toBits(byte, 8)).join('')
  let next = 0
  for (let right = SIZE - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5
    for (let step = 0; step < SIZE; step += 1) {
      const y = up ? SIZE - 1 - step : step
      for (const x of [right, right - 1]) {
        if (grid[y]![x] !== null) continue
        grid[y]![x] = (bits[next] === '1') !== ((x + y) % 2 === 0)
        next += 1
      }
    }
  }
}
