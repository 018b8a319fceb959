import type { Slots, WordKey, Words } from './language'

/** Looks a sentence up and fills `{slots}`; `one | many` is chosen by `n`. */
export function fill(words: Words, key: WordKey, slots: Slots): string {
  const sentence = key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown>)[part], words) as string
  const forms = sentence.split(' | ')
  const form = forms.length > 1 && slots.n !== 1 ? forms[1] : forms[0]
  return (form ?? sentence).replace(/\{(\w+)\}/g, (whole, name: string) => String(slots[name] ?? whole))
}
