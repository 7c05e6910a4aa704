import { onBeforeUnmount, reactive, ref, shallowRef } from 'vue'

import { refusal, Refusal, useBackend, useHost, type InformationView } from '../../backend'

/** Together with the way to the disk this stays under the 300 ms within which a draft is safe. */
const SAVE_AFTER_MS = 150
const AGAIN_AFTER_MS = 2_000

type Saving = 'saved' | 'waiting' | 'failed'

/** Title and body in this window. What is typed here is newer than any answer, and is never replaced by an older one. */
export function useInformationHand(begun: InformationView) {
  const backend = useBackend()
  const title = ref(begun.title)
  const body = ref(begun.body)
  /** What the program said last: attachments, and how the words read. */
  const told = shallowRef(begun)
  const state = reactive({ saving: 'saved' as Saving, trouble: '' })
  let version = 0
  let savedVersion = 0
  let running: Promise<void> | null = null
  let gone = false
  /** It is being given up. */
  let resting = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function save(): Promise<void> {
    try {
      while (!resting && savedVersion !== version) {
        const saving = version
        const answer = await backend.call('information_save', { information: begun.id, author: begun.author, title: title.value, body: body.value })
        savedVersion = saving
        told.value = answer
      }
      state.saving = 'saved'
      state.trouble = ''
    } catch (cause) {
      const said = refusal(cause)
      state.saving = 'failed'
      state.trouble = said.message
      clearTimeout(timer)
      if (!gone && !resting) timer = setTimeout(hurry, AGAIN_AFTER_MS)
      throw said
    }
  }

  /** Until everything typed is kept. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    if (gone || resting || (savedVersion === version && !running)) return Promise.resolve()
    running ??= save().finally(() => {
      running = null
    })
    return running
  }

  /** Without waiting: when the page goes away, or the program is back. */
  function hurry(): void {
    if (gone || resting) return
    void flush().catch((cause: unknown) => {
      if (!(cause instanceof Refusal)) throw cause
    })
  }

  /** Something was typed. */
  function touch(): void {
    version += 1
    if (state.saving !== 'failed') state.saving = 'waiting'
    clearTimeout(timer)
    timer = setTimeout(hurry, SAVE_AFTER_MS)
  }

  /** It was sent or given up: nothing is saved any more. */
  function leave(): void {
    gone = true
    clearTimeout(timer)
  }

  /** Nothing is saved for what is given up; where that was refused all is as before. */
  async function giveUp<T>(discard: () => Promise<T>): Promise<T> {
    resting = true
    clearTimeout(timer)
    try {
      const answer = await discard()
      leave()
      return answer
    } catch (cause) {
      timer = setTimeout(hurry, SAVE_AFTER_MS)
      throw cause
    } finally {
      resting = false
    }
  }

  useHost(hurry)
  window.addEventListener('pagehide', hurry)
  document.addEventListener('visibilitychange', hurry)
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', hurry)
    document.removeEventListener('visibilitychange', hurry)
    hurry()
    leave()
  })
  return { title, body, told, state, touch, flush, leave, giveUp }
}
