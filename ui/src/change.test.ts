import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type LoggedChange, type Count } from './backend'
import { column, ID, NOW } from './desk.mock'
import { newRow } from './rooms/incident/countCell'
import { begin, desk, finish, focused, found, open, press, settle, violations } from './stage.mock'

const none = { is: 'not_asked' } as const
const count: Count = {
  source: '县人民医院', as_of: null, deaths: { is: 'known', n: 1 }, injured: { is: 'some_unknown' }, seriously_injured: none,
  missing: { is: 'whether_unknown' }, trapped: none, evacuated: none, at_risk: none,
  lightly_injured: none, in_hospital: none, present: none, withdrawn: none, rescued: none, adopted: true,
}
const change = (rest: Partial<LoggedChange> = {}): LoggedChange => ({
  entered_at: NOW, at: NOW, what: 'casualties', source: '县人民医院', words: '', count, figures: {}, signs: [], flame_out: null, ...rest,
})
beforeEach(() => {
  begin()
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  desk.form = { ...desk.form, counts: [column('deaths', '死亡'), column('injured', '受伤'), column('missing', '失联')] }
})
afterEach(finish)
async function sent(): Promise<void> {
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
}
const value = (name: string) => (found(name).element as HTMLInputElement).value

test('F6 after it went: a digit, who said so, the numbers by the same keys as in the form, Enter', async () => {
  await sent()
  await press('F6')
  await press('1')
  expect(focused()).toBe('change-source')
  await found('change-source').setValue('县人民医院')
  await found('change-deaths').setValue('2')
  await found('change-injured').setValue('+')
  await found('change-missing').setValue('-')
  expect([value('change-deaths'), value('change-injured'), value('change-missing')]).toEqual(['2', '有·待核', '待核'])
  ;(found('change-words').element as HTMLElement).focus()
  await press('Enter', { isComposing: true })
  expect(desk.of('change_note')).toHaveLength(0)
  desk.instead.view = { changes: [{ at: NOW, source: '县人民医院', what: '伤亡', said: '死亡1 受伤人数待核 是否失联待核' }] }
  await press('Enter')
  expect(desk.of('change_note')).toMatchObject([
    { incident: ID, time: '', what: 'casualties', source: '县人民医院', words: '', count: { deaths: '2', injured: '+', missing: '-', trapped: '', adopted: true } },
  ])
  expect(found('change-panel').exists()).toBe(false)
  expect(found('changes').text()).toMatch(/18:31　县人民医院　伤亡.*死亡1 受伤人数待核 是否失联待核/)
})

test('the panel begins with the numbers that hold now: a report after a change has newer ones than the change', async () => {
  await sent()
  desk.instead.incident = { reports: desk.report ? [desk.report] : [], changes: [change()] }
  desk.instead.view = { numbers_now: { ...newRow(true), deaths: '3', injured: '+', missing: '-' } }
  desk.tell(ID)
  await settle(1_100)
  await found('change-open').trigger('click')
  await press('1')
  expect([value('change-deaths'), value('change-injured'), value('change-missing')], 'not the one death of the change before').toEqual(['3', '有·待核', '待核'])
  await found('change-source').setValue('县人民医院')
  await found('change-give').trigger('click')
  await settle()
  expect(desk.of('change_note').at(-1), 'what nobody mentions stays as it was').toMatchObject({ count: { deaths: '3', injured: '+', missing: '-' } })
})

test('灾情稳定 carries no numbers; what is missing is said at its field', async () => {
  await sent()
  await press('F6')
  await press('2')
  expect(found('change-deaths').exists()).toBe(false)
  desk.refuse.change_note = new Refusal('invalid', '缺', [{ field: 'source', message: '请填写谁说的，如县人民医院。', severity: 'error' }])
  await found('change-give').trigger('click')
  await settle()
  expect(desk.of('change_note').at(-1)).toMatchObject({ what: 'stable', count: null })
  expect(focused()).toBe('change-source')
  expect(found('change-source').attributes('aria-invalid')).toBe('true')
  expect(await violations()).toEqual([])
})

test('a change of casualties without a number says so at the numbers', async () => {
  await sent()
  await press('F6')
  await press('1')
  desk.refuse.change_note = new Refusal('invalid', '缺', [{ field: 'counts', message: '伤亡变化请填写现在的人数', severity: 'error' }])
  await found('change-give').trigger('click')
  await settle()
  expect(desk.of('change_note').at(-1)).toMatchObject({ count: null })
  expect(found('change-counts-wrong').text()).toContain('现在的人数')
  expect(focused()).toBe('change-deaths')
  expect(await violations()).toEqual([])
})

test('before a report went there is nothing to log a change of', async () => {
  await open(`/incident/${ID}`)
  await press('F6')
  expect(found('change-panel').exists()).toBe(false)
})
