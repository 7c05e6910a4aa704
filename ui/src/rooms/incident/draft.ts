import { computed, inject, provide, ref, shallowRef, watch, type InjectionKey, type Ref } from 'vue'

import { useBackend, type Answered, type Composed, type Draft, type IncidentView } from '../../backend'
import { useAutosave } from '../../parts/autosave'
import { blank, newRow } from './countCell'
import { keptTowns } from './townships'

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
  let savedAt = 0

  const { state, touch, flush, hurry, behind } = useAutosave(async (newest) => {
    if (!draft.value) return
    const answer = await backend.call('draft_save', { incident, ...(author === undefined ? {} : { author }), draft: kept(draft.value) })
    savedAt = performance.now()
    if (newest()) composed.value = answer
  })

  function take(asked: Answered<IncidentView> | undefined): void {
    if (!asked || (author !== undefined && asked.answer.author !== author)) return
    author = asked.answer.author
    const busy = behind() || asked.asked < savedAt
    if (draft.value && busy) return
    const { draft: told, composed: letter } = asked.answer
    if (!draft.value || !same(draft.value, told)) draft.value = fillable(told)
    composed.value = letter
  }
  watch(view, take, { immediate: true })

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
