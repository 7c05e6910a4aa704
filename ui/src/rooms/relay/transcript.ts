/** What stands on screen at once: a field, or as much of a long one as a person keeps in mind while turning to type it. */
export interface Sheet {
  /** Place of the field, from 0. */
  field: number
  label: string
  text: string
  /** Which part of the field, from 1, and of how many. */
  part: number
  parts: number
}

/** A stretch of text; what is typed letter by letter stands in groups. */
export type Stretch = { groups: string[]; code: true } | { text: string; code: false }

/** So many characters fill a screen in huge type. */
const PART = 72
/** Digits, Latin letters and what joins them within a number, a time or a code. */
const CODE = /[0-9A-Za-z](?:[0-9A-Za-z.:/-]*[0-9A-Za-z])?/g
/** A shorter run is read at a glance. */
const SHORTEST = 5

export function sheets(fields: ReadonlyArray<{ label: string; text: string }>): Sheet[] {
  return fields.flatMap(({ label, text }, field) => {
    const parts = partsOf(text)
    return parts.map((part, index) => ({ field, label, text: part, part: index + 1, parts: parts.length }))
  })
}

/** A long text goes sentence by sentence, as many of them together as fit; put together it is the text again. */
function partsOf(text: string): string[] {
  if ([...text].length <= PART) return [text]
  const sentences = text.match(/[^。；！？\n]*(?:[。；！？]|\n+|$)/gu)?.filter(Boolean) ?? [text]
  const parts: string[] = []
  for (const sentence of sentences.flatMap(clauses)) {
    const last = parts.at(-1)
    if (last !== undefined && !last.endsWith('\n') && [...last, ...sentence].length <= PART) parts[parts.length - 1] = last + sentence
    else parts.push(sentence)
  }
  return parts
}

/** A sentence that is too long by itself goes clause by clause. */
const clauses = (sentence: string) => ([...sentence].length <= PART ? [sentence] : (sentence.match(/[^，、：]*(?:[，、：]|$)/gu)?.filter(Boolean) ?? [sentence]))

export function stretches(text: string): Stretch[] {
  const all: Stretch[] = []
  let from = 0
  const plain = (until: number) => until > from && all.push({ text: text.slice(from, until), code: false })
  for (const match of text.matchAll(CODE)) {
    plain(match.index)
    all.push({ groups: groups(match[0]), code: true })
    from = match.index + match[0].length
  }
  plain(text.length)
  return all
}

/** 41 11 02 for a division code, 139 0000 0001 for a mobile number, else by four from the left. */
function groups(run: string): string[] {
  if (run.length < SHORTEST || /[.:/-]/.test(run)) return [run]
  if (run.length === 6) return cut(run, [2, 2, 2])
  if (run.length === 11) return cut(run, [3, 4, 4])
  return run.match(/.{1,4}/g) ?? [run]
}

function cut(run: string, lengths: readonly number[]): string[] {
  let from = 0
  return lengths.map((length) => run.slice(from, (from += length)))
}
