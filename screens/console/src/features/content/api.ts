import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, take } from '#client/api.ts'
import type { Article } from '#client/shapes.ts'
import type { Tone } from '#kit/text/tone.ts'

export const TONES: Record<Article['state'], Tone> = { draft: 'calm', published: 'good', unpublished: 'plain' }

export function useArticle(id: () => string | undefined) {
  return useQuery({
    queryKey: computed(() => ['article', id()]),
    queryFn: () => take(api.GET('/articles/{id}', { params: { path: { id: id() ?? '' } } })),
    enabled: computed(() => Boolean(id())),
  })
}
