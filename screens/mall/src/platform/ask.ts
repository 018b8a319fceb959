/** Asks before something that cannot be taken back by a tap; true when the person agrees. */
export function askSure(question: string, yes: string, no: string): Promise<boolean> {
  return new Promise(resolve => {
    uni.showModal({
      content: question,
      confirmText: yes,
      cancelText: no,
      confirmColor: '#d4432c',
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    })
  })
}
