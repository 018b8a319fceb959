import { onLoad, onShow } from '@dcloudio/uni-app'
import { watch } from 'vue'

import { desk } from './desk'
import { askSignIn, DESK_SIGN_IN } from './ways'

/** For a page of the guide desk: without a guide's session, its sign-in takes the page's place and leads back. */
export function needsDesk(path: string, load: (query: Record<string, string>) => void): void {
  let query: Record<string, string> = {}
  const leave = () => askSignIn(DESK_SIGN_IN, path, query)
  onLoad(given => {
    query = (given ?? {}) as Record<string, string>
    if (desk.token) load(query)
  })
  onShow(() => {
    if (!desk.token) leave()
  })
  watch(() => desk.expired, expired => expired && leave())
}
