import { mount } from '@vue/test-utils'
import { beforeAll, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { Problem } from '#client/problem.ts'
import { speak, words } from '#words/words.ts'
import type { Field, Values } from './field.ts'
import MoneyField from './money-field.vue'
import { useForm, type Form } from './use-form.ts'

const FIELDS: Field[] = [
  { name: 'name', label: 'staff.name', kind: 'text', required: true, maxLength: 4 },
  { name: 'role', label: 'staff.role', kind: 'choice' },
  { name: 'store', label: 'things.store', kind: 'text', required: true, when: (values) => values.role === 'guide' },
]
beforeAll(() => speak('zh-CN'))

function formOf(first: Values, send: (values: Values) => Promise<unknown>): Form {
  let form: Form | undefined
  const host = defineComponent({ setup: () => ((form = useForm(() => FIELDS, first, send)), () => h('div')) })
  mount(host, { global: { plugins: [words] } })
  return form as Form
}

test('nothing is sent while a required field is empty', async () => {
  const send = vi.fn(() => Promise.resolve())
  const form = formOf({ name: '', role: 'guide' }, send)
  expect(await form.submit()).toBe(false)
  expect(form.errors).toEqual({ name: '必填', store: '必填' })
  expect(send).not.toHaveBeenCalled()
})

test('what is outside the fields keeps it back, and the complaints of the fields are shown beside', async () => {
  const send = vi.fn(() => Promise.resolve())
  const form = formOf({ name: '' }, send)
  expect(await form.submit(false)).toBe(false)
  expect(form.errors).toEqual({ name: '必填' })
  form.put('name', '王静')
  expect(await form.submit(false)).toBe(false)
  expect(form.problem.value).toBeNull()
  expect(send).not.toHaveBeenCalled()
})

test('what is sent is trimmed, and what was not asked is left out', async () => {
  const send = vi.fn(() => Promise.resolve())
  const form = formOf({ name: ' 王静 ', role: '', store: 'x' }, send)
  expect(await form.submit()).toBe(true)
  expect(send).toHaveBeenCalledWith({ name: '王静', role: null })
})

test("the server's complaint lands at the field it names", async () => {
  const told = { code: 'kernel.invalid', message: '有 1 处需要修改。', fields: [{ path: 'body.name', message: '已被使用' }] }
  const form = formOf({ name: '王静' }, () => Promise.reject(new Problem(400, told)))
  expect(await form.submit()).toBe(false)
  expect(form.errors).toEqual({ name: '已被使用' })
  expect(form.problem.value).toBeNull()
  form.put('name', '王')
  expect(form.errors).toEqual({})
})

test('a complaint about no field is shown above the form', async () => {
  const form = formOf({ name: '王静' }, () => Promise.reject(new Problem(409, { message: '编码已存在。' })))
  await form.submit()
  expect(form.problem.value?.message).toBe('编码已存在。')
})

test('a form is dirty until it was sent', async () => {
  const form = formOf({ name: '王静' }, () => Promise.resolve())
  expect(form.dirty.value).toBe(false)
  form.put('name', '李雪')
  expect(form.dirty.value).toBe(true)
  await form.submit()
  expect(form.dirty.value).toBe(false)
})

test('an amount field holds minor units and keeps what cannot be read', async () => {
  const field = mount(MoneyField, { props: { modelValue: 1250 }, global: { plugins: [words] } })
  const input = field.get('input')
  expect(input.element.value).toBe('12.50')
  await input.setValue('1,300')
  expect(field.emitted('update:modelValue')?.at(-1)).toEqual([130000])
  await input.setValue('12.x')
  expect(field.emitted('update:modelValue')?.at(-1)).toEqual(['12.x'])
})
