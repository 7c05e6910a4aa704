import { expect, test } from 'vitest'

import type { Disagreement } from '../../backend'
import { paragraphs, split, standing } from './marks'

const mark = (start: number, end: number, rest: Partial<Disagreement> = {}): Disagreement => ({
  start,
  end,
  in: 'body',
  found: '',
  expected: '',
  message: '',
  severity: 'error',
  take: null,
  ...rest,
})
const text = '已致1人死亡、11人受伤。\n后续情况续报。'
const marked = (pieces: ReturnType<typeof split>) => pieces.filter((piece) => piece.mark).map((piece) => piece.text)

test('the pieces joined are the text', () => {
  const pieces = split(text, [mark(2, 6), mark(7, 12)])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
  expect(marked(pieces)).toEqual(['1人死亡', '11人受伤'])
  expect(pieces.every((piece) => text.slice(piece.start, piece.start + piece.text.length) === piece.text)).toBe(true)
})

test('overlapping and overlong marks lose no letter', () => {
  const pieces = split(text, [mark(2, 9), mark(4, 12), mark(18, 999)])
  expect(pieces.map((piece) => piece.text).join('')).toBe(text)
})

test('markup in a text stays text', () => {
  expect(split('<b>1</b>', [mark(3, 4)]).map((piece) => piece.text)).toEqual(['<b>', '1', '</b>'])
})

test('places are UTF-16 units', () => {
  expect(marked(split('𠮷1人', [mark(2, 4)]))).toEqual(['1人'])
})

test('paragraphs keep every piece at its place', () => {
  const lines = paragraphs(text, [mark(10, 17)])
  expect(lines.map((line) => line.map((piece) => piece.text).join(''))).toEqual(text.split('\n'))
  for (const piece of lines.flat()) expect(text.slice(piece.start, piece.start + piece.text.length)).toBe(piece.text)
})

test('a mark stands as long as its words do; one without a place is only listed', () => {
  const moved = text.replace('后续', '以后')
  expect(standing([mark(2, 6)], 'body', text, moved)).toHaveLength(1)
  expect(standing([mark(14, 16)], 'body', text, moved)).toHaveLength(0)
  expect(standing([mark(2, 6)], 'title', text, text)).toHaveLength(0)
  expect(standing([mark(0, 0)], 'body', text, text)).toHaveLength(0)
})
