import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Whether the window is as narrow as a phone. */
export function useNarrow(limit = 720): Readonly<Ref<boolean>> {
  const query = window.matchMedia(`(max-width: ${limit}px)`)
  const narrow = ref(query.matches)
  const turn = (): void => void (narrow.value = query.matches)
  query.addEventListener('change', turn)
  onScopeDispose(() => query.removeEventListener('change', turn))
  return readonly(narrow)
}
