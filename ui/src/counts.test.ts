import { afterEach, beforeEach, expect, test } from 'vitest'

import { column, field, ID } from './desk.mock'
import { newRow } from './rooms/incident/countCell'
import { begin, desk, finish, focused, found, open, openAt, page, press, settle, typed, violations } from './stage.mock'

beforeEach(() => {
  begin()
  desk.form = {
    ...desk.form,
    fields: [field('counts', 'counts', true), field('course', 'text')],
    counts: [column('deaths', '死亡'), column('at_risk', '涉险'), column('present', '现场共有'), column('rescued', '获救')],
  }
})
afterEach(finish)

test('the first number of a row says when; a time that was typed or taken out stays as it is', async () => {
  await openAt('count-0-deaths')
  await found('count-0-deaths').setValue('-')
  expect(typed('count-0-as_of')).toBe('')
  await found('count-0-deaths').setValue('1')
  expect(typed('count-0-as_of')).toBe('1831')
  await found('count-0-as_of').setValue('')
  await found('count-0-at_risk').setValue('30')
  expect(typed('count-0-as_of')).toBe('')
  await found('count-add').trigger('click')
  await found('count-1-as_of').setValue('18:20左右')
  await found('count-1-deaths').setValue('2')
  await settle(250)
  expect(desk.draft.counts.map(({ as_of, deaths }) => [as_of, deaths])).toEqual([['', '1'], ['18:20左右', '2']])
})

test('更多人数 is closed and no stop of Enter; * in a cell opens it, and Enter walks through it', async () => {
  await openAt('count-0-at_risk')
  expect(found('count-0-present').exists()).toBe(false)
  await press('Enter')
  expect(focused()).toBe('field-course')
  ;(found('count-0-deaths').element as HTMLElement).focus()
  await press('*')
  expect(focused()).toBe('count-0-present')
  await found('count-0-present').setValue('12')
  await press('Enter')
  await press('Enter')
  expect(focused()).toBe('field-course')
  await settle(250)
  expect(desk.draft.counts).toMatchObject([{ present: '12', rescued: '', as_of: '1831' }])
})

test('* closes what is empty; in the source cell it is another row, as ever', async () => {
  await openAt('count-0-deaths')
  await press('*')
  await press('*')
  expect([focused(), found('more-counts').exists()]).toEqual(['count-0-deaths', false])
  ;(found('count-0-source').element as HTMLElement).focus()
  await press('*')
  expect([focused(), page.findAll('tbody tr').length]).toEqual(['count-1-source', 2])
})

test('with a number in it, it is open from the start and stays so', async () => {
  desk.draft.counts = [{ ...newRow(true), source: '县消防救援大队', rescued: '3' }]
  await open(`/incident/${ID}`)
  expect(typed('count-0-rescued')).toBe('3')
  expect(found('count-more').exists()).toBe(false)
  expect(found('more-counts').text()).toContain('县消防救援大队')
  ;(found('count-0-rescued').element as HTMLElement).focus()
  await press('*')
  expect(found('more-counts').exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('where nothing more is asked, there is no button and * is another row', async () => {
  desk.form = { ...desk.form, counts: [column('deaths', '死亡')] }
  await openAt('count-0-deaths')
  expect(found('count-more').exists()).toBe(false)
  await press('*')
  expect(focused()).toBe('count-1-source')
})
