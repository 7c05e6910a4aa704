import { afterEach, beforeEach, expect, test } from 'vitest'

import { column, field, ID } from './desk.mock'
import { begin, desk, finish, focused, found, open, openAt, page, press, settle, violations } from './stage.mock'

beforeEach(() => {
  begin()
  desk.form = {
    sections: [{ id: 's', title: '事件' }],
    fields: [field('counts', 'counts', true), field('townships', 'townships'), field('drill', 'tick'), field('response_ended', 'time'), field('aftermath', 'text')],
    counts: [column('deaths', '死亡')],
    phrases: [],
    townships: [{ of: 'deaths', label: '死亡' }, { of: 'crops_ha', label: '农作物受灾' }],
  }
})
afterEach(finish)

async function write(text: string): Promise<void> {
  await found(focused() ?? '').setValue(text)
  await press('Enter')
}
const said = (test: string) => found(test).text()

test('Enter goes on cell by cell; on the empty row at the end it leaves the table', async () => {
  await openAt('count-0-deaths')
  await press('Enter')
  expect(focused()).toBe('town-0')
  for (const text of ['河东镇', '1', '12.5', '河西镇', '2', '']) await write(text)
  expect(focused()).toBe('town-2')
  await press('Enter')
  expect(focused()).toBe('drill-0')
  await settle(250)
  expect(desk.draft.townships).toEqual([
    { town: '河东镇', numbers: { crops_ha: '12.5', deaths: '1' } },
    { town: '河西镇', numbers: { deaths: '2' } },
  ])
})

test('an Enter of the input method stays in its cell', async () => {
  await openAt('town-0')
  await press('Enter', { isComposing: true })
  expect(focused()).toBe('town-0')
})

test('each sum stands above the whole that it must equal; what is unlike is said in words', async () => {
  desk.draft.townships = [{ town: '河东镇', numbers: { deaths: '1', crops_ha: '12.5' } }]
  desk.instead.composed = {
    townships: [{ of: 'deaths', label: '死亡', sum: 2, whole: 3, unlike: '少1' }, { of: 'crops_ha', label: '农作物受灾', sum: 12.5, whole: null, unlike: '无总数' }],
  }
  await openAt('town-0-deaths')
  expect([said('sum-deaths'), said('whole-deaths')]).toEqual(['2少1', '3'])
  expect([said('sum-crops_ha'), said('whole-crops_ha')]).toEqual(['12.5无总数', '未填'])
  expect(await violations()).toEqual([])
})

test('what cannot be read is said; an empty row before it does not shift the cell', async () => {
  desk.draft.townships = [{ town: '甲镇', numbers: {} }, { town: '乙镇', numbers: { deaths: '几' } }]
  desk.instead.composed = { errors: [{ field: 'townships.0.deaths', message: '“几”读不出数字', severity: 'error' }] }
  await open(`/incident/${ID}`)
  await found('town-0').setValue('')
  expect(found('field-townships').text()).toContain('读不出数字')
  expect(found('town-1-deaths').attributes('aria-invalid')).toBe('true')
  expect(found('town-0-deaths').attributes('aria-invalid')).toBeUndefined()
})

test('a row is taken out and put back', async () => {
  desk.draft.townships = [{ town: '甲镇', numbers: {} }, { town: '乙镇', numbers: {} }]
  await open(`/incident/${ID}`)
  await page.find('[aria-label="删去甲镇"]').trigger('click')
  await settle(250)
  expect(desk.draft.townships.map(({ town }) => town)).toEqual(['乙镇'])
  await found('town-undo').trigger('click')
  await settle(250)
  expect(desk.draft.townships.map(({ town }) => town)).toEqual(['甲镇', '乙镇'])
})

test('演练件: 1 是, 0 否, the space bar turns it, Enter goes on', async () => {
  await openAt('drill-0')
  expect(found('drill-0').attributes('aria-checked')).toBe('true')
  await press('1')
  expect(focused()).toBe('drill-1')
  await settle(250)
  expect(desk.draft.drill).toBe(true)
  await press('2')
  expect(found('drill-1').attributes('aria-checked')).toBe('true')
  await press('0')
  expect(focused()).toBe('drill-0')
  await press(' ')
  expect(focused()).toBe('drill-1')
  await settle(250)
  expect(desk.draft.drill).toBe(true)
  await press('Enter')
  expect(focused()).toBe('field-response_ended')
  expect(await violations()).toEqual([])
})
