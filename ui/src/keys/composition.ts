/**
 * Enter that commits a pinyin candidate must neither submit nor move on. Three engines, three ways to tell:
 * `isComposing`; key code 229; and WebKit, which ends the composition before it sends the keydown that ended it.
 */
const SAME_KEY_MS = 100

interface Guard {
  /** Whether this key belongs to the input method. */
  composing(event: KeyboardEvent): boolean
  stop(): void
}

export function guardComposition(target: EventTarget, clock: () => number = () => performance.now()): Guard {
  let inside = false
  let endedAt = Number.NEGATIVE_INFINITY
  let endedIn: EventTarget | null = null
  let latest: { event: KeyboardEvent; composing: boolean } | undefined

  const started = () => {
    inside = true
  }
  const ended = (event: Event) => {
    inside = false
    endedAt = clock()
    endedIn = event.target
  }
  // The key that committed is up again: the next Enter is meant.
  const released = () => {
    if (!inside) endedAt = Number.NEGATIVE_INFINITY
  }

  function judge(event: KeyboardEvent): boolean {
    if (event.isComposing || event.keyCode === 229 || inside) return true
    // A composition that ended because the cursor left its field has nothing to do with a key pressed elsewhere.
    const late = clock() - endedAt <= SAME_KEY_MS && event.target === endedIn
    endedAt = Number.NEGATIVE_INFINITY
    return late
  }

  function composing(event: KeyboardEvent): boolean {
    if (latest?.event !== event) latest = { event, composing: judge(event) }
    return latest.composing
  }

  const seen = (event: Event) => void composing(event as KeyboardEvent)
  target.addEventListener('compositionstart', started, true)
  target.addEventListener('compositionend', ended, true)
  target.addEventListener('keydown', seen, true)
  target.addEventListener('keyup', released, true)

  return {
    composing,
    stop() {
      target.removeEventListener('compositionstart', started, true)
      target.removeEventListener('compositionend', ended, true)
      target.removeEventListener('keydown', seen, true)
      target.removeEventListener('keyup', released, true)
    },
  }
}

const guard = guardComposition(window)

/** Whether a keydown belongs to the input method. */
export function composing(event: KeyboardEvent): boolean {
  return guard.composing(event)
}

/** Whether this is an Enter by which somebody means it; Shift, Ctrl and the like are other keys. */
export function plainEnter(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return false
  return !composing(event)
}

/** A meant Enter, taken: the page does nothing of its own with it. */
export function takeEnter(event: KeyboardEvent): boolean {
  if (!plainEnter(event)) return false
  event.preventDefault()
  return true
}
