import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal } from './backend'
import { ID, NOW } from './desk.mock'
import { begin, desk, finish, focused, found, open, openAt, press, settle, violations } from './stage.mock'

const OTHER = '00000000-0000-7000-8000-000000000002'
const THIRD = '00000000-0000-7000-8000-000000000003'
const row = (incident: string, name: string) => ({ incident, name, first_received: NOW, reported: false, why: '同在河东镇，都是火灾' })

beforeEach(() => {
  begin()
  desk.instead.composed = { similar: [row(OTHER, '河东镇民房火灾')] }
})
afterEach(finish)

test('F7, 1: merged, with what was typed kept, and the other incident’s page', async () => {
  await openAt('field-town')
  expect(found(`similar-${OTHER}`).text()).toContain('可能与“河东镇民房火灾”（首次接报18:31）是同一起：同在河东镇，都是火灾')
  await found('field-town').setValue('河东镇')
  await press('F7')
  expect(focused()).toBe(`similar-${OTHER}`)
  await press('1')
  expect(desk.of('incident_merge')).toEqual([{ incident: ID, into: OTHER }])
  expect(desk.of('draft_save').at(-1)).toMatchObject({ incident: ID, draft: { town: '河东镇' } })
  expect(desk.of('incident').at(-1)).toEqual({ incident: OTHER })
})

test('2: not the same one; the notice goes and the cursor is back in its field', async () => {
  desk.instead.composed = { similar: [row(OTHER, '河东镇民房火灾'), { ...row(THIRD, '河东镇厂房火灾'), reported: true }] }
  await openAt('field-town')
  expect(found(`similar-${THIRD}`).text()).toContain('已报首报')
  await press('F7')
  await press('2')
  expect([found(`similar-${OTHER}`).exists(), focused()]).toEqual([false, `similar-${THIRD}`])
  await press('9')
  await found('similar-apart').trigger('click')
  await settle()
  expect([found(`similar-${THIRD}`).exists(), focused()]).toEqual([false, 'field-town'])
  expect([desk.of('incident_merge'), desk.of('call_out')]).toEqual([[], []])
  await found('field-town').setValue('河东镇')
  await settle(250)
  expect(found(`similar-${OTHER}`).exists()).toBe(false)
})

test('Enter goes back without an answer; digits in a field stay text', async () => {
  await openAt('field-town')
  await press('1')
  expect(desk.of('incident_merge')).toEqual([])
  await press('F7')
  await press('Enter')
  expect([focused(), found(`similar-${OTHER}`).exists()]).toEqual(['field-town', true])
})

test('a merge that is refused says why and stays', async () => {
  desk.refuse.incident_merge = new Refusal('not_now', '首报已经报送，不能并入。')
  await open(`/incident/${ID}`)
  await found('similar-merge').trigger('click')
  await settle()
  expect(found('similar-trouble').text()).toContain('不能并入')
  expect(found(`similar-${OTHER}`).exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('nothing is said where nothing is alike', async () => {
  desk.instead.composed = {}
  await openAt('field-town')
  await press('F7')
  expect(focused()).toBe('field-town')
})
