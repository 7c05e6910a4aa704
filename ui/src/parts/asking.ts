import { computed, shallowRef } from 'vue'

import { useAttempt, useTakeIncident, type IncidentView, type Refusal } from '../backend'

/** A line that a small form asks for. */
export interface AskedLine<Line extends string = string> {
  line: Line
  label: string
  placeholder: string
  /** What is written in it is short. */
  short?: boolean
  /** 常用语 for it. */
  phrases?: readonly string[]
}

/** A small form of an incident's page: it is sent once, its answer is taken, and what is wrong is said at its field. */
export function useAsking(shown: (field: string) => boolean) {
  const take = useTakeIncident()
  const refused = shallowRef<Refusal | null>(null)
  const { busy, trouble: words, attempt } = useAttempt((told) => (refused.value = told))

  const at = (field: string) => refused.value?.fields.find((error) => error.field === field)?.message
  /** What belongs to no field on screen. */
  const trouble = computed(() => (refused.value?.fields.some((error) => shown(error.field)) ? '' : words.value))

  /** Where the answer is of another page, whoever asks takes it and gives none. */
  function ask(what: () => Promise<IncidentView | null>): Promise<boolean> {
    return attempt(async () => {
      refused.value = null
      const answer = await what()
      if (answer) take(answer)
    })
  }
  return { busy, trouble, at, ask }
}
