import { ref } from 'vue'

/** The category the category page opens on; a tab page takes no query in the mini program. */
export const chosenCategory = ref<string | null>(null)
