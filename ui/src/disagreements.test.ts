import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Disagreement } from './backend'
import { ID } from './desk.mock'
import { newRow } from './rooms/incident/countCell'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(() => {
  begin()
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇', counts: [{ ...newRow(true), deaths: '1' }], body: '已致2人死亡。' })
})
afterEach(finish)

async function on(element: Element): Promise<void> {
  ;(element as HTMLElement).focus()
  await settle()
}

test('1 at the marked word: the field’s words stand in the text, and the list is done', async () => {
  await open(`/incident/${ID}`)
  const mark = page.find('[data-test="letter-body"] .mark')
  expect(mark.attributes('tabindex')).toBe('0')
  await on(mark.element)
  expect(found('disagreement-0').classes()).toContain('here')
  await press('1')
  await settle(250)
  expect(desk.draft.body).toBe('已致1人死亡。')
  expect(found('disagreements').exists()).toBe(false)
  expect(focused()).toBe('letter')
  expect(desk.of('call_out')).toEqual([])
})

test('2 in the list: the adopted row says what the text says', async () => {
  await open(`/incident/${ID}`)
  await on(found('disagreement-0').element)
  await press('2')
  await settle(250)
  expect(desk.draft).toMatchObject({ body: '已致2人死亡。', counts: [{ deaths: '2', adopted: true }] })
})

test('Esc after writing by hand leads to what differs; Enter leaves it as it is', async () => {
  await open(`/incident/${ID}`)
  await found('letter-edit').trigger('click')
  await settle()
  await press('Escape')
  expect(focused()).toBe('disagreement-0')
  await press('Enter', { isComposing: true })
  expect(focused()).toBe('disagreement-0')
  await press('Enter')
  expect(focused()).toBe('letter')
  expect(desk.of('draft_save')).toEqual([])
})

test('the cursor goes on to the next one that a key settles; both keys are buttons', async () => {
  const one = (start: number, rest: Partial<Disagreement>): Disagreement => ({
    start, end: start + 1, in: 'body', found: '', expected: '', message: '', severity: 'error', take: null, ...rest,
  })
  desk.draft.body = '甲乙丙丁'
  const all = [
    one(0, { found: '甲', expected: '子', message: '一' }),
    one(1, { found: '乙', message: '二', severity: 'hint' }),
    one(2, { found: '丙', message: '三', take: { field: 'town', value: '河西镇' } }),
  ]
  desk.instead.composed = { disagreements: all }
  await open(`/incident/${ID}`)
  expect([found('agree-field-0').exists(), found('agree-text-1').exists(), found('agree-text-2').exists()]).toEqual([false, false, false])
  await on(found('disagreement-0').element)
  await press('2')
  expect(focused()).toBe('disagreement-0')
  await found('agree-text-0').trigger('click')
  await settle()
  expect(document.activeElement?.textContent).toContain('三')
  desk.instead.composed = { disagreements: all.slice(1) }
  await settle(250)
  expect(desk.draft.body).toBe('子乙丙丁')
  expect(document.activeElement?.textContent).toContain('三')
  await press('9')
  expect(desk.of('call_out')).toEqual([])
  await press('2')
  await settle(250)
  expect(desk.draft.town).toBe('河西镇')
  expect(await violations()).toEqual([])
})
