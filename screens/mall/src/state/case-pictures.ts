import { storefront } from '@/client/storefront'

export const MOST_PICTURES = 6

/** One after the other; how many of them did not arrive. */
export async function sendPictures(id: string, pictures: string[]): Promise<number> {
  let lost = 0
  for (const one of pictures) {
    try {
      await storefront.addCasePicture(id, one)
    } catch {
      lost += 1
    }
  }
  return lost
}
