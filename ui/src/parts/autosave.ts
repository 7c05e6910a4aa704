import { onBeforeUnmount, reactive } from 'vue'

import { refusal, Refusal, useHost } from '../backend'

/** Together with the way to the disk this stays under the 300 ms within which a draft is safe. */
const SAVE_AFTER_MS = 150
const AGAIN_AFTER_MS = 2_000

type Saving = 'saved' | 'waiting' | 'failed'

/**
 * Keeps what is typed: soon after each touch, and again where it failed. `save` keeps what stands now; when its answer is there it
 * asks whether that is still the newest.
 */
export function createAutosave(save: (newest: () => boolean) => Promise<void>) {
  const state = reactive({ saving: 'saved' as Saving, trouble: '' })
  let version = 0
  let savedVersion = 0
  let running: Promise<void> | null = null
  let gone = false
  /** It is being given up. */
  let resting = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    try {
      while (!resting && savedVersion !== version) {
        const saving = version
        await save(() => saving === version)
        savedVersion = saving
      }
      state.saving = 'saved'
      state.trouble = ''
    } catch (cause) {
      const said = refusal(cause)
      state.saving = 'failed'
      state.trouble = said.message
      if (!gone && !resting) later(AGAIN_AFTER_MS)
      throw said
    }
  }

  /** Until everything typed is kept. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    if (gone || resting || (savedVersion === version && !running)) return Promise.resolve()
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  /** Without waiting. */
  function hurry(): void {
    void flush().catch((cause: unknown) => {
      if (!(cause instanceof Refusal)) throw cause
    })
  }
  function later(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(hurry, ms)
  }

  /** Something was typed. */
  function touch(): void {
    version += 1
    if (state.saving !== 'failed') state.saving = 'waiting'
    later(SAVE_AFTER_MS)
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
      later(SAVE_AFTER_MS)
      throw cause
    } finally {
      resting = false
    }
  }

  return { state, touch, flush, hurry, leave, giveUp, behind: () => running !== null || savedVersion !== version }
}

export type Autosave = ReturnType<typeof createAutosave>

/** Keeps at once when the page goes away or the program is back: a moment later may be too late. */
export function useHurry(hurry: () => void): void {
  useHost(hurry)
  window.addEventListener('pagehide', hurry)
  document.addEventListener('visibilitychange', hurry)
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', hurry)
    document.removeEventListener('visibilitychange', hurry)
    hurry()
  })
}

/** An autosave for as long as the page that it is made for. */
export function useAutosave(save: (newest: () => boolean) => Promise<void>): Autosave {
  const autosave = createAutosave(save)
  useHurry(autosave.hurry)
  return autosave
}
