import type { Disagreement, Draft, Measure, Take } from '../../backend'
import { MEASURES, newRow } from './countCell'

const TIMES = /^(\d+时(\d+分)?|\d+月\d+日)(、(\d+时(\d+分)?|\d+月\d+日))+$/

/** What the fields would write at that place; none where they say nothing, or several times of which one is meant. */
export function replacement({ start, end, found, expected }: Disagreement): string | null {
  const place = start < end && found !== ''
  return place && expected !== '' && expected !== found && !TIMES.test(expected) ? expected : null
}

/** Whether one key settles it. */
export function canAgree(item: Disagreement): boolean {
  return item.take !== null || replacement(item) !== null
}

/** The text as the fields have it. Where it has moved on since it was checked, only words that stand there once are meant. */
export function agreed(text: string, item: Disagreement): string | null {
  const words = replacement(item)
  if (words === null) return null
  const { start, found } = item
  const once = text.indexOf(found) === text.lastIndexOf(found) ? text.indexOf(found) : -1
  const at = text.startsWith(found, start) ? start : once
  return at < 0 ? null : text.slice(0, at) + words + text.slice(at + found.length)
}

/** Writes into the form what the text says; a number of people into the adopted row, of a township into its own. */
export function takeIn(draft: Draft, { field, value }: Take): void {
  const [table, name] = field.split('.') as [string, string | undefined]
  if (table === 'counts' && (MEASURES as readonly string[]).includes(name ?? '')) {
    if (!draft.counts.some(({ adopted }) => adopted)) draft.counts.push(newRow(true))
    const row = draft.counts.find(({ adopted }) => adopted)
    if (row) row[name as Measure] = value
  } else if (table === 'townships') {
    const column = field.slice(field.lastIndexOf('.') + 1)
    const row = draft.townships.find(({ town }) => `townships.${town.trim()}.${column}` === field)
    if (row) row.numbers[column] = value
  } else if (table === 'figures' && name) {
    draft.figures[name] = value
  } else {
    ;(draft as unknown as Record<string, string>)[field] = value
  }
}

/** Names that stay with a disagreement when the text around it is checked again. */
export function namesOf(items: readonly Disagreement[]): string[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const name = [item.in, item.found, item.expected, item.message].join('|')
    const nth = seen.get(name) ?? 0
    seen.set(name, nth + 1)
    return `${name}|${nth}`
  })
}
