import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Draft, Figure, Sign } from './backend'
import { column, field, ID, kind } from './desk.mock'
import { at, begin, desk, finish, focused, found, open, openAt, page, press, settle, typed, violations } from './stage.mock'

const NINE = ['火灾', '爆炸事故', '坍塌事故', '中毒和窒息事故', '危险化学品泄漏事故', '高处坠落事故', '机械伤害事故', '触电事故', '其他生产安全事故']
const figure = (id: string, name: string, unit: string): Figure => ({ id, name, unit, families: [], kinds: [] })
const sign = (id: string, words: string): Sign => ({ id, words, families: [], kinds: [] })
const FIGURES = [figure('burnt_forest_ha', '受害森林面积', '公顷')]
const COLUMNS = [column('deaths', '死亡'), column('trapped', '被困'), column('at_risk', '涉险')]
const SIGNS = [sign('other_woodland', '其他林地起火'), sign('forest_border', '国界附近的森林火灾'), sign('a_threat', '威胁居民区（村庄、学校等）')]

beforeEach(() => {
  begin()
  const fields = [
    field('kind', 'kind', true), field('occurred', 'time', true), field('town', 'line', true), field('counts', 'counts', true), field('figures', 'figures'),
    field('signs', 'signs'), field('flame_out', 'time'), field('course', 'text'), field('sensitive', 'sensitive'), field('jurisdiction', 'jurisdiction'),
  ]
  desk.form = { sections: [{ id: 's', title: '事件' }], fields, counts: COLUMNS, phrases: [], townships: [] }
  desk.kinds = [
    ...NINE.map((name, index) => kind(`k${index + 1}`, name)),
    kind('mine', '煤矿事故'), kind('forest_fire', '森林火灾', 'natural'), kind('grass_fire', '草原火灾', 'natural'), kind('food', '食品安全事故', 'health'), kind('mass', '群体性事件', 'security'),
  ]
  desk.instead.composed = { asked: { fields: fields.map(({ id }) => id), counts: COLUMNS, figures: FIGURES, signs: SIGNS } }
})
afterEach(finish)

async function saved(): Promise<Draft> {
  await settle(250)
  return desk.draft
}

test('a digit is one of the first nine at once, as ever', async () => {
  await openAt('kind-k1')
  expect(found('field-kind').findAll('[role=radio]')).toHaveLength(9)
  await press('5')
  expect(focused()).toBe('kind-k5')
  expect((await saved()).kind).toBe('k5')
  await press('Enter')
  expect(focused()).toBe('field-occurred')
})

test('0, two characters, Enter: a rarer kind stands beside the nine, and Enter goes on', async () => {
  await openAt('kind-k1')
  await press('0')
  expect(focused()).toBe('kind-filter')
  expect(typed('kind-filter')).toBe('')
  expect(page.findAll('[data-test="kind-list"] .class').map((title) => title.text())).toEqual(['自然灾害', '事故灾难', '公共卫生事件', '社会安全事件'])
  expect(page.findAll('[data-test="kind-list"] [role=option]')).toHaveLength(desk.kinds.length)
  await found('kind-filter').setValue('森林')
  expect(page.findAll('[data-test="kind-list"] [role=option]').map((option) => option.text())).toEqual(['森林火灾'])
  await press('Enter')
  expect(found('kind-list').exists()).toBe(false)
  expect(focused()).toBe('kind-forest_fire')
  expect(found('kind-forest_fire').attributes('aria-checked')).toBe('true')
  await press('Enter')
  expect(focused()).toBe('field-occurred')
})

test('arrows walk through what the filter left; an Enter that commits a candidate chooses nothing', async () => {
  await openAt('kind-k1')
  await press('0')
  await found('kind-filter').setValue('火灾')
  const here = () => page.find(`#${found('kind-filter').attributes('aria-activedescendant')}`).text()
  expect(here()).toBe('森林火灾')
  await press('Enter', { isComposing: true })
  expect(found('kind-list').exists()).toBe(true)
  await press('ArrowDown')
  expect(here()).toBe('草原火灾')
  await press('ArrowDown')
  await press('ArrowDown')
  expect(here()).toBe('火灾')
  await press('ArrowUp')
  await press('Enter')
  expect((await saved()).kind).toBe('grass_fire')
})

