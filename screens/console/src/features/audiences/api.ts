import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch, type Ref } from 'vue'
import { api, take } from '#client/api.ts'
import type { TreeNode } from '#client/shapes.ts'
import { useWords } from '#words/words.ts'

export function useBlocks() {
  const { language } = useWords()
  return useQuery({
    queryKey: computed(() => ['blocks', language()]),
    queryFn: () => take(api.GET('/audiences/blocks')),
    staleTime: Infinity,
  })
}

export function useAudience(id: () => string | undefined) {
  return useQuery({
    queryKey: computed(() => ['audience', id()]),
    queryFn: () => take(api.GET('/audiences/{id}', { params: { path: { id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })
}

const PAUSE_MS = 300

/** A tree a moment after the last change; null while it is not filled. */
function useSettled(tree: () => TreeNode | null): Ref<TreeNode | null> {
  const settled = ref<TreeNode | null>(tree())
  let pause: ReturnType<typeof setTimeout> | undefined
  watch(
    () => JSON.stringify(tree()),
    (now) => {
      clearTimeout(pause)
      pause = setTimeout(() => (settled.value = JSON.parse(now) as TreeNode | null), PAUSE_MS)
    },
  )
  return settled
}

/** People at every node and some of them, asked a moment after the last change; what is outdated is called off. */
export function useCount(tree: () => TreeNode | null) {
  const settled = useSettled(tree)
  const key = computed(() => JSON.stringify(settled.value))
  const enabled = computed(() => settled.value !== null)
  const body = (): { tree: TreeNode } => ({ tree: settled.value ?? { op: 'all', of: [], block: '' } })
  const count = useQuery({
    queryKey: computed(() => ['audience-count', key.value]),
    queryFn: ({ signal }) => take(api.POST('/audiences/count', { body: body(), signal })),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  })
  const sample = useQuery({
    queryKey: computed(() => ['audience-sample', key.value]),
    queryFn: ({ signal }) => take(api.POST('/audiences/sample', { body: body(), signal })),
    enabled,
    placeholderData: keepPreviousData,
    retry: false,
  })
  return { count, sample }
}

/** Keeps an audience, a new one or the next version of one. */
export function useSaving() {
  const queries = useQueryClient()
  return async (name: string, tree: TreeNode, of?: { id: string; version: number }) => {
    const saved = of
      ? await take(api.PUT('/audiences/{id}', { params: { path: { id: of.id } }, body: { name, tree, version: of.version } }))
      : await take(api.POST('/audiences', { body: { name, tree } }))
    await queries.invalidateQueries({ queryKey: ['audience', saved.id] })
    await queries.invalidateQueries({ queryKey: ['audiences'] })
    return saved
  }
}
