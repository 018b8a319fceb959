import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/es/components/message/style/css'
import { asProblem } from '#client/problem.ts'

export function sayDone(sentence: string): void {
  ElMessage({ message: sentence, type: 'success', duration: 2600 })
}

/** For an action that has no place of its own to show a refusal. */
export function sayProblem(error: unknown, otherwise: string): void {
  ElMessage({ message: asProblem(error).message || otherwise, type: 'error', duration: 5000, showClose: true })
}
