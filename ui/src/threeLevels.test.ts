import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { ID } from './desk.mock'
import { clock, coming, levels, OTHER, threeLevels } from './levels.mock'
import { at, begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)
const CITY = { code: '990100', name: '样例市应急管理局', level: 'city' as const, divisions: [], parent: null, sample: true }

test('下级来报: every mark is a word; 0 and a digit, or the arrows and Enter, open it at all its levels', async () => {
  desk.answers.levels = levels()
  desk.instead.desk = {
    coming: [coming({ incident: OTHER, without_receipt: true, must_go_up: '报省' }), coming({ ours: true, drill: true, unsigned: false, words: '续报一', name: '<b>x</b>' })],
  }
  await open('/')
  expect(found('coming').text()).toMatch(/样例县应急管理局　死亡1 受伤11.*首报.*未签收.*离线件·未经回执.*按规定应报省/)
  expect(found('coming').text()).toMatch(/<b>x<\/b>.*续报一本局在办演练/)
  expect(await violations()).toEqual([])
  await press('0')
  expect(focused()).toBe(`coming-${OTHER}`)
  await press('ArrowDown')
  expect(focused()).toBe(`coming-${ID}`)
  await press('Enter')
  await settle()
  expect(desk.of('levels').at(-1)).toEqual({ incident: ID })
})

test('a digit is of 下级来报 only while the cursor is there', async () => {
  desk.instead.desk = { coming: [coming({ incident: OTHER }), coming()] }
  await open('/')
  await press('2')
  expect(found('levels').exists()).toBe(false)
  await press('0')
  await press('2')
  await settle()
  expect(desk.of('levels').at(-1)).toEqual({ incident: ID })
})

test('a county without 下级来报 has no card of them; a city is told that there are none', async () => {
  await open('/')
  expect(found('coming').exists()).toBe(false)
  page.unmount()
  desk.unit = CITY
  await open('/')
  expect(found('coming').text()).toContain('没有下级来报')
})

test('待办 of other levels and the clock of a directive lead to the three levels', async () => {
  desk.answers.levels = levels()
  desk.todos = [{ what: '签收', detail: '样例县', urgent: false, tone: 'calm', incident: null, call: null, levels: OTHER, signs: false, peer: null, due_at: null, basis: 'internal' }]
  desk.instead.desk = { clocks: [{ incident: ID, name: '要求核报 河东镇火灾', deadline: clock(), prescribed: null, also: null, others: 0, gaps: 0, next: 'answer' }] }
  await open('/')
  expect(found(`todo-levels-${OTHER}`).attributes('href')).toBe(`/levels/${OTHER}`)
  expect(found('nearest').attributes('href')).toBe(`/levels/${ID}`)
  expect(found('clock-open-0').text()).toContain('答复')
  await press('Enter')
  await settle()
  expect(found('levels').exists()).toBe(true)
})

test('三级报送: totals with what is unknown, a row an event, its next step opens it', async () => {
  desk.answers.three_levels = threeLevels()
  desk.answers.levels = levels()
  await open('/incidents')
  await press('F6')
  await settle(100)
  await vi.waitFor(() => expect(found('totals').exists()).toBe(true))
  expect(found('totals').text()).toMatch(/省0未知1.*市1未知1.*县1未知1.*共2起.*未知不是未报。近90天，演练不计/)
  expect(found(`three-${ID}`).text()).toMatch(/未知.*已录入18:55.*已核18:37.*签收/)
  expect(found(`three-${OTHER}`).text()).toContain('据告知未报')
  expect(found(`three-${OTHER}`).text()).toContain('本局未承接')
  const unknown = page.findAll('[data-standing=unknown]')
  expect(unknown.length).toBeGreaterThan(0)
  for (const cell of unknown) expect(cell.text()).toBe('?未知')
  expect(await violations()).toEqual([])
})

test('三级报送 is printed as a sheet; a digit opens an event; Esc goes back', async () => {
  desk.answers.three_levels = threeLevels()
  desk.answers.levels = levels()
  await open('/incidents/levels')
  await settle(100)
  await vi.waitFor(() => expect(found('totals').exists()).toBe(true))
  const print = vi.fn()
  window.print = print
  await press('p')
  expect(print).toHaveBeenCalledOnce()
  expect(document.querySelector('[data-test=to-print]')?.textContent).toMatch(/【样例】三级报送.*近90天共2起.*未知不是未报.*5月12日18:09.*已录入5月12日18:55/)
  window.dispatchEvent(new Event('afterprint'))
  await press('Escape')
  expect(found('incidents').exists()).toBe(true)
})

test('三级 is a key and a button of the incident', async () => {
  desk.answers.levels = levels({ ours: ID, take_up: null })
  await open(`/incident/${ID}`)
  expect(found('levels-open').text()).toContain('三级')
  await press('F6', { shiftKey: true })
  await settle()
  expect(found('levels').exists()).toBe(true)
})

const RETURNED = { directive: 'd1', report: 'r1', about: '首报 〔2026〕第018期', words: '4 地点不具体/未冠省市县，写明村组（样例市应急管理局 值班员甲）' }

async function sent(): Promise<void> {
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  desk.tell(ID)
  await settle(1_100)
}

test('a report that was sent back says so above all, with the reason, and one key writes it anew', async () => {
  desk.instead.view = { returned: [RETURNED] }
  await sent()
  expect(found('returned').text()).toMatch(/退回补正（首报 〔2026〕第018期）：4 地点不具体\/未冠省市县，写明村组（样例市应急管理局 值班员甲）　原时限照常计算补正/)
  expect(await violations()).toEqual([])
  await press('F8', { shiftKey: true })
  expect(desk.of('report_mend')).toEqual([{ incident: ID, report: 'r1' }])
})

test('a superior signed for it: nobody has to be phoned for that any more', async () => {
  desk.instead.view = { signed_above: '18:44 值班员甲签收' }
  await sent()
  expect(found('signed-above').text()).toContain('18:44 值班员甲签收')
  expect(found('sent').text()).not.toMatch(/未确认收到|电话确认收到/)
})

test('a report that mends another says so, and so does the other', async () => {
  await sent()
  const { report } = desk
  if (!report) throw new Error('no report')
  desk.instead.incident = { reports: [report, { ...report, id: 'r2', words: '首报（补正）', mends: 'r1' }] }
  desk.tell(ID)
  await settle(1_100)
  await at('sent')
  expect([found('report-1').text(), found('report-2').text()].map((text) => /首报（补正）|已补正/.exec(text)?.[0])).toEqual(['首报（补正）', '已补正'])
})
