import { afterEach, beforeEach, expect, test } from 'vitest'

import type { AlarmView, Call, ClockRow, IncidentRow, Todo } from './backend'
import { column, field, ID, NOW } from './desk.mock'
import { at, begin, desk, finish, focused, found, open, openAt, page, press, settle, typed, violations } from './stage.mock'

const OTHER = '00000000-0000-7000-8000-000000000002'
const row = (id: string, name: string): IncidentRow =>
  ({ id, name, first_received: NOW, state: 'drafting', casualties: '', grading: { confirmed: null, possible: null, near_miss: null }, sub_incidents: 0, drill: false, process: null, ended: null, entered_at: null }) as unknown as IncidentRow
const todo = (what: string, rest: Partial<Todo> = {}): Todo =>
  ({ what, detail: '', incident: null, call: null, levels: null, peer: null, urgent: false, tone: 'calm', due_at: null, basis: 'internal', ...rest }) as unknown as Todo
const folded = (id: string, caller: string): Call =>
  ({ id, entered_at: NOW, received_at: NOW, earliest_at: NOW, corrections: [], caller, caller_unit: '', number: '', words: '', recording: '', asked_by_superior: false, outcome: null }) as unknown as Call
const written = () => desk.draft.counts.map((count) => count.adopted)
/** An input method writes a text without telling a key. */
async function composed(test: string, text: string): Promise<void> {
  await found(test).setValue(text)
  await settle()
}
const where = () => page.find('[data-test="desk"]').exists()

beforeEach(begin)
afterEach(finish)

test('Esc leads from an incident to 当班, the draft kept; back there, the cursor is in the field that it was called away from', async () => {
  desk.instead.desk = { incidents: [row(ID, '河东镇火灾')] }
  await openAt('field-place')
  await found('field-place').setValue('幸福路')
  await press('Escape')
  expect(where(), '当班 was 45 Shift+Tabs away').toBe(true)
  expect(desk.draft.place, 'what was typed is kept').toBe('幸福路')
  await press('/')
  await press('1')
  expect(focused(), 'whoever was called away goes on where he was').toBe('field-place')
})

test('Esc closes what lies open before it leaves the page: the key list, the call, the panel', async () => {
  desk.instead.desk = { incidents: [row(ID, '河东镇火灾')] }
  await openAt('field-place')
  await press('F2')
  await press('F1')
  expect(page.text()).toContain('随处可用')
  await press('Escape')
  expect([page.text().includes('随处可用'), found('call-panel').exists()]).toEqual([false, true])
  await press('Escape')
  expect([found('call-panel').exists(), where()]).toEqual([false, false])
  await press('Escape')
  await press('F2')
  await page.find(`[data-incident="${ID}"]`).trigger('click')
  await settle()
  await press('Escape')
  expect([found('call-panel').exists(), where()], 'also a call that was there before the page').toEqual([false, false])
  await press('F8')
  await press('Escape')
  expect([found('sign-panel').exists(), where()]).toEqual([false, false])
  await press('Escape')
  expect(where()).toBe(true)
})

test('after a second call, a panel or the paper, the cursor is where it was', async () => {
  await openAt('field-place')
  for (const [opens, closes] of [['F2', 'Escape'], ['F8', 'Escape'], ['F10', 'Escape']] as const) {
    await press(opens)
    expect(focused(), `${opens} took the cursor`).not.toBe('field-place')
    await press(closes)
    expect(focused(), `${opens} and ${closes} gave it back`).toBe('field-place')
  }
  await press('F3', { shiftKey: true })
  await press('Escape')
  expect(focused()).toBe('field-place')
})

test('F1 lists the keys also out of a field, where ? is a character', async () => {
  await openAt('field-place')
  await press('?')
  expect(page.text()).not.toContain('随处可用')
  await press('F1')
  expect(page.text()).toContain('随处可用')
})

test('a key answers an alarm and another leads to what it asks for', async () => {
  const alarm = (incident: string, words: string): AlarmView => ({ incident, rule: 'r', step: 0, words, rang_at: NOW, late: false, silent: false, next: 'write' }) as unknown as AlarmView
  desk.alarms = [alarm(OTHER, '河西镇事故内控将至'), alarm(ID, '河东镇火灾内控将至')]
  await open('/')
  await press('F11')
  expect(desk.of('alarm_acknowledge')).toMatchObject([{ incident: OTHER }])
  await press('F11', { shiftKey: true })
  expect(found('incident').exists(), 'the step of the alarm').toBe(true)
})

