import type { Draft, DraftTownship, Measure, TownshipColumn } from '../../backend'
import { MEASURES } from './countCell'

const half = (text: string) => text.replace(/[０-９．]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim()

/** In hundredths, as the program reads it; what is no number is none. */
function hundredths(text: string): number | null {
  const plain = half(text)
  return /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null
}
const shown = (amount: number) => String(amount / 100)

/** A row nobody wrote in. */
export function blankTown({ town, numbers }: DraftTownship): boolean {
  return town === '' && Object.values(numbers).every((typed) => typed === '')
}

/** As it is kept: without what nobody wrote in. */
export function keptTowns(rows: readonly DraftTownship[]): DraftTownship[] {
  const own = (row: DraftTownship) => ({
    town: row.town,
    numbers: Object.fromEntries(Object.entries(row.numbers).filter(([, typed]) => typed !== '').sort(([a], [b]) => (a < b ? -1 : 1))),
  })
  return rows.filter((row) => !blankTown(row)).map(own)
}

/** What is typed of the whole under a column: a measure of the adopted row, or a figure. */
function wholeOf(draft: Pick<Draft, 'counts' | 'figures'>, of: string): string {
  if (!(MEASURES as readonly string[]).includes(of)) return draft.figures[of] ?? ''
  return draft.counts.find(({ adopted }) => adopted)?.[of as Measure] ?? ''
}

export interface Balance {
  /** What the rows add up to; empty where nobody gave a number. */
  sum: string
  /** What it must be, in words where that is no number. */
  whole: string
  /** In words what is unlike; empty where it is alike. */
  unlike: string
}

/** Whether the rows of a column add up to the whole. */
export function balance(draft: Pick<Draft, 'counts' | 'figures' | 'townships'>, { of }: TownshipColumn): Balance {
  const parts = draft.townships.flatMap(({ numbers }) => hundredths(numbers[of] ?? '') ?? [])
  const sum = parts.reduce((all, part) => all + part, 0)
  const typed = wholeOf(draft, of)
  const whole = hundredths(typed)
  const words = whole !== null ? shown(whole) : typed === '' ? '未填' : '待核'
  if (!parts.length) return { sum: '', whole: whole === null ? '' : words, unlike: '' }
  const apart = whole === null ? 0 : sum - whole
  const unlike = whole === null ? '无总数' : apart > 0 ? `多${shown(apart)}` : apart < 0 ? `少${shown(-apart)}` : ''
  return { sum: shown(sum), whole: words, unlike }
}
