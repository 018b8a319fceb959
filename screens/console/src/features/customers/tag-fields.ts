import { tagChoices } from '#client/choices.ts'
import type { Field } from '#kit/form/field.ts'
import type { Say } from '#words/words.ts'

/** Which tag, and whether to give it or to take it away. */
export function tagFields(t: Say): Field[] {
  return [
    { name: 'tag', label: 'tags.title', kind: 'remote', required: true, choices: tagChoices },
    {
      name: 'has',
      label: 'tags.what',
      kind: 'choice',
      required: true,
      options: () => [
        { value: 'give', label: t('tags.give') },
        { value: 'take', label: t('tags.take') },
      ],
    },
  ]
}
