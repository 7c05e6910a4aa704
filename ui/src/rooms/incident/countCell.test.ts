import { expect, test } from 'vitest'

import { blank, cellFromText, cellShown, MEASURES, newRow } from './countCell'

/** Types into the cell as the browser does: at the end of what it shows. */
function type(value: string, keys: string): string {
  return [...keys].reduce((kept, key) => cellFromText(cellShown(kept) + key), value)
}

test('the numpad signs are words of their own, and stay what they are', () => {
  expect(type('', '-')).toBe('-')
  expect(type('', '0')).toBe('0')
  expect(type('', '+')).toBe('+')
  expect([cellShown('-'), cellShown('0'), cellShown('+'), cellShown('')]).toEqual(['待核', '无', '有·待核', ''])
  for (const value of ['-', '0', '+', '', '11']) expect(cellFromText(cellShown(value))).toBe(value)
})

test('the newest key wins', () => {
  expect(type('-', '11')).toBe('11')
  expect(type('0', '5')).toBe('5')
  expect(type('11', '-')).toBe('-')
  expect(type('+', '0')).toBe('0')
  expect(type('', '10')).toBe('10')
})

test('full-width keys of a Chinese input method count the same', () => {
  expect(type('', '１１')).toBe('11')
  expect(type('', '－')).toBe('-')
  expect(type('', '＋')).toBe('+')
})

test('a word of which a letter is deleted is gone', () => {
  for (const rest of ['待', '核', '有·待', '有']) expect(cellFromText(rest)).toBe('')
})

test('what is no number is kept as typed', () => {
  expect(cellFromText('十几')).toBe('十几')
})

test('a row nobody wrote in is no row', () => {
  expect(blank(newRow(true))).toBe(true)
  expect(blank({ ...newRow(false), missing: '-' })).toBe(false)
})

test('every column is one like the others: written in, the row is a row', () => {
  expect(MEASURES).toHaveLength(12)
  for (const measure of MEASURES) expect(newRow(false)[measure]).toBe('')
  for (const measure of MEASURES) expect(blank({ ...newRow(false), [measure]: '30' })).toBe(false)
})
