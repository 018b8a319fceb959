import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import { api, take } from '#client/api.ts'
import { keep } from '#client/keep.ts'
import type { Promotion, PromotionWording, SampleGiven } from '#client/shapes.ts'
import { useWords } from '#words/words.ts'

export function usePromotionBlocks() {
  const { language } = useWords()
  return useQuery({
    queryKey: computed(() => ['promotion-blocks', language()]),
    queryFn: () => take(api.GET('/promotions/blocks')),
    staleTime: Infinity,
  })
}

export function usePromotion(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['promotion', id()]),
    queryFn: async () => (await take(api.GET('/promotions/{id}', { params: { path: { id: id() } } }))) as Promotion,
    enabled: computed(() => Boolean(id())),
  })
}

export function useVersions(id: () => string) {
  return useQuery({
    queryKey: computed(() => ['promotion-versions', id()]),
    queryFn: async () => (await take(api.GET('/promotions/{id}/versions', { params: { path: { id: id() } } }))) as Promotion[],
  })
}

const PAUSE_MS = 300

/** The price of a sample, asked a moment after the last change; what is outdated is called off. */
export function useTried(sample: () => SampleGiven | null) {
  const { language } = useWords()
  const settled = ref(JSON.stringify(sample()))
  let pause: ReturnType<typeof setTimeout> | undefined
  watch(
    () => JSON.stringify(sample()),
    (now) => {
      clearTimeout(pause)
      pause = setTimeout(() => (settled.value = now), PAUSE_MS)
    },
  )
  return useQuery({
    queryKey: computed(() => ['promotion-tried', settled.value, language()]),
    queryFn: ({ signal }) => take(api.POST('/promotions/try', { body: JSON.parse(settled.value) as SampleGiven, signal })),
    enabled: computed(() => settled.value !== 'null'),
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** Keeps what a promotion says, and how it stands. */
export function useSaving() {
  const queries = useQueryClient()
  const kept = async (answer: unknown): Promise<Promotion> => {
    const saved = answer as Promotion
    await keep(queries, ['promotion', saved.id], saved)
    await queries.invalidateQueries({ queryKey: ['promotion-versions', saved.id] })
    await queries.invalidateQueries({ queryKey: ['promotions'] })
    return saved
  }
  const path = (id: string) => ({ params: { path: { id } } })
  return {
    save: async (wording: PromotionWording, of?: Promotion) =>
      kept(
        of
          ? await take(api.PUT('/promotions/{id}', { ...path(of.id), body: { version: of.version, wording } }))
          : await take(api.POST('/promotions', { body: wording })),
      ),
    move: async (id: string, state: 'running' | 'paused' | 'ended') => kept(await take(api.PUT('/promotions/{id}/state', { ...path(id), body: { state } }))),
  }
}
