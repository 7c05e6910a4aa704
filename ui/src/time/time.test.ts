import { expect, test } from 'vitest'

import type { Deadline } from '../backend'
import { clockTime, day, hhmm, hhmmss, limitTime, machineTime, weekday } from './beijing'
import { countdown, doneWords, dueWords, leading, span } from './countdown'

const at = (time: string) => `2026-05-12T${time}+08:00`
const ms = (time: string) => Date.parse(at(time))
const deadline = (rest: Partial<Deadline> = {}): Deadline => ({
  rule: 'n1',
  what: '系统报送首报',
  basis: 'prescribed',
  origin: 'first_reported',
  origin_at: at('18:14:00'),
  known_at: null,
  due_at: at('18:44:00'),
  near_at: at('18:34:00'),
  remind_at: null,
  done_at: null,
  state: 'running',
  why: '18:14电话报市局起30分钟',
  cite: '应急部通报',
  verified: true,
  by_tick: false,
  beside_one_born_past: false,
  ...rest,
})

test('times are Beijing times, whatever the machine says', () => {
  expect(hhmm('2026-05-12T10:09:42Z')).toBe('18:09')
  expect(hhmmss('2026-05-12T16:00:01Z')).toBe('00:00:01')
  expect(day('2026-05-12T16:00:01Z')).toBe('5月13日')
  expect(weekday('2026-05-12T10:00:00Z')).toBe('星期二')
  expect(machineTime('2026-05-12T10:00:00Z')).toBe('2026-05-12T18:00:00.000+08:00')
})

test('another day is said, with no space around digits', () => {
  expect(clockTime(at('18:09:00'), ms('18:31:00'))).toBe('18:09')
  expect(clockTime('2026-05-11T23:10:00+08:00', ms('00:10:00'))).toBe('昨23:10')
  expect(clockTime('2026-05-13T08:00:00+08:00', ms('18:31:00'))).toBe('明日08:00')
  expect(clockTime('2026-05-10T08:00:00+08:00', ms('18:31:00'))).toBe('5月10日08:00')
})

test('minutes, then hours, then hours in words', () => {
  expect(span(7 * 60_000 + 18_000)).toBe('07:18')
  expect(span(3_600_000 + 28 * 60_000 + 18_000)).toBe('1:28:18')
  expect(span(13 * 3_600_000 + 28 * 60_000)).toBe('13时28分')
})

test('20:00 − 18:31:42 is 1:28:18', () => {
  expect(countdown(deadline({ due_at: at('20:00:00') }), ms('18:31:42')).figure).toBe('1:28:18')
})

test('amber from when the program says that it is near, and the word says what the colour says afterwards', () => {
  expect(countdown(deadline(), ms('18:33:59'))).toEqual({ figure: '10:01', word: '', tone: 'calm' })
  expect(countdown(deadline(), ms('18:34:00')).tone).toBe('near')
  expect(countdown(deadline(), ms('18:43:59'))).toEqual({ figure: '00:01', word: '', tone: 'near' })
  expect(countdown(deadline(), ms('18:44:00'))).toEqual({ figure: '00:00', word: '超时', tone: 'late' })
  expect(countdown(deadline(), ms('18:45:05'))).toEqual({ figure: '01:05', word: '超时', tone: 'late' })
})

test('内控 is never 超时', () => {
  const internal = deadline({ basis: 'internal', due_at: at('18:39:00') })
  expect(countdown(internal, ms('18:42:00'))).toEqual({ figure: '03:00', word: '已过内控', tone: 'past' })
  const row = { deadline: internal, prescribed: deadline() }
  expect(leading(row, ms('18:42:00')).basis).toBe('internal')
  expect(leading(row, ms('18:44:00')).basis).toBe('prescribed')
})

test('及时 counts up; what was past when it became known is not late; what is done stands still', () => {
  const promptly = deadline({ due_at: null, state: 'promptly' })
  expect(countdown(promptly, ms('18:19:12'))).toEqual({ figure: '05:12', word: '及时·已过', tone: 'calm' })
  const owed = { ...promptly, near_at: at('18:29:00') }
  expect(countdown(owed, ms('18:28:59')).tone).toBe('calm')
  expect(countdown(owed, ms('18:29:00')), 'what was due at once is not calm for ever').toEqual({ figure: '15:00', word: '及时·已过', tone: 'near' })
  expect(countdown(deadline({ state: 'born_past' }), ms('19:44:00')).word).toBe('已过·不计迟报')
  expect(countdown(deadline({ done_at: at('18:42:00') }), ms('19:00:00')).figure).toBe('已办')
  expect(countdown(deadline({ due_at: null, state: 'not_started' }), ms('18:10:00')).figure).toBe('未起算')
})

test('a limit is named with the word it rests on', () => {
  expect(dueWords(deadline(), ms('18:31:00'))).toBe('规定18:44')
  expect(dueWords(deadline({ due_at: null, state: 'promptly' }), 0)).toBe('规定及时')
  expect(dueWords(deadline({ due_at: null, state: 'not_started' }), 0)).toBe('规定未起算')
})

test('a limit at midnight is the end of the day before, any other is its time', () => {
  expect(limitTime('2026-05-12T16:00:00Z', ms('18:00:00'))).toBe('24:00')
  expect(limitTime('2026-05-19T16:00:00Z', ms('18:00:00'))).toBe('5月19日24:00')
  expect(limitTime(at('18:44:00'), ms('18:00:00'))).toBe('18:44')
})

test('what was done too late says by how much, as the two times are read off the clock', () => {
  const words = (state: Deadline['state'], done: string, due = '17:00:00') => doneWords(deadline({ state, due_at: at(due) }), at(done), ms('18:00:00'))
  expect(words('met_late', '17:02:40')).toBe('17:02（超2分）')
  expect(words('met_late', '17:00:20'), 'never by nothing').toBe('17:00（超1分）')
  expect(words('met_late', '18:05:00')).toBe('18:05（超1时05分）')
  expect(words('met_past_internal', '17:03:00'), 'the room’s own limit is no 超时').toBe('17:03（过内控3分）')
  expect(words('met', '16:59:00')).toBe('16:59')
  expect(words('born_past', '17:30:00'), 'nobody is late by what was past when it became known').toBe('17:30')
})
