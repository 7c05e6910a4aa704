import { ref, watch } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate, type RouteLocationNormalized } from 'vue-router'

import { Refusal } from '../../backend'

/** A disk that does not answer holds nobody longer. */
const TOO_LONG_MS = 3_000

/** What was typed is kept before the page is left. Where it cannot be, that is said once; who leaves again is let go. */
export function useStay(state: { saving: string }, flush: () => Promise<void>) {
  const stays = ref('')
  /** Where it would have gone. */
  const wanted = ref('')

  function inTime(): Promise<void> {
    return new Promise((kept, not) => {
      const timer = setTimeout(() => not(new Error('late')), TOO_LONG_MS)
      flush()
        .finally(() => clearTimeout(timer))
        .then(kept, not)
    })
  }
  async function mayLeave(to: RouteLocationNormalized): Promise<boolean> {
    if (stays.value) return true
    try {
      await inTime()
      return true
    } catch (cause) {
      const why = cause instanceof Refusal ? `草稿未存：${cause.message}` : '草稿还没有存好。'
      stays.value = `${why}再离开一次就走，没存的字会丢。`
      wanted.value = to.fullPath
      return false
    }
  }
  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate(mayLeave)
  watch(
    () => state.saving,
    (saving) => {
      if (saving === 'saved') stays.value = wanted.value = ''
    },
  )
  return { stays, wanted }
}
