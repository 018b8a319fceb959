import { lowercase, PATIENCE_MS, Unreachable, type Answer } from './request'

/** What she picks or takes on her device, as addresses that can be shown and uploaded; none when she thinks better of it. */
export function pickPictures(most: number): Promise<string[]> {
  return new Promise(resolve => {
    uni.chooseImage({
      count: most,
      sizeType: ['compressed'],
      sourceType: ['album', 'camera'],
      success: ({ tempFilePaths }) => resolve([...tempFilePaths].slice(0, most)),
      fail: () => resolve([]),
    })
  })
}

/** Sends one of them as a form's file; any status is an answer, only silence throws `Unreachable`. */
export function upload(url: string, picture: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    uni.uploadFile({
      url,
      filePath: picture,
      name: 'data',
      header: headers,
      timeout: 3 * PATIENCE_MS,
      success: answer => resolve({ status: answer.statusCode, body: parse(answer.data), headers: lowercase((answer as { header?: unknown }).header) }),
      fail: ({ errMsg }) => reject(new Unreachable(/time\s?out/i.test(errMsg ?? ''))),
    })
  })
}

// An upload's answer is text on either platform.
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
