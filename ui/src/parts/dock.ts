import { useQueryClient } from '@tanstack/vue-query'
import { computed, inject, provide, reactive, ref, type InjectionKey } from 'vue'

import { refusal, useBackend, useHost, type Call, type CallEndedView, type CallOutcome, type EndCall, type FieldError } from '../backend'
import { millis } from '../time/beijing'
import { roomNow } from '../time/room'

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
  saved: boolean
}

const SAVE_AFTER_MS = 200
const AGAIN_AFTER_MS = 2_000

function panelOf(call: Call): Panel {
  const { caller, caller_unit, number, words, recording, asked_by_superior } = call
  return {
    key: call.id,
    call,
    pickedUp: millis(call.received_at),
    said: { caller, caller_unit, number, words, recording, asked_by_superior },
    asking: 'notes',
    trouble: '',
    wrong: [],
    saved: true,
  }
}

/** The calls that this window has in hand: one may be unfolded, the others wait. */
export function createDock() {
  const backend = useBackend()
  const client = useQueryClient()
  const panels = reactive(new Map<string, Panel>())
  const shownKey = ref<string | null>(null)
  const shown = computed(() => (shownKey.value === null ? null : (panels.get(shownKey.value) ?? null)))
  /** The call that a digit ended just now as no incident, until the next one. */
  const kept = ref<Call | null>(null)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let made = 0

  const asked = () => {
    void client.invalidateQueries({ queryKey: ['desk'] })
    void client.invalidateQueries({ queryKey: ['calls'] })
  }

  async function record(panel: Panel): Promise<void> {
    panel.trouble = ''
    try {
      const call = await backend.call('call_open', null)
      panel.call = call
      panel.pickedUp = millis(call.received_at)
      if (!panel.saved) later(panel, 0)
      asked()
    } catch (cause) {
      panel.trouble = `来电未能记下：${refusal(cause).message}`
    }
  }

  /** F2: a phone was picked up. */
  function pickUp(): void {
    kept.value = null
    const key = `new-${++made}`
    const said = { caller: '', caller_unit: '', number: '', words: '', recording: '', asked_by_superior: false }
    panels.set(key, { key, call: null, pickedUp: roomNow(), said, asking: 'notes', trouble: '', wrong: [], saved: true })
    shownKey.value = key
    const panel = panels.get(key)
    if (panel) void record(panel)
  }

  function show(call: Call): void {
    const known = [...panels.values()].find((panel) => panel.call?.id === call.id)
    if (!known) panels.set(call.id, panelOf(call))
    shownKey.value = known?.key ?? call.id
  }

  function fold(): void {
    const panel = shown.value
    if (!panel) return
    void flush(panel)
    panel.asking = 'notes'
    shownKey.value = null
  }

  function later(panel: Panel, wait = SAVE_AFTER_MS): void {
    clearTimeout(timers.get(panel.key))
    timers.set(
      panel.key,
      setTimeout(() => void flush(panel), wait),
    )
  }

  function typed(panel: Panel): void {
    panel.saved = false
    later(panel)
  }

  async function flush(panel: Panel): Promise<void> {
    clearTimeout(timers.get(panel.key))
    if (panel.saved || !panel.call || panel.call.outcome) return
    const said = { ...panel.said }
    panel.saved = true
    try {
      panel.call = await backend.call('call_note', { call: panel.call.id, ...said })
      panel.trouble = ''
    } catch (cause) {
      panel.saved = false
      panel.trouble = `未存：${refusal(cause).message}`
      later(panel, AGAIN_AFTER_MS)
    }
  }

  async function correct(panel: Panel, time: string, reason: string): Promise<void> {
    if (!panel.call) return
    panel.call = await backend.call('call_correct', { call: panel.call.id, time, reason })
    panel.pickedUp = millis(panel.call.received_at)
    asked()
  }

  /** 来电办结. Answers what it led to, or nothing where it failed: the reason then stands in the panel. */
  async function end(panel: Panel, outcome: CallOutcome, rest: End = {}) {
    await flush(panel)
    panel.wrong = []
    if (!panel.call) {
      panel.trouble = '来电还没有记下，请再按一次“重新记录”。'
      return undefined
    }
    try {
      const ended: CallEndedView = await backend.call('call_end', { call: panel.call.id, outcome, note: '', into: null, agreed_by: '', ...rest })
      clearTimeout(timers.get(panel.key))
      panels.delete(panel.key)
      if (shownKey.value === panel.key) shownKey.value = null
      if (!ended.incident) kept.value = ended.call
      asked()
      void client.invalidateQueries({ queryKey: ['incidents'] })
      return ended
    } catch (cause) {
      const said = refusal(cause)
      panel.wrong = outcome === 'below_threshold' ? said.fields : []
      panel.trouble = panel.wrong.length ? '' : said.message
      return undefined
    }
  }

  useHost(() => panels.forEach((panel) => void flush(panel)))

  return { panels, shown, kept, pickUp, show, fold, typed, flush, correct, end, record }
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
