import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type RegisterRow, type RegisterView } from './backend'
import { ID, NOW } from './desk.mock'
import './rooms/register/RegisterRoom.vue'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const row = (number: number, rest: Partial<RegisterRow> = {}): RegisterRow => ({
  number: { year: 2026, number, drill: false }, words: `〔2026〕第00${number}期`, state: 'used', incident: ID, name: '河东镇火灾', given_at: NOW, reports: '首报、续报一', note: '', ...rest,
})
const missing = row(2, { state: 'missing', incident: null, name: '', given_at: null, reports: '' })
const view = (rows: RegisterRow[]): RegisterView => ({ years: [2026, 2025], year: 2026, rows })
/** The page is loaded when it is asked for. */
async function loaded(): Promise<void> {
  for (let i = 0; i < 50 && !found('register').exists(); i++) await new Promise((go) => setImmediate(go))
  await settle()
}

test('F4 in 事件: numbers newest first, each with its event, its reports and where it stands in words', async () => {
  desk.answers.register = view([row(4, { state: 'twice', note: '与另一事件同号' }), row(3, { state: 'given', reports: '', note: '演练' }), missing, row(1)])
  await open('/incidents')
  await press('F4')
  await loaded()
  expect(found('number-2026-4').text()).toContain('重号')
  expect(found('number-2026-3').text()).toContain('已给号未报送')
  expect(found('number-2026-2').text()).toContain('缺号')
  expect(found('number-2026-1').text()).toMatch(/〔2026〕第001期.*河东镇火灾.*首报、续报一.*18:31.*已用/)
  expect(found('number-2026-1').find('a').attributes('href')).toBe(`/incident/${ID}`)
  expect(found('register-faults').text()).toContain('2个号')
  expect(found('rail-incidents').classes()).toContain('on')
  expect(await violations()).toEqual([])
})

test('a missing number is explained in one line by Enter; what is wrong is said at it', async () => {
  desk.answers.register = view([row(3), missing, row(1)])
  await open('/register')
  await loaded()
  const line = () => found('explain-2026-2')
  ;(line().element as HTMLElement).focus()
  desk.refuse.number_explain = new Refusal('invalid', '缺', [{ field: 'reason', message: '请写一句这个号为什么没有用。', severity: 'error' }])
  await press('Enter')
  expect(page.text()).toContain('请写一句这个号为什么没有用。')
  expect(focused()).toBe('explain-2026-2')
  delete desk.refuse.number_explain
  await line().setValue('签发后改用演练号')
  await press('Enter', { isComposing: true })
  expect(desk.of('number_explain')).toHaveLength(1)
  desk.answers.number_explain = view([row(3), { ...missing, note: '签发后改用演练号' }, row(1)])
  await press('Enter')
  expect(desk.of('number_explain').at(-1)).toEqual({ number: { year: 2026, number: 2, drill: false }, reason: '签发后改用演练号' })
  expect(found('register-faults').exists()).toBe(false)
  expect(await violations()).toEqual([])
})

test('a digit is a year; Esc goes back; an empty register says how numbers come about', async () => {
  desk.answers.register = view([])
  await open('/register')
  await loaded()
  expect(page.text()).toContain('还没有期号。签发首报时自动给号')
  await press('2')
  expect(desk.of('register').at(-1)).toEqual({ year: 2025 })
  await press('Escape')
  await settle()
  expect(found('incidents').exists()).toBe(true)
})