test('Shift+F1 opens a folded call again, and then the next; F2 is always a new one', async () => {
  desk.instead.desk = { open_calls: [folded(ID, '甲'), folded(OTHER, '乙')] }
  await open('/')
  await press('F1', { shiftKey: true })
  expect(typed('call-caller')).toBe('甲')
  await press('F1', { shiftKey: true })
  expect(typed('call-caller')).toBe('乙')
  expect(desk.of('call_open')).toHaveLength(0)
  await found('call-another').trigger('click')
  expect(desk.of('call_open')).toHaveLength(1)
})

test('Alt and a digit open a room, out of a field too', async () => {
  await openAt('field-place')
  await press('2', { altKey: true })
  expect(found('incidents').exists()).toBe(true)
  await press('1', { altKey: true })
  expect(where()).toBe(true)
})

test('- leads to the to-dos and / to the incidents: a digit opens one, and elsewhere digits are of the clocks', async () => {
  desk.instead.desk = { incidents: [row(OTHER, '河西镇事故'), row(ID, '河东镇火灾')] }
  desk.todos = [todo('补报说明待写'), todo('补签', { incident: OTHER }), todo('核实', { incident: ID })]
  await open('/')
  await press('1')
  expect(where(), 'no clock, no way').toBe(true)
  await press('-')
  await press('2')
  expect(found('incident').exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('N条未发出 leads to the list of what waits', async () => {
  desk.todos = [todo('2条未发出', { urgent: true })]
  await open('/')
  await press('-')
  expect(focused()).toBe('todo-unsent')
  await press('1')
  expect(found('waiting-panel').exists()).toBe(true)
})

test('F3 at the desk logs a call of the incident under the cursor, or of the nearest clock', async () => {
  desk.instead.desk = { incidents: [row(ID, '河东镇火灾')], clocks: [] as ClockRow[] }
  await open('/')
  await press('F3')
  expect(found('call-out-panel').exists()).toBe(true)
  await press('1')
  expect(focused(), 'who took it is asked first, and need not be said').toBe('call-out-taken-by')
  await press('/')
  expect(desk.of('call_out')).toMatchObject([{ recipient: 'city', reached: 'no_answer', taken_by: '' }])
})

test('while nobody has written who took the call, ; is 占线 and the stroke of an input method 无人接听; after that they are text', async () => {
  await open(`/incident/${ID}`)
  await press('F3')
  await press('1')
  await press(';')
  expect(desk.of('call_out').at(-1)).toMatchObject({ reached: 'busy' })
  await press('F3')
  await press('1')
  await composed('call-out-taken-by', '、')
  expect(desk.of('call_out').at(-1)).toMatchObject({ reached: 'no_answer', taken_by: '' })
  await press('F3')
  await press('1')
  await found('call-out-taken-by').setValue('李某')
  await press('/')
  expect(desk.of('call_out')).toHaveLength(2)
  await press('Enter')
  expect(desk.of('call_out').at(-1)).toMatchObject({ reached: 'answered', taken_by: '李某' })
})

test('in a cell of numbers the space bar adopts its row; = is + without Shift', async () => {
  desk.form = { ...desk.form, counts: [column('deaths', '死亡'), column('injured', '受伤')] }
  await openAt('count-0-deaths')
  await found('count-0-deaths').setValue('1')
  await press('*')
  await found('count-1-source').setValue('县急救中心')
  await press('Enter')
  expect(focused(), 'an empty time fills itself').toBe('count-1-deaths')
  await found('count-1-deaths').setValue('=')
  await press(' ')
  await settle(250)
  expect([written(), typed('count-1-deaths')]).toEqual([[false, true], '有·待核'])
})

test('、 of an input method opens the phrases in an empty field and after a phrase, and is a comma everywhere else', async () => {
  desk.form = { ...desk.form, phrases: ['消防救援', '公安', '医疗'].map((text) => ({ field: 'course', text, families: [], dwelling: false })) }
  await openAt('field-course')
  await composed('field-course', '、')
  expect([typed('field-course'), found('phrases').exists()]).toEqual(['', true])
  await press('1')
  await composed('field-course', '消防救援、')
  await press('2')
  expect(typed('field-course')).toBe('消防救援，公安')
  await composed('field-course', '消防救援，公安到场')
  await composed('field-course', '消防救援，公安到场、')
  await press('、')
  expect([typed('field-course'), found('phrases').exists()], 'it is a comma here').toEqual(['消防救援，公安到场、', false])
})

test('K leads to 口径, where 1, 2 and 3 answer', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  await press('k')
  await press('1')
  expect(desk.of('accord_check')).toMatchObject([{ recipient: 'county_government', accord: 'agrees' }])
  expect(focused()).toBe('sign-panel')
  await press('K')
  await press('2')
  expect(focused()).toBe('accord-county_government-where')
})

test('whoever alone holds a post stands there already: F8, 1, how, Enter', async () => {
  desk.officers = [{ id: 'o1', name: '张某', post: '带班领导', phone: '', left: false }]
  await open(`/incident/${ID}`)
  for (const key of ['F8', '1', '2', 'Enter']) await press(key)
  expect(desk.of('sign_off')).toMatchObject([{ signer: '张某', way: 'by_phone' }])
})

test('a stroke that the input method writes into the empty name of a signer is 未接通', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  await press('1')
  await composed('sign-name', '、')
  expect(desk.of('sign_off_sought')).toMatchObject([{ ended: 'no_answer', signer: '' }])
})

test('no function key falls through to the browser, which would reload or search', async () => {
  await open('/')
  for (const key of ['F3', 'F5', 'F6', 'F7', 'F10', 'F11']) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    document.body.dispatchEvent(event)
    expect(event.defaultPrevented, key).toBe(true)
  }
})

