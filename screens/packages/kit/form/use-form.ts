import { computed, reactive, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, type Problem } from '#client/problem.ts'
import { useWords } from '#words/words.ts'
import { asked, complain, toSend, type Field, type Values } from './field.ts'

export interface Form {
  values: Values
  errors: Record<string, string>
  problem: ShallowRef<Problem | null>
  busy: Ref<boolean>
  dirty: ComputedRef<boolean>
  reset: (initial?: Values) => void
  put: (name: string, value: unknown) => void
  /** Nothing is sent while it is not `ready`, but every complaint is shown. */
  submit: (ready?: boolean) => Promise<boolean>
}

const copy = (values: Values): Values => JSON.parse(JSON.stringify(values)) as Values

/** Values, complaints and sending of one form; the server's complaints land at the fields they name. */
export function useForm(fields: () => Field[], first: Values, send: (values: Values) => Promise<unknown>): Form {
  const { t } = useWords()
  const values = reactive<Values>(copy(first))
  const kept = ref(JSON.stringify(first))
  const errors = reactive<Record<string, string>>({})
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)

  const forget = (): void => {
    for (const name of Object.keys(errors)) Reflect.deleteProperty(errors, name)
    problem.value = null
  }
  const reset = (initial: Values = first): void => {
    for (const name of Object.keys(values)) Reflect.deleteProperty(values, name)
    Object.assign(values, copy(initial))
    kept.value = JSON.stringify(initial)
    forget()
  }
  const place = (refusal: Problem): void => {
    const names = new Set(asked(fields(), values).map((field) => field.name))
    const stray = refusal.fields.filter((told) => {
      const name = told.path.split('.').find((part) => names.has(part))
      if (name) errors[name] = told.message
      return !name
    })
    if (stray.length || !refusal.fields.length) problem.value = refusal
  }
  const submit = async (ready = true): Promise<boolean> => {
    forget()
    for (const field of asked(fields(), values)) {
      const said = complain(field, values)
      if (said) errors[field.name] = t(said.key, said.slots)
    }
    if (Object.keys(errors).length || busy.value || !ready) return false
    busy.value = true
    try {
      await send(toSend(fields(), values))
      kept.value = JSON.stringify(values)
      return true
    } catch (error) {
      place(asProblem(error))
      return false
    } finally {
      busy.value = false
    }
  }
  const put = (name: string, value: unknown): void => {
    values[name] = value
    Reflect.deleteProperty(errors, name)
  }
  const dirty = computed(() => JSON.stringify(values) !== kept.value)
  return { values, errors, problem, busy, dirty, reset, put, submit }
}
