import { composing, plainEnter } from './composition'

/** Where the pressed digit points in a list: 0 for `1`; -1, which is nowhere, for any other key. */
export function digitPressed(event: KeyboardEvent): number {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !composing(event)
  return plain && /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : -1
}

/** A row of choices under the cursor. */
interface Row {
  count: number
  /** The place that arrows go from; -1 before the first. */
  at: number
  /** The place under the cursor. */
  here: number
  choose(index: number): void
  go(index: number): void
  next(from: HTMLElement): void
  /** What lies beyond the digits, where something does. */
  zero?: (() => void) | undefined
}

/** A digit or the space bar chooses, 0 leads further, arrows go round, Enter goes on. Any other key is left alone. */
export function keyInRow(event: KeyboardEvent, row: Row): void {
  if (composing(event)) return
  const digit = digitPressed(event)
  if (plainEnter(event)) row.next(event.target as HTMLElement)
  else if (digit >= 0 && digit < row.count) row.choose(digit)
  else if (event.key === '0' && row.zero && !event.ctrlKey && !event.altKey && !event.metaKey) row.zero()
  else if (event.key === ' ') row.choose(row.here)
  else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') row.go((row.at + 1) % row.count)
  else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') row.go((Math.max(row.at, 0) - 1 + row.count) % row.count)
  else return
  event.preventDefault()
  event.stopPropagation()
}
