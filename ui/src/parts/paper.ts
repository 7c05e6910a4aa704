import { inject, provide, reactive, ref, type InjectionKey } from 'vue'

import type { FieldError, PaperCall, PaperWay, Purpose, Reached, RecipientRow } from '../backend'

export const COLUMNS = ['time', 'way', 'name', 'number', 'words', 'recording'] as const
export type Column = (typeof COLUMNS)[number]
const ROWS = 5

/** A line of the paper as it is typed. */
export interface PaperRow {
  time: string
  way: PaperWay
  reached: Reached
  recipient: string | null
  name: string
  /** 接: number; 拨: who took it. */
  number: string
  words: string
  recording: string
}

/** What the way cell can say; the digit is the place in this list. */
export const WAYS: ReadonlyArray<{ way: PaperWay; reached: Reached; word: string }> = [
  { way: 'in', reached: 'answered', word: '接' },
  { way: 'out', reached: 'answered', word: '拨' },
  { way: 'out', reached: 'no_answer', word: '拨·未接通' },
  { way: 'out', reached: 'busy', word: '拨·占线' },
]

function newRow(way: PaperWay): PaperRow {
  return { time: '', way, reached: 'answered', recipient: null, name: '', number: '', words: '', recording: '' }
}

/** The first line of a page without an incident is the call by which we heard of it. */
export function newRows(incident: string | null): PaperRow[] {
  return Array.from({ length: ROWS }, (_, index) => newRow(index === 0 && incident === null ? 'in' : 'out'))
}

export function written(row: PaperRow): boolean {
  return [row.time, row.name, row.number, row.words, row.recording].some((text) => text.trim() !== '')
}

/** The lines that somebody wrote in, and in which row of the page each stands. */
export function toSend(
  rows: readonly PaperRow[],
  purpose: (recipient: RecipientRow | null) => Purpose,
  recipients: readonly RecipientRow[],
): { rows: PaperCall[]; places: number[] } {
  const places = rows.flatMap((row, index) => (written(row) ? [index] : []))
  const lines = places.map((place): PaperCall => {
    const { number, ...row } = rows[place] as PaperRow
    const out = row.way === 'out'
    const whom = recipients.find((one) => out && one.id === row.recipient) ?? null
    const told = { recipient: whom?.id ?? null, purpose: purpose(whom) }
    return { ...row, ...told, number: out ? '' : number, taken_by: out ? number : '' }
  })
  return { rows: lines, places }
}

/** Where on the page a fault is: `rows.1.time` of what was sent is in the row that was sent second. */
export function cellOf(error: FieldError, places: readonly number[]): { row: number; column: Column } | null {
  const [, at, field] = /^rows\.(\d+)\.(\w+)$/.exec(error.field) ?? []
  const row = places[Number(at)]
  if (row === undefined) return null
  const column = field === 'taken_by' ? 'number' : field === 'recipient' ? 'name' : field
  return { row, column: COLUMNS.find((one) => one === column) ?? 'time' }
}

/** The page of the paper: what was typed stays when it is closed. */
export function createPaper() {
  const open = ref(false)
  const page = reactive<{ incident: string | null; rows: PaperRow[] }>({ incident: null, rows: newRows(null) })

  function show(incident: string | null): void {
    if (!open.value && !page.rows.some(written)) Object.assign(page, { incident, rows: newRows(incident) })
    open.value = true
  }
  function close(): void {
    open.value = false
  }
  function done(): void {
    Object.assign(page, { incident: null, rows: newRows(null) })
    close()
  }
  return { open, page, show, close, done }
}

export type Paper = ReturnType<typeof createPaper>
const KEY: InjectionKey<Paper> = Symbol('paper')

export function providePaper(): Paper {
  const paper = createPaper()
  provide(KEY, paper)
  return paper
}

export function usePaper(): Paper {
  const paper = inject(KEY)
  if (!paper) throw new Error('no paper was provided')
  return paper
}
