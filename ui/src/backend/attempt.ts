import { ref } from 'vue'

import { refusal, type Refusal } from './door'

/** One step at a time, each of which may be refused: what stood in its way is said, at best in the words of its field. */
export function useAttempt(refused: (told: Refusal) => unknown = () => undefined) {
  const busy = ref(false)
  const trouble = ref('')

  /** Answers whether it was done. While another step is under way nothing is. */
  async function attempt(step: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    trouble.value = ''
    try {
      await step()
      return true
    } catch (cause) {
      const told = refusal(cause)
      trouble.value = told.fields[0]?.message ?? told.message
      await refused(told)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, trouble, attempt }
}
