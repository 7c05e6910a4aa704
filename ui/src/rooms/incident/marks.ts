import type { Disagreement, Part } from '../../backend'

/** A piece of the letter; `mark` names the disagreements that lie on it, in the order of the list. */
export interface Piece {
  text: string
  start: number
  mark: Disagreement | null
}

/** Those that still lie on the text they were found in, when the text has moved on since it was checked. */
export function standing(all: readonly Disagreement[], part: Part, checked: string, text: string): Disagreement[] {
  return all.filter(
    ({ in: on, start, end }) =>
      on === part && start < end && end <= text.length && (text === checked || text.slice(start, end) === checked.slice(start, end)),
  )
}

/** Splits a text at its disagreements. The pieces joined are the text; where two overlap the first one keeps the place. */
export function split(text: string, marks: readonly Disagreement[]): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  const put = (end: number, mark: Disagreement | null) => {
    if (end > at) pieces.push({ text: text.slice(at, end), start: at, mark })
    at = Math.max(at, end)
  }
  for (const mark of [...marks].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (mark.end <= at) continue
    put(mark.start, null)
    put(Math.min(mark.end, text.length), mark)
  }
  put(text.length, null)
  return pieces
}

/** The same by paragraphs, which are drawn with an indent of their own. */
export function paragraphs(text: string, marks: readonly Disagreement[]): Piece[][] {
  const lines: Piece[][] = [[]]
  for (const piece of split(text, marks)) {
    let start = piece.start
    piece.text.split('\n').forEach((line, index) => {
      if (index > 0) {
        lines.push([])
        start += 1
      }
      if (line) lines.at(-1)?.push({ text: line, start, mark: piece.mark })
      start += line.length
    })
  }
  return lines
}
