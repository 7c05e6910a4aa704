import { onBeforeUnmount, ref, shallowRef } from 'vue'

import { useBackend, type InformationView } from '../../backend'
import { useAutosave } from '../../parts/autosave'

/** Title and body in this window. What is typed here is newer than any answer, and is never replaced by an older one. */
export function useInformationHand(begun: InformationView) {
  const backend = useBackend()
  const title = ref(begun.title)
  const body = ref(begun.body)
  /** What the program said last: attachments, and how the words read. */
  const told = shallowRef(begun)
  const { state, touch, flush, leave, giveUp } = useAutosave(async () => {
    told.value = await backend.call('information_save', { information: begun.id, author: begun.author, title: title.value, body: body.value })
  })
  // Who was told that it is not kept, and left: the next page has what was kept, and nothing older comes behind it.
  onBeforeUnmount(leave)
  return { title, body, told, state, touch, flush, leave, giveUp }
}
