import { useQueryClient } from '@tanstack/vue-query'
import { computed, inject, provide, reactive, ref, type InjectionKey } from 'vue'

import { Refusal, refusal, useBackend, type Call, type CallEndedView, type CallOutcome, type EndCall, type FieldError } from '../backend'
import { millis } from '../time/beijing'
import { roomNow } from '../time/room'
import { createAutosave, useHurry, type Autosave } from './autosave'

export interface Said {
  caller: string
  caller_unit: string
  number: string
  words: string
  recording: string
  asked_by_superior: boolean
}
/** What an outcome needs to be told besides itself. */
export type End = Partial<Pick<EndCall, 'note' | 'into' | 'agreed_by'>>
export type Asking = 'notes' | 'outcome' | 'merge' | 'reason'

/** A call in the panel. It is there from the key press on; its entry follows some milliseconds later. */
export interface Panel {
  key: string
  call: Call | null
  pickedUp: number
  said: Said
  asking: Asking
  trouble: string
  /** What is wrong with the words on its end, at their fields. */
  wrong: FieldError[]
  /** Keeps what was said. */
  keeping: Autosave
}

const NOT_RECORDED = '来电还没有记下，请再按一次“重新记录”。'

/** The calls that this window has in hand: one may be unfolded, the others wait. */
export function createDock() {
  const backend = useBackend()
  const client = useQueryClient()
  const panels = reactive(new Map<string, Panel>())
  const shownKey = ref<string | null>(null)
  const shown = computed(() => (shownKey.value === null ? null : (panels.get(shownKey.value) ?? null)))
  /** The call that a digit ended just now as no incident, until the next one. */
  const kept = ref<Call | null>(null)
  /** Calls that are just being written down. */
  const recording = new Map<string, Promise<void>>()
  let made = 0

  const asked = () => {
    void client.invalidateQueries({ queryKey: ['desk'] })
    void client.invalidateQueries({ queryKey: ['calls'] })
  }

  function put(key: string, call: Call | null, pickedUp: number, said: Said): Panel {
    const keeping = createAutosave(() => note(key))
    const panel = reactive<Panel>({ key, call, pickedUp, said, asking: 'notes', trouble: '', wrong: [], keeping })
    panels.set(key, panel)
    return panel
  }

  async function open(panel: Panel): Promise<void> {
    panel.trouble = ''
    try {
      const call = await backend.call('call_open', null)
      panel.call = call
      panel.pickedUp = millis(call.received_at)
      asked()
    } catch (cause) {
      panel.trouble = `来电未能记下：${refusal(cause).message}`
    }
  }

  function record(panel: Panel): void {
    recording.set(panel.key, open(panel))
  }

  /** The call as it is written down; refused where it could not be. */
  async function recorded(panel: Panel): Promise<Call> {
    await recording.get(panel.key)
    if (!panel.call) throw new Refusal('unreachable', NOT_RECORDED)
    return panel.call
  }

  async function note(key: string): Promise<void> {
    const panel = panels.get(key)
    if (!panel) return
    const call = await recorded(panel)
    if (call.outcome) return
    panel.call = await backend.call('call_note', { call: call.id, ...panel.said })
    panel.trouble = ''
  }

  /** F2: a phone was picked up. */
  function pickUp(): void {
    kept.value = null
    const key = `new-${++made}`
    const said = { caller: '', caller_unit: '', number: '', words: '', recording: '', asked_by_superior: false }
    record(put(key, null, roomNow(), said))
    shownKey.value = key
  }

  function show(call: Call): void {
    const known = [...panels.values()].find((panel) => panel.call?.id === call.id)
    const { caller, caller_unit, number, words, recording, asked_by_superior } = call
    const said = { caller, caller_unit, number, words, recording, asked_by_superior }
    shownKey.value = (known ?? put(call.id, call, millis(call.received_at), said)).key
  }

  function fold(): void {
    const panel = shown.value
    if (!panel) return
    panel.keeping.hurry()
    panel.asking = 'notes'
    shownKey.value = null
  }

  async function correct(panel: Panel, time: string, reason: string): Promise<void> {
    if (!panel.call) return
    panel.call = await backend.call('call_correct', { call: panel.call.id, time, reason })
    panel.pickedUp = millis(panel.call.received_at)
    asked()
  }

  /**
   * 来电办结, once everything said is kept: an end that overtook it would find a call without words. Answers what it led to, or
   * nothing where it failed: the reason then stands in the panel.
   */
  async function end(panel: Panel, outcome: CallOutcome, rest: End = {}): Promise<CallEndedView | undefined> {
    panel.wrong = []
    try {
      const call = await recorded(panel)
      await panel.keeping.flush()
      const ended = await backend.call('call_end', { call: call.id, outcome, note: '', into: null, agreed_by: '', ...rest })
      panel.keeping.leave()
      panels.delete(panel.key)
      if (shownKey.value === panel.key) shownKey.value = null
      if (!ended.incident) kept.value = ended.call
      asked()
      void client.invalidateQueries({ queryKey: ['incidents'] })
      return ended
    } catch (cause) {
      const said = refusal(cause)
      panel.wrong = outcome === 'below_threshold' ? said.fields : []
      // What could not be kept is said for as long as it is not.
      panel.trouble = panel.wrong.length || panel.keeping.state.trouble ? '' : said.message
      return undefined
    }
  }

  useHurry(() => panels.forEach((panel) => panel.keeping.hurry()))

  return { panels, shown, kept, pickUp, show, fold, correct, end, record }
}

export type Dock = ReturnType<typeof createDock>
const KEY: InjectionKey<Dock> = Symbol('dock')

export function provideDock(): Dock {
  const dock = createDock()
  provide(KEY, dock)
  return dock
}

export function useDock(): Dock {
  const dock = inject(KEY)
  if (!dock) throw new Error('no dock was provided')
  return dock
}