test('Esc and a name that nothing has leave the kind as it was', async () => {
  desk.draft.kind = 'mine'
  await openAt('kind-mine')
  expect(found('kind-mine').attributes('aria-checked')).toBe('true')
  await press('0')
  await found('kind-filter').setValue('彗星')
  expect(found('kind-list').text()).toContain('没有名称里有“彗星”的类型')
  await press('Enter')
  await press('Escape')
  expect(found('kind-list').exists()).toBe(false)
  expect(focused()).toBe('kind-mine')
  expect((await saved()).kind).toBe('mine')
})

test('更多 is a button too, and a kind is chosen by pointing', async () => {
  await open(`/incident/${ID}`)
  await found('kind-more').trigger('click')
  await settle()
  await found('all-mass').trigger('click')
  expect((await saved()).kind).toBe('mass')
  expect(focused()).toBe('kind-mass')
})

test('only what this kind is asked for is on the form, in the words of its letter', async () => {
  desk.instead.composed = { asked: { fields: ['kind', 'occurred', 'counts', 'course'], counts: [column('deaths', '死亡'), column('trapped', '被困'), column('missing', '失踪')], figures: [], signs: [] } }
  await open(`/incident/${ID}`)
  for (const gone of ['field-town', 'field-figures', 'field-signs', 'field-flame_out', 'field-sensitive', 'count-0-at_risk']) {
    expect([gone, found(gone).exists()]).toEqual([gone, false])
  }
  expect(page.findAll('thead th').map((title) => title.text())).toEqual(['来源', '时间', '死亡', '被困', '失踪', '采用'])
})

test('a figure has its name before and its unit behind; what cannot be read is said under it', async () => {
  const message = '看不懂“三五”，以公顷计；不清楚就空着'
  desk.instead.composed = { ...desk.instead.composed, errors: [{ field: 'figures.burnt_forest_ha', message, severity: 'error' }] }
  await open(`/incident/${ID}`)
  await found('figure-burnt_forest_ha').setValue('三五')
  expect((await saved()).figures).toEqual({ burnt_forest_ha: '三五' })
  expect(found('field-figures').text()).toMatch(/受害森林面积公顷.*看不懂/)
  expect(found('figure-burnt_forest_ha').attributes('aria-invalid')).toBe('true')
  await found('figure-burnt_forest_ha').setValue('')
  expect((await saved()).figures).toEqual({})
})

test('Enter walks counts, figures, signs, 明火, 经过, 敏感, 属地; a tick list is one stop', async () => {
  await openAt('count-0-at_risk')
  const stops = []
  for (let i = 0; i < 6; i++) {
    await press('Enter')
    stops.push(focused())
  }
  expect(stops).toEqual(['figure-burnt_forest_ha', 'signs-other_woodland', 'field-flame_out', 'field-course', 'sensitive-people', 'jurisdiction-ours'])
})

test('signs are ticked and unticked by digit, space and pointing; those of another kind stay', async () => {
  desk.draft.signs = ['crane_overturned']
  await openAt('signs-other_woodland')
  await press('3')
  await press('2')
  expect((await saved()).signs).toEqual(['a_threat', 'crane_overturned', 'forest_border'])
  expect(focused()).toBe('signs-forest_border')
  await press(' ')
  expect((await saved()).signs).toEqual(['a_threat', 'crane_overturned'])
  await press('ArrowDown')
  expect(focused()).toBe('signs-a_threat')
  await found('signs-a_threat').trigger('click')
  expect((await saved()).signs).toEqual(['crane_overturned'])
  expect(found('signs-a_threat').attributes('aria-checked')).toBe('false')
})

test('六项敏感 by digit; 属地 by digit; nothing of it is left out at 本县', async () => {
  await open(`/incident/${ID}`)
  expect(found('jurisdiction-ours').attributes('aria-checked')).toBe('true')
  expect(found('field-sensitive').text()).toMatch(/敏感人群.*敏感地点.*敏感时段.*已有舆情.*影响毗邻.*涉险被困/)
  await at('sensitive-people')
  await press('5')
  await press('6')
  expect((await saved()).sensitive).toEqual(['neighbour', 'at_risk'])
  await press('Enter')
  await press('2')
  expect((await saved()).jurisdiction).toBe('neighbour')
  expect(await violations()).toEqual([])
})

test('axe finds nothing in the list of all kinds', async () => {
  await openAt('kind-k1')
  await press('0')
  expect(await violations()).toEqual([])
})
