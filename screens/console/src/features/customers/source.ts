import { useCodes, useWords } from '#words/words.ts'

/** Where she was met first; a code of the merchant's own is named by its slug. */
export function useSource(): (source: string) => string {
  const { t } = useWords()
  const code = useCodes()
  return (source) => {
    const [kind, slug] = source.split(':', 2)
    return kind === 'code' && slug ? t('customers.fromCode', { slug }) : code('source', source)
  }
}
