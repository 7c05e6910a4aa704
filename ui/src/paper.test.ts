import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal } from './backend'
import { ID, NOW } from './desk.mock'
import { timeline } from './rooms/incident/contact'
import { begin, desk, finish, focused, found, open, press, violations } from './stage.mock'

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

test('keys of the room beneath do nothing while the page lies on it', async () => {
  await open(`/incident/${ID}`)
  await press('F3', shift)
  await press('F8')
  await press('F3')
  expect(found('sign-panel').exists()).toBe(false)
  expect(found('call-out-panel').exists()).toBe(false)
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(0)
  expect(desk.of('write_up')).toHaveLength(0)
})

test('a line entered two minutes and more after its time says so, neutrally; a corrected one does not', () => {
  const call = { id: 'c', corrections: [], received_at: NOW, entered_at: '2026-05-12T10:40:00Z', caller: '', caller_unit: '', number: '', words: '', recording: '' }
  const incident = (rest: object) => ({ calls_out: [], sources: [], call: { ...call, ...rest } }) as never
  expect(timeline(incident({}))[0]?.written).toBe('补记（18:40录入）')
  expect(timeline(incident({ entered_at: '2026-05-12T10:32:00Z' }))[0]?.written).toBe('')
  const corrections = [{ from: '2026-05-12T10:40:00Z', to: NOW, reason: '', at: NOW }]
  expect(timeline(incident({ corrections }))[0]?.written).toBe('')
})
