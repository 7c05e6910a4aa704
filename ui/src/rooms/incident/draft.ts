import { computed, inject, onBeforeUnmount, provide, reactive, ref, shallowRef, watch, type InjectionKey, type Ref } from 'vue'

import { refusal, Refusal, useBackend, useHost, type Answered, type Composed, type Draft, type IncidentView } from '../../backend'
import { blank, newRow } from './countCell'
import { keptTowns } from './townships'

/** Together with the way to the disk this stays under the 300 ms within which a draft is safe. */
const SAVE_AFTER_MS = 150
const AGAIN_AFTER_MS = 2_000

type Saving = 'saved' | 'waiting' | 'failed'

/** As it is kept: what nobody wrote in is not part of it, and neither is the order of ticking. */
export function kept(draft: Draft): Draft {
  const counts = draft.counts.filter((row) => !blank(row)).map((row) => ({ ...row }))
  const figures = Object.fromEntries(Object.entries(draft.figures).filter(([, typed]) => typed !== '').sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...draft, counts, figures, signs: [...draft.signs].sort(), townships: keptTowns(draft.townships) }
}

/** As it is filled in: there is always a row to write in. */
function fillable(draft: Draft): Draft {
  const own = kept(draft)
  if (!own.counts.length) own.counts.push(newRow(true))
  return own
}

const same = (a: Draft, b: Draft) => JSON.stringify(kept(a)) === JSON.stringify(kept(b))

function createDraft(incident: string, view: Ref<Answered<IncidentView> | undefined>) {
  const backend = useBackend()
  const draft = ref<Draft | null>(null)
  const composed = shallowRef<Composed | null>(null)
  /** Whose page this is; what is typed here is kept under that name and no other. */
  let author: string | undefined
  const state = reactive({ saving: 'saved' as Saving, trouble: '' })
  let version = 0
  let savedVersion = 0
  let savedAt = 0
  let running: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function take(asked: Answered<IncidentView> | undefined): void {
    if (!asked || (author !== undefined && asked.answer.author !== author)) return
    author = asked.answer.author
    const busy = running !== null || savedVersion !== version || asked.asked < savedAt
    if (draft.value && busy) return
    const { draft: told, composed: letter } = asked.answer
    if (!draft.value || !same(draft.value, told)) draft.value = fillable(told)
    composed.value = letter
  }
  watch(view, take, { immediate: true })

  async function save(): Promise<void> {
    try {
      while (draft.value && savedVersion !== version) {
        const saving = version
        const answer = await backend.call('draft_save', { incident, ...(author === undefined ? {} : { author }), draft: kept(draft.value) })
        savedVersion = saving
        savedAt = performance.now()
        if (saving === version) composed.value = answer
      }
      state.saving = 'saved'
      state.trouble = ''
    } catch (cause) {
      const said = refusal(cause)
      state.saving = 'failed'
      state.trouble = said.message
      clearTimeout(timer)
      timer = setTimeout(() => void flush().catch(() => undefined), AGAIN_AFTER_MS)
      throw said
    }
  }

  /** Until everything typed is kept. */
  function flush(): Promise<void> {
    clearTimeout(timer)
    if (savedVersion === version && !running) return Promise.resolve()
    running ??= save().finally(() => {
      running = null
    })
    return running
  }

  /** Something was typed. */
  function touch(): void {
    version += 1
    if (state.saving !== 'failed') state.saving = 'waiting'
    clearTimeout(timer)
    timer = setTimeout(() => void flush().catch(() => undefined), SAVE_AFTER_MS)
  }

  /** Without waiting: at a blur, when the page goes away. */
  function hurry(): void {
    void flush().catch((cause: unknown) => {
      if (!(cause instanceof Refusal)) throw cause
    })
  }
  useHost(hurry)
  window.addEventListener('pagehide', hurry)
  document.addEventListener('visibilitychange', hurry)
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', hurry)
    document.removeEventListener('visibilitychange', hurry)
    hurry()
  })

  const title = computed(() => draft.value?.title ?? composed.value?.composed_title ?? '')
  const body = computed(() => draft.value?.body ?? composed.value?.composed_body ?? '')

  /** By hand from here on; the composed text again ends that. */
  function write(part: 'title' | 'body', text: string | null): void {
    if (!draft.value || !composed.value) return
    const own = part === 'title' ? composed.value.composed_title : composed.value.composed_body
    draft.value[part] = text === own ? null : text
    touch()
  }

  return { incident, draft, composed, state, title, body, touch, flush, hurry, write }
}

export type DraftInHand = ReturnType<typeof createDraft>
const HAND: InjectionKey<DraftInHand> = Symbol('draft in hand')

/** The form in this window. What is typed here is newer than any answer, and is never replaced by an older one. */
export function useDraft(incident: string, view: Ref<Answered<IncidentView> | undefined>): DraftInHand {
  const hand = createDraft(incident, view)
  provide(HAND, hand)
  return hand
}

/** The same, where a part of the page writes in it. */
export function useHand(): DraftInHand {
  const hand = inject(HAND)
  if (!hand) throw new Error('no draft is in hand here')
  return hand
}
