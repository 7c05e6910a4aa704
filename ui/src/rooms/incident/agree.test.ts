import { expect, test } from 'vitest'

import type { Disagreement, Draft } from '../../backend'
import { agreed, canAgree, namesOf, replacement, takeIn } from './agree'
import { newRow } from './countCell'

const item = (rest: Partial<Disagreement> = {}): Disagreement => ({
  start: 2,
  end: 6,
  in: 'body',
  found: '2人死亡',
  expected: '1人死亡',
  message: '',
  severity: 'error',
  take: null,
  ...rest,
})

test('the words of the fields stand in the place of those found', () => {
  expect(agreed('已致2人死亡、11人受伤。', item())).toBe('已致1人死亡、11人受伤。')
})

test('in a text that moved on, words that stand there once are meant; twice, none', () => {
  expect(agreed('据报，已致2人死亡。', item())).toBe('据报，已致1人死亡。')
  expect(agreed('据报，已致2人死亡，确认2人死亡。', item())).toBeNull()
  expect(agreed('已无死亡。', item())).toBeNull()
})

test('nothing is put where the fields say nothing, where nothing stands, or where one of several times is meant', () => {
  expect(replacement(item({ expected: '' }))).toBeNull()
  expect(replacement(item({ start: 0, end: 0, found: '' }))).toBeNull()
  expect(replacement(item({ found: '18时06分', expected: '18时05分、18时09分' }))).toBeNull()
  expect(replacement(item({ found: '18时06分', expected: '18时05分' }))).toBe('18时05分')
  expect(replacement(item({ found: '8号', expected: '8号、9号' }))).toBe('8号、9号')
  expect(canAgree(item({ expected: '', take: { field: 'town', value: '河西镇' } }))).toBe(true)
})

test('a number goes into the adopted row, words into their field, a figure among the figures', () => {
  const draft = { counts: [newRow(false), newRow(true)], figures: {}, town: '河东镇' } as unknown as Draft
  takeIn(draft, { field: 'counts.deaths', value: '2' })
  takeIn(draft, { field: 'town', value: '河西镇' })
  takeIn(draft, { field: 'figures.crops_ha', value: '20' })
  expect(draft).toMatchObject({ counts: [{ deaths: '' }, { deaths: '2' }], town: '河西镇', figures: { crops_ha: '20' } })
  draft.counts = []
  takeIn(draft, { field: 'counts.rescued', value: '3' })
  expect(draft.counts).toMatchObject([{ rescued: '3', adopted: true }])
})

test('a name stays when places shift, and no two are alike', () => {
  const before = namesOf([item(), item({ start: 9, end: 13 })])
  expect(new Set(before).size).toBe(2)
  expect(namesOf([item({ start: 4, end: 8 }), item({ start: 11, end: 15 })])).toEqual(before)
})
