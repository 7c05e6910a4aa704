import type { DraftCount, Measure } from '../../backend'

/** In a number cell: digits; `0` 无; `-` 是否有待核; `+` 有，人数待核; empty: not asked. */
const SHOWN: Record<string, string> = { '0': '无', '-': '待核', '+': '有·待核' }

/** What a cell shows for what is kept. */
export function cellShown(value: string): string {
  return SHOWN[value] ?? value
}

/** What the cell shows, read aloud. */
export function cellSpoken(value: string): string {
  if (value === '-') return '是否有待核'
  if (value === '+') return '有，人数待核'
  if (value === '0') return '无'
  return value
}

function plain(text: string): string {
  return text.replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0)).trim()
}

/** What to keep for a text that was edited in place: the newest sign wins; what is no number is kept as typed. */
export function cellFromText(raw: string): string {
  const text = plain(raw)
  for (const [value, word] of Object.entries(SHOWN)) if (text === word) return value
  const rest = text.replace(/有·待核|待核|无/g, '')
  if (/[-－—–]/.test(rest)) return '-'
  if (/[+＋=＝]/.test(rest)) return '+'
  // A word of which one letter was deleted is deleted.
  if (rest === '' || /^(待|核|有·?待?)$/.test(rest)) return ''
  return /^\d+$/.test(rest) ? rest.replace(/^0+(?=\d)/, '') : rest
}

const BLANK_ROW: DraftCount = {
  source: '',
  as_of: '',
  deaths: '',
  injured: '',
  seriously_injured: '',
  missing: '',
  trapped: '',
  evacuated: '',
  at_risk: '',
  lightly_injured: '',
  in_hospital: '',
  present: '',
  withdrawn: '',
  rescued: '',
  adopted: false,
}

export function newRow(adopted: boolean): DraftCount {
  return { ...BLANK_ROW, adopted }
}

export function blank(row: DraftCount): boolean {
  return (Object.keys(BLANK_ROW) as Array<keyof DraftCount>).every((key) => key === 'adopted' || row[key] === '')
}

/** What is asked of nearly every event. */
const COMMON: readonly Measure[] = [
  'deaths',
  'injured',
  'seriously_injured',
  'missing',
  'trapped',
  'evacuated',
  'at_risk',
]
/** What few events have: 更多人数. */
const RARE: readonly Measure[] = ['lightly_injured', 'in_hospital', 'present', 'withdrawn', 'rescued']
export const MEASURES: readonly Measure[] = [...COMMON, ...RARE]

/** Whether an error names this cell, in either of the two ways in which the program names one. */
export function isCell(field: string, row: number, name: string): boolean {
  return field === `counts.${row}.${name}` || field === `counts[${row}].${name}`
}

export function isRare(measure: Measure): boolean {
  return RARE.includes(measure)
}

/** Whether somebody gave a number; that one is asked after is none. */
export function numberIn(row: Partial<Record<Measure, string>>): boolean {
  return MEASURES.some((measure) => !['', '-'].includes(row[measure] ?? ''))
}
