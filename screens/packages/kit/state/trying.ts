import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'

/** One deed at a time: whether it runs, and why it was refused, for a page to show in its place. */
export function useTrying(): { busy: Ref<boolean>; error: ShallowRef<unknown>; trying: (deed: () => Promise<unknown>) => Promise<void> } {
  const busy = ref(false)
  const error = shallowRef<unknown>(null)
  async function trying(deed: () => Promise<unknown>): Promise<void> {
    busy.value = true
    error.value = null
    try {
      await deed()
    } catch (refusal) {
      error.value = refusal
    } finally {
      busy.value = false
    }
  }
  return { busy, error, trying }
}
