import { computed, ref, watch } from 'vue'

import type { EventKind, FormLayout, IncidentView } from '../backend'
import { composing } from '../keys/composition'
import { digitPressed } from '../keys/row'
import { sign } from '../keys/signs'

/** As many as there are digits; 0 leads to the others. */
const PAGE = 9

/** What is offered for a field of this kind of event, in the order of the digits. */
export function phrasesFor(form: FormLayout, field: string, kind: EventKind | undefined): string[] {
  const fits = (families: readonly string[]) => !families.length || (!!kind && families.includes(kind.family))
  return form.phrases.filter((phrase) => phrase.field === field && fits(phrase.families)).map(({ text }) => text)
}

/** Who tells numbers, for an incident that was reported. */
export function sourcesOf({ form, kinds, incident }: IncidentView): string[] {
  const kind = incident.reports.at(-1)?.facts.kind
  return phrasesFor(form, 'counts.source', kinds.find(({ id }) => id === kind))
}

/** With one more phrase at the end; 待核 is no word to go on from. */
export function withPhrase(value: string, phrase: string): string {
  const words = value.trim()
  if (words === '' || words === '-') return phrase
  return /[，。；、：]$/.test(words) ? words + phrase : `${words}，${phrase}`
}

/** Text of the field under the cursor; there is none while there is no such field. */
interface PhraseField {
  read: () => string | undefined
  write: (text: string) => void
}

/** 常用语 of the field under the cursor: `/` opens the list, a digit writes one in, `//` is a stroke. */
export function usePhrases(given: () => readonly string[], { read, write }: PhraseField) {
  const open = ref(false)
  const page = ref(0)
  const more = computed(() => given().length > PAGE)
  /** What a phrase left in the field; as it stands, another may follow. */
  let left = ''
  const shown = computed(() => given().slice(page.value * PAGE, (page.value + 1) * PAGE))

  function close(): void {
    open.value = false
  }
  function toggle(): void {
    page.value = 0
    open.value = !open.value && given().length > 0
  }
  function turn(): void {
    page.value = (page.value + 1) * PAGE < given().length ? page.value + 1 : 0
  }
  function choose(index: number): void {
    const phrase = shown.value[index]
    if (phrase === undefined) return
    left = withPhrase(read() ?? '', phrase)
    write(left)
    close()
  }
  /** A key of the open list; anything else is written in the field, and closes it. */
  function inList(event: KeyboardEvent): boolean {
    const digit = digitPressed(event)
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return false
    if (digit >= 0) choose(digit)
    else if (event.key === '0') turn()
    else {
      close()
      if (event.key !== 'Escape') return sign(event.key) === '/'
    }
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  /** Nobody is in the middle of words here. */
  const fresh = (text: string) => text.trim() === '' || text === left
  // A Chinese input method writes `、` for `/` and tells no key. Where words go on it is the comma that it is.
  watch(read, (now, before = '') => {
    if (now !== `${before}、` || !fresh(before) || !given().length) return
    if (open.value) return close()
    write(before)
    toggle()
  })
  /** Answers whether the key was meant for the phrases. */
  function key(event: KeyboardEvent): boolean {
    if (composing(event) || event.ctrlKey || event.altKey || event.metaKey) return false
    if (open.value) return inList(event)
    const stroke = event.key === '/' || (sign(event.key) === '/' && fresh(read() ?? ''))
    if (!stroke || !given().length) return false
    toggle()
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return { open, shown, more, key, choose, turn, toggle, close }
}
