import { onLoad, onShow } from '@dcloudio/uni-app'
import { watch } from 'vue'

import { member } from './member'
import { askSignIn, SIGN_IN } from './ways'

/** For a page that only a signed-in customer may see: without a session, sign-in takes its place and leads back. */
export function needsMember(path: string, load: (query: Record<string, string>) => void): void {
  let query: Record<string, string> = {}
  const leave = () => askSignIn(SIGN_IN, path, query)
  onLoad(given => {
    query = (given ?? {}) as Record<string, string>
    if (member.token) load(query)
  })
  onShow(() => {
    if (!member.token) leave()
  })
  watch(() => member.expired, expired => expired && leave())
}
