import { afterEach, beforeEach, expect, test } from 'vitest'

import type { FormPhrase } from './backend'
import { column, field, ID, kind } from './desk.mock'
import { at, begin, desk, finish, focused, found, open, openAt, page, press, settle, typed, violations } from './stage.mock'

const phrase = (of: string, text: string, families: string[] = []): FormPhrase => ({ field: of, text, families, dwelling: false })
const SITES = ['一民房', '一厂房', '一仓库', '一商铺', '一饭店', '一工地', '一学校', '一医院', '一煤矿', '一矿山']

beforeEach(() => {
  begin()
  desk.form = {
    sections: [{ id: 's', title: '事件' }],
    fields: [field('kind', 'kind', true), field('occurred', 'time', true), field('town', 'line', true), field('site', 'line'), field('counts', 'counts', true), field('measures', 'text'), field('cause', 'line')],
    counts: [column('deaths', '死亡')],
    phrases: [
      phrase('measures', '明火扑灭', ['fire']), phrase('measures', '伤员送医救治'), phrase('measures', '正在核对人数'), phrase('measures', '房主被控制', ['flood']),
      ...SITES.map((text) => phrase('site', text)), phrase('counts.source', '县消防救援大队'), phrase('counts.source', '县急救中心'),
    ],
    townships: [],
  }
  desk.kinds = [{ ...kind('fire', '火灾'), family: 'fire' }, { ...kind('fall', '坠落'), family: 'production' }]
  desk.draft.kind = 'fire'
})
afterEach(finish)

const listed = () => page.findAll('[role=listbox] [role=option]').map((option) => option.text())

test('/1/3 writes two phrases, joined; the list is of the chosen kind and closes after each', async () => {
  await openAt('field-measures')
  await press('/')
  expect(listed()).toEqual(['1明火扑灭', '2伤员送医救治', '3正在核对人数'])
  await press('1')
  expect(found('phrases').exists()).toBe(false)
  await press('/')
  await press('3')
  expect(typed('field-measures')).toBe('明火扑灭，正在核对人数')
  expect(focused()).toBe('field-measures')
  await settle(250)
  expect(desk.draft.measures).toBe('明火扑灭，正在核对人数')
  await press('Enter')
  expect(focused()).toBe('field-cause')
})

test('another kind of event has other phrases; a field without any has neither key nor button', async () => {
  desk.draft.kind = 'fall'
  await openAt('field-measures')
  await press('/')
  expect(listed()).toEqual(['1伤员送医救治', '2正在核对人数'])
  await at('field-cause')
  expect(found('phrases').exists()).toBe(false)
  await press('/')
  expect(found('phrases').exists()).toBe(false)
  expect(found('phrases-cause').exists()).toBe(false)
})

test('Esc closes, Enter goes on, a second stroke is a stroke, a digit beyond the list is nothing', async () => {
  await openAt('field-measures')
  const keyed = (key: string) => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    document.activeElement?.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect(keyed('/')).toBe(true)
  expect(keyed('/')).toBe(false)
  await settle()
  expect(found('phrases').exists()).toBe(false)
  await press('/')
  expect(keyed('7')).toBe(true)
  await settle()
  expect(found('phrases').exists()).toBe(true)
  await press('Escape')
  expect([found('phrases').exists(), focused(), typed('field-measures')]).toEqual([false, 'field-measures', ''])
  await press('/')
  await press('Enter')
  expect([found('phrases').exists(), focused()]).toEqual([false, 'field-cause'])
})

test('a stroke of the input method opens nothing', async () => {
  await openAt('field-measures')
  await press('/', { isComposing: true })
  expect(found('phrases').exists()).toBe(false)
})

test('0 leads to those beyond the ninth; 待核 gives way to a phrase', async () => {
  desk.draft.site = '-'
  await openAt('field-site')
  await press('/')
  expect(listed()).toHaveLength(9)
  await press('0')
  expect(listed()).toEqual(['1一矿山'])
  await press('1')
  expect(typed('field-site')).toBe('一矿山')
})

test('the button opens the list, and a phrase is chosen by pointing', async () => {
  desk.draft.site = '东街'
  await open(`/incident/${ID}`)
  expect(found('phrases-site').text()).toBe('常用语/')
  await found('phrases-site').trigger('click')
  expect([focused(), found('phrases-site').attributes('aria-expanded')]).toEqual(['field-site', 'true'])
  expect(await page.find('[data-test="phrase-2"]').trigger('click')).toBeUndefined()
  expect(typed('field-site')).toBe('东街，一厂房')
  expect(focused()).toBe('field-site')
})

test('the source of a row of numbers has its phrases too, in the row under the cursor', async () => {
  await openAt('count-0-source')
  await press('*')
  expect(focused()).toBe('count-1-source')
  await press('/')
  expect(listed()).toEqual(['1县消防救援大队', '2县急救中心'])
  await press('2')
  expect([typed('count-0-source'), typed('count-1-source'), focused()]).toEqual(['', '县急救中心', 'count-1-source'])
  await press('Enter')
  await press('/')
  expect(found('phrases').exists()).toBe(false)
  await found('phrases-counts').trigger('click')
  expect([focused(), listed().length]).toEqual(['count-1-source', 2])
})

test('axe finds nothing in an open list', async () => {
  await openAt('field-site')
  await press('/')
  expect(await violations()).toEqual([])
})

test('what stood in a line before is selected where the cursor arrives, and not where somebody points', async () => {
  Object.assign(desk.draft, { town: '河东镇', site: '一民房' })
  await openAt('field-occurred')
  await press('Enter')
  const selected = (test: string) => {
    const input = found(test).element as HTMLInputElement
    return input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0)
  }
  expect([focused(), selected('field-town')]).toEqual(['field-town', '河东镇'])
  await at('field-site')
  expect(selected('field-site')).toBe('一民房')
  const town = found('field-town').element as HTMLInputElement
  town.setSelectionRange(1, 1)
  await found('field-town').trigger('pointerdown')
  await at('field-town')
  expect(selected('field-town')).toBe('')
  await found('field-town').trigger('pointerup')
})
