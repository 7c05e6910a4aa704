import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type Call, type IncidentEnded, type IncidentRow } from './backend'
import { ID, NOW } from './desk.mock'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const LATER = '2026-05-12T12:22:00Z'
const end = (rest: Partial<IncidentEnded> = {}): IncidentEnded => ({
  outcome: 'not_true', verified_by: '县消防救援大队', note: '', agreed_by: '', at: '2026-05-12T10:22:00Z', ...rest,
})
const kept = end({ outcome: 'below_threshold', verified_by: '', note: '无人员伤亡', agreed_by: '王某' })
function was(ended: IncidentEnded, open_ = false, look_again_at: string | null = null): void {
  desk.instead.incident = { ended }
  desk.instead.view = { open: open_, look_again_at }
}
/** The cursor is on the page, as after a look at what was said. */
const rested = () => (found('calls-column').element as HTMLElement).focus()

test('本级掌握 asks for the reason and for the leader who agreed, each at its field', async () => {
  desk.officers = [{ id: 'o1', name: '王某', post: '带班领导', phone: '', left: false }]
  desk.refuse.incident_end = new Refusal('invalid', '请补', [{ field: 'agreed_by', message: '本级掌握请填写同意的带班领导姓名。', severity: 'error' }])
  await open(`/incident/${ID}`)
  await press('F10')
  await press('2')
  expect(focused()).toBe('end-note')
  await found('end-note').setValue('无人员伤亡、损失轻微')
  await press('Enter', { isComposing: true })
  expect(focused()).toBe('end-note')
  await press('Enter')
  expect(focused()).toBe('end-agreed_by')
  await press('Enter')
  expect(found('end-panel').text()).toContain('请填写同意的带班领导姓名')
  expect(focused()).toBe('end-agreed_by')
  delete desk.refuse.incident_end
  await press('1')
  expect((found('end-agreed_by').element as HTMLInputElement).value).toBe('王某')
  was(kept, true, LATER)
  await press('Enter')
  expect(desk.of('incident_end').at(-1)).toEqual({ incident: ID, outcome: 'below_threshold', verified_by: '', note: '无人员伤亡、损失轻微', agreed_by: '王某' })
  expect(found('end-panel').exists()).toBe(false)
  expect(found('look-again').text()).toBe('本级掌握，20:22前再看')
})

test('不属实 asks who found it so; lines of another end that was looked at first are not sent', async () => {
  await open(`/incident/${ID}`)
  await found('end').trigger('click')
  await press('2')
  await found('end-note').setValue('理由')
  await press('Escape')
  await press('3')
  expect(focused()).toBe('end-verified_by')
  await found('end-verified_by').setValue('县消防救援大队')
  await found('end-note').setValue('')
  await press('Enter')
  await press('Enter')
  expect(desk.of('incident_end')).toEqual([{ incident: ID, outcome: 'not_true', verified_by: '县消防救援大队', note: '', agreed_by: '' }])
})

test('an end that is not possible yet says why, and Esc leaves everything as it was', async () => {
  desk.refuse.incident_end = new Refusal('not_now', '首报还没有进入主通道')
  await open(`/incident/${ID}`)
  rested()
  await press('F10')
  await press('4')
  expect(found('end-give').exists()).toBe(false)
  await press('1')
  await press('Enter')
  expect(found('end-trouble').text()).toContain('首报还没有进入主通道')
  expect(await violations()).toEqual([])
})

test('an incident that ended says how, by whom and when, and can no longer be sent by a key too many', async () => {
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  was(end())
  await open(`/incident/${ID}`)
  expect(found('ended').text()).toBe('已办结：经核实不属实（县消防救援大队，18:22）')
  expect([found('submit').exists(), found('sign').exists(), found('end').exists()]).toEqual([false, false, false])
  await press('Enter', { ctrlKey: true })
  await press('F8')
  await press('F10')
  expect(desk.of('submit')).toHaveLength(0)
  expect([found('sign-panel').exists(), found('end-panel').exists()]).toEqual([false, false])
  expect(await violations()).toEqual([])
})

test('opening again asks for one line', async () => {
  was(end())
  await open(`/incident/${ID}`)
  await found('ended-reopen').trigger('click')
  await settle()
  expect(focused()).toBe('ended-line')
  desk.refuse.incident_reopen = new Refusal('invalid', '缺', [{ field: 'reason', message: '请写一句为什么重新打开。', severity: 'error' }])
  await press('Enter')
  expect(page.text()).toContain('请写一句为什么重新打开。')
  desk.refuse = {}
  await found('ended-line').setValue('消防更正')
  desk.instead = {}
  await press('Enter')
  expect(desk.of('incident_reopen').at(-1)).toEqual({ incident: ID, reason: '消防更正' })
  expect(found('ended').exists()).toBe(false)
  expect(found('submit').exists()).toBe(true)
})

test('what was kept below the standard is looked at again: still below it, or an incident after all', async () => {
  was(kept, true, LATER)
  await open(`/incident/${ID}`)
  await found('ended-still').trigger('click')
  await settle()
  await found('ended-line').setValue('无新增伤员')
  await press('Escape')
  expect(focused()).toBe('ended-still')
  await found('ended-still').trigger('click')
  await settle()
  await press('Enter')
  expect(desk.of('incident_look_again')).toEqual([{ incident: ID, note: '无新增伤员' }])
  await found('ended-reopen').trigger('click')
  await settle()
  await found('ended-line').setValue('伤员增至3人')
  await press('Enter')
  expect(desk.of('incident_reopen')).toEqual([{ incident: ID, reason: '伤员增至3人' }])
})

test('a call that was kept below the standard is looked at from the desk; an incident after all is opened', async () => {
  desk.todos = [{ what: '再看一次', detail: '群众，本级掌握，两小时后再看', urgent: false, tone: 'calm', incident: null, call: 'c1', levels: null, signs: false, peer: null, due_at: LATER, basis: 'internal' }]
  await open('/')
  await found('todo-c1').trigger('click')
  await settle()
  await press('2')
  expect(focused()).toBe('look-line')
  desk.answers.call_look_again = { call: {} as Call, incident: ID }
  await found('look-line').setValue('伤员增至3人')
  expect(await violations()).toEqual([])
  await found('look-give').trigger('click')
  await settle()
  expect(desk.of('call_look_again')).toEqual([{ call: 'c1', incident: true, note: '伤员增至3人' }])
  expect(found('incident').exists()).toBe(true)
})

test('the lists say how an incident ended instead of where its draft stands', async () => {
  const row: IncidentRow = {
    id: ID, name: '河东镇火灾', drill: false, first_received: NOW, casualties: '', grading: { confirmed: null, possible: null, near_miss: null },
    state: 'drafting', process: null, sub_incidents: 0, ended: 'below_threshold', entered_at: null, next: 'done',
  }
  desk.answers.incidents = [row, { ...row, id: 'i2', drill: true, state: 'needs_attention', ended: 'reported' }]
  await open('/incidents')
  expect(found(`incident-${ID}`).text()).toContain('未达标准·本级掌握')
  expect(found(`incident-${ID}`).text()).not.toContain('起草中')
  expect(found(`incident-${ID}`).text()).not.toContain('演练')
  expect(found('incident-i2').text()).toContain('演练')
  expect(found('incident-i2').text()).toMatch(/属实·已报.*未发出·需处理/)
})