test('PageDown goes to the next field that is empty and asked for; F6 lists them with whom to ask and the number, and a digit leads there', async () => {
  desk.form = { ...desk.form, fields: [field('occurred', 'time', true), field('town', 'line', true), field('place', 'line'), field('counts', 'counts', true), field('course', 'text'), field('cause', 'line')] }
  Object.assign(desk.draft, { occurred: '-', town: '河东镇', place: '幸福路' })
  desk.instead.composed = { gaps: [{ field: 'counts.deaths', label: '死亡', ask: '消防救援、120' }, { field: 'cause', label: '起因', ask: '' }] }
  await openAt('field-occurred')
  const on = [] as Array<string | undefined>
  for (let i = 0; i < 4; i++) {
    await press('PageDown')
    on.push(focused())
  }
  expect(on, 'numbers are somebody’s: the source is asked for, too').toEqual(['count-0-source', 'count-0-deaths', 'field-cause', 'field-cause'])
  await press('PageUp')
  expect(focused()).toBe('count-0-deaths')
  await press('F6')
  expect(found('gap-counts.deaths').text()).toContain('可问消防救援0000-119、120')
  expect(await violations()).toEqual([])
})

test('the caller who rings most is a phrase, and the words come right after', async () => {
  await open('/')
  await press('F2')
  await press('/')
  await press('1')
  expect(typed('call-caller')).toBe('群众')
  await press('Enter')
  expect(focused()).toBe('call-words')
  await settle(300)
  expect(desk.of('call_note').at(-1)).toMatchObject({ caller: '群众' })
})

test('the letter put aside comes back before it is sent', async () => {
  Object.assign(desk.draft, { occurred: '-', town: '河东镇' })
  await open(`/incident/${ID}`)
  await press('0', { altKey: true })
  expect(found('letter-unfold').exists()).toBe(true)
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit'), 'what is sent is seen first').toHaveLength(0)
  expect(found('say').text()).toContain('再按一次')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(1)
})

test('Tab and the digits of a list are nobody’s while somebody types', async () => {
  desk.instead.desk = { incidents: [row(ID, '河东镇火灾')] }
  await open('/')
  await press('F2')
  await at('call-caller')
  await press('-')
  expect(focused()).toBe('call-caller')
})

test('who said that it changed, and who checked that it was untrue, are phrases as well', async () => {
  desk.form = { ...desk.form, phrases: ['县消防救援大队', '县急救中心'].map((text) => ({ field: 'counts.source', text, families: [], dwelling: false })) }
  await open(`/incident/${ID}`)
  await press('F10')
  await press('3')
  await press('/')
  await press('2')
  expect(typed('end-verified_by')).toBe('县急救中心')
  await press('Enter')
  await press('Enter')
  expect(desk.of('incident_end')).toMatchObject([{ outcome: 'not_true', verified_by: '县急救中心' }])
})

test('a call that becomes an incident leaves the cursor in its form, also where a room was opened from the rail before', async () => {
  await open('/')
  const rail = found('rail-desk').element as HTMLElement
  rail.focus()
  await press('F2')
  await press('F2')
  await press('1')
  expect(found('incident').exists()).toBe(true)
  expect(focused()).toBe('field-occurred')
})
