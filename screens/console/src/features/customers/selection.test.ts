import { expect, test } from 'vitest'
import { useSelection } from './selection.ts'

const rows = ['a', 'b', 'c'].map((id) => ({ id }))

test('ticking and unticking, one and all', () => {
  const { chosen, whole, show, choose } = useSelection<{ id: string }>()
  show(rows)
  expect(whole.value).toBe(false)
  choose(['a', 'b', 'c'], true)
  expect(whole.value).toBe(true)
  choose(['b'], false)
  expect([...chosen.value]).toEqual(['a', 'c'])
})

test('who is on another page is chosen no longer', () => {
  const { chosen, show, choose } = useSelection<{ id: string }>()
  show(rows)
  choose(['a', 'b'], true)
  show([{ id: 'b' }, { id: 'd' }])
  expect([...chosen.value]).toEqual(['b'])
})

test('nobody is not everybody', () => {
  const { whole, show } = useSelection<{ id: string }>()
  show([])
  expect(whole.value).toBe(false)
})
