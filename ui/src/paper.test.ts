import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal } from './backend'
import { ID, NOW } from './desk.mock'
import { timeline } from './parts/contact'
import { at, begin, desk, finish, focused, found, open, press, typed, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)
const shift = { shiftKey: true }

test('Shift+F3: a page of five lines; Enter goes from cell to cell, only lines with words are kept', async () => {
  await open('/')
  await press('F3', shift)
  expect(focused()).toBe('paper-0-time')
  await found('paper-0-time').setValue('1809')
  await press('Enter')
  expect(focused()).toBe('paper-0-way')
  await press('Enter')
  expect(focused()).toBe('paper-0-name')
  await found('paper-0-name').setValue('李某')
  await found('paper-2-time').setValue('1814')
  ;(found('paper-2-way').element as HTMLElement).focus()
  await press('3')
  await found('paper-2-name').setValue('县消防救援大队')
  await found('paper-2-number').setValue('王某')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('write_up')).toEqual([
    {
      incident: null,
      rows: [
        { time: '1809', way: 'in', reached: 'answered', purpose: 'verify', recipient: null, name: '李某', number: '', taken_by: '', words: '', recording: '' },
        { time: '1814', way: 'out', reached: 'no_answer', purpose: 'verify', recipient: null, name: '县消防救援大队', number: '', taken_by: '王某', words: '', recording: '' },
      ],
    },
  ])
  expect(found('paper').exists()).toBe(false)
  expect(found('incident').exists()).toBe(true)
})

test('a digit in the empty name cell is a recipient; typing over it makes it a name again', async () => {
  await open(`/incident/${ID}`)
  await press('F3', shift)
  await found('paper-0-time').setValue('1814')
  ;(found('paper-0-name').element as HTMLElement).focus()
  await press('1')
  expect((found('paper-0-name').element as HTMLInputElement).value).toBe('市应急管理局')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('write_up').at(-1)).toMatchObject({ incident: ID, rows: [{ way: 'out', recipient: 'city', purpose: 'report' }] })
})

test('a fault is said at its cell, which has the cursor; nothing typed is lost, also when the page is closed', async () => {
  desk.refuse.write_up = new Refusal('invalid', '看不懂', [{ field: 'rows.1.time', message: '请先填时间', severity: 'error' }])
  await open('/')
  await press('F3', shift)
  await found('paper-0-time').setValue('1809')
  await found('paper-3-words').setValue('冒烟')
  await press('Enter', { ctrlKey: true })
  expect(focused()).toBe('paper-3-time')
  expect(found('paper-wrong-3-time').text()).toBe('请先填时间')
  await press('Escape')
  expect(found('paper').exists()).toBe(false)
  await press('F3', shift)
  expect((found('paper-3-words').element as HTMLInputElement).value).toBe('冒烟')
  expect(await violations()).toEqual([])
})

test('no key reaches a room that a panel covers, nor a page that another one lies on', async () => {
  desk.session = { ...desk.session, listed: true }
  await open(`/incident/${ID}`)
  const acted = async () => {
    for (const key of ['F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10', '0', '1', '-', '/']) await press(key)
    await press('F7', shift)
    await press('Enter', { ctrlKey: true })
    await press('0', { altKey: true })
    const panels = ['sign-panel', 'call-out-panel', 'notice-panel', 'end-panel', 'change-panel', 'later-panel', 'relay'].filter((name) => found(name).exists())
    return [...panels, ...desk.of('submit'), ...desk.of('write_up')]
  }
  await press('F3', shift)
  expect(await acted(), 'beneath the paper').toEqual([])
  await found('paper-0-words').setValue('冒烟')
  await at('paper-0-words')
  await press('F12')
  expect(found('sign-in-panel').exists()).toBe(true)
  expect(await acted(), 'beneath the sign-in, over the paper').toEqual([])
  await press('Escape')
  expect(focused(), 'the cursor is back on the paper').toBe('paper-0-words')
  await press('Escape')
  await press('F12')
  expect(await acted(), 'beneath the sign-in').toEqual([])
  await press('Escape')
  expect(found('sign-in-panel').exists()).toBe(false)
  await press('F8')
  expect(found('sign-panel').exists(), 'and once nothing lies on it the key acts').toBe(true)
})

test('a panel makes way where somebody goes to a room, and what was typed in it stays', async () => {
  desk.session = { ...desk.session, listed: true }
  await open(`/incident/${ID}`)
  await press('F3', shift)
  await found('paper-0-words').setValue('冒烟')
  await press('1', { altKey: true })
  expect(found('paper').exists(), 'a room that nobody sees is not where they went').toBe(false)
  expect(found('desk').exists()).toBe(true)
  await press('F12')
  expect(found('sign-in-panel').exists()).toBe(true)
  await press('F3', shift)
  expect(found('sign-in-panel').exists(), 'the paper was asked for').toBe(false)
  expect(typed('paper-0-words')).toBe('冒烟')
  await press('F12')
  await press('1', { altKey: true })
  expect([found('sign-in-panel').exists(), found('paper').exists()]).toEqual([false, false])
})

test('a line entered two minutes and more after its time says so, neutrally; a corrected one does not', () => {
  const call = { id: 'c', corrections: [], received_at: NOW, entered_at: '2026-05-12T10:40:00Z', caller: '', caller_unit: '', number: '', words: '', recording: '' }
  const incident = (rest: object) => ({ calls_out: [], sources: [], call: { ...call, ...rest } }) as never
  expect(timeline(incident({}))[0]?.written).toBe('补记（18:40录入）')
  expect(timeline(incident({ entered_at: '2026-05-12T10:32:00Z' }))[0]?.written).toBe('')
  const corrections = [{ from: '2026-05-12T10:40:00Z', to: NOW, reason: '', at: NOW }]
  expect(timeline(incident({ corrections }))[0]?.written).toBe('')
})
