import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal } from './backend'
import { field, ID } from './desk.mock'
import { at, begin, desk, finish, found, open, press, settle, violations } from './stage.mock'

const RAIN = '00000000-0000-7000-8000-000000000002'
const rain = { incident: RAIN, name: '青山镇等暴雨洪涝' }
const house = { incident: '00000000-0000-7000-8000-000000000003', name: '红石镇一民房房屋倒塌', town: '红石镇', number: '〔2026〕第019期', numbers: { deaths: 1 } }

beforeEach(begin)
afterEach(finish)

test('where nothing goes on over many townships nothing is asked', async () => {
  await open(`/incident/${ID}`)
  expect(found('process').exists()).toBe(false)
})

test('an incident is put into the process that goes on, with what was typed kept, and taken out again', async () => {
  desk.instead.view = { processes: [rain] }
  await open(`/incident/${ID}`)
  await at('field-town')
  await found('field-town').setValue('红石镇')
  desk.instead.view = { process: rain, processes: [] }
  await found(`process-join-${RAIN}`).trigger('click')
  await settle()
  expect(desk.of('draft_save').at(-1)).toMatchObject({ draft: { town: '红石镇' } })
  expect(desk.of('process_join')).toEqual([{ incident: ID, process: RAIN }])
  expect(found('process').text()).toContain('属于灾害过程：青山镇等暴雨洪涝')
  await found('process-leave').trigger('click')
  await settle()
  expect(desk.of('process_join').at(-1)).toEqual({ incident: ID, process: null })
  expect(await violations()).toEqual([])
})

test('it is asked once: what is none of them is not asked again', async () => {
  desk.instead.view = { processes: [rain] }
  await open(`/incident/${ID}`)
  await found('process-apart').trigger('click')
  expect(found('process').exists()).toBe(false)
  expect(desk.of('process_join')).toEqual([])
})

test('a refusal is said where it was asked', async () => {
  desk.instead.view = { processes: [rain] }
  desk.refuse.process_join = new Refusal('not_now', '那个灾害过程已经办结。')
  await open(`/incident/${ID}`)
  await found(`process-join-${RAIN}`).trigger('click')
  await settle()
  expect(found('process').text()).toContain('已经办结')
})

test('a process lists what belongs to it and fills the empty cells of its table with one press', async () => {
  desk.form = { sections: [{ id: 's', title: '事件' }], fields: [field('townships', 'townships')], counts: [], phrases: [], townships: [{ of: 'deaths', label: '死亡' }] }
  desk.instead.composed = { sub_incidents: [house], filled: [{ town: '红石镇', numbers: { deaths: '1' } }] }
  await open(`/incident/${ID}`)
  expect(found('process').text()).toContain('归入的险情1起')
  await found('sub-incidents').trigger('click')
  expect(found('process').text()).toContain('红石镇一民房房屋倒塌')
  expect(found('process').text()).toContain('〔2026〕第019期')
  await press('Escape')
  await found('towns-fill').trigger('click')
  await settle(250)
  expect(desk.of('draft_save').at(-1)).toMatchObject({ draft: { townships: [{ town: '红石镇', numbers: { deaths: '1' } }] } })
})

test('the year is told with each person once and drills for themselves', async () => {
  desk.answers.tally = { year: 2026, tally: { incidents: 4, within_processes: 2, deaths: 5, missing: 0, injured: 3, drills: 1, not_true: 1 } }
  await open('/incidents')
  expect(found('tally').text()).toBe('2026年已报4起（2起在灾害过程内，伤亡不重计）　死亡5人　受伤3人　演练1次另计　不属实1起不计')
})
