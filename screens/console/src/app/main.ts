import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { onSignedOut, setRequestLanguage } from '#client/api.ts'
import { asProblem } from '#client/problem.ts'
import '#kit/tokens.css'
import 'element-plus/es/components/base/style/css'
import '#kit/theme.css'
import '#kit/base.css'
import { firstLanguage, speak, words } from '#words/words.ts'
import App from './app.vue'
import { makeRouter } from './router.ts'
import { forgetSession } from './session.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => asProblem(error).retry && failures < 1,
    },
  },
})

async function start(): Promise<void> {
  const language = firstLanguage()
  setRequestLanguage(language)
  await speak(language)
  const router = makeRouter()
  onSignedOut(() => {
    forgetSession()
    queries.clear()
    const at = router.currentRoute.value
    if (at.name !== 'sign-in') void router.push({ name: 'sign-in', query: { next: at.fullPath } })
  })
  createApp(App).use(words).use(VueQueryPlugin, { queryClient: queries }).use(router).mount('#app')
}

void start()
