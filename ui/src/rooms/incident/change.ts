import type { ChangeKind, Count, CountColumn, DraftCount, IncidentView, Measure, Number as Counted } from '../../backend'
import { MEASURES, newRow } from './countCell'

/** What may change; the officer's digit is the place in this list. */
export const CHANGES: ReadonlyArray<{ what: ChangeKind; word: string }> = [
  { what: 'casualties', word: '伤亡' },
  { what: 'stable', word: '灾情稳定' },
  { what: 'other', word: '其他' },
]

export function changeWord(what: ChangeKind): string {
  return CHANGES.find((change) => change.what === what)?.word ?? ''
}

/** The columns that this kind of event is asked for, with the pack's labels. */
export function askedColumns(view: IncidentView): CountColumn[] {
  return view.composed.asked.counts
}

function typed(counted: Counted): string {
  if (counted.is === 'known') return String(counted.n)
  if (counted.is === 'over') return `${counted.n}余`
  return { not_asked: '', whether_unknown: '-', some_unknown: '+' }[counted.is]
}

/** The numbers that hold now, as they would be typed: what nobody mentions stays as it was. */
export function numbersNow(view: IncidentView): DraftCount {
  const changed = view.incident.changes.findLast((change) => change.count)?.count
  const facts: { counts?: Count[] } | undefined = view.incident.reports.at(-1)?.facts
  const count = changed ?? facts?.counts?.find((row) => row.adopted)
  const row = newRow(true)
  if (count) for (const measure of MEASURES) row[measure] = typed(count[measure])
  return row
}

function counted(column: CountColumn, number: Counted): string {
  if (number.is === 'not_asked') return ''
  if (number.is === 'whether_unknown') return `是否${column.label}待核`
  return column.label + (number.is === 'some_unknown' ? '人数待核' : typed(number))
}

/** 死亡2　受伤9　是否失联待核 */
export function numberWords(count: Count | null, columns: readonly CountColumn[]): string {
  const number = (measure: Measure) => count?.[measure]
  return columns
    .map((column) => {
      const one = number(column.measure)
      return one ? counted(column, one) : ''
    })
    .filter(Boolean)
    .join('　')
}
