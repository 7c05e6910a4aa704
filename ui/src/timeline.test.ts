import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Refusal, type Milestone, type Segment, type TimelineView } from './backend'
import { ID } from './desk.mock'
import './rooms/timeline/TimelineRoom.vue'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

const copied: string[] = []
beforeEach(() => {
  begin()
  copied.length = 0
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) } })
  desk.answers.timeline = view()
})
afterEach(() => {
  finish()
  vi.unstubAllGlobals()
})

const PROOF = '18:14电话报告，18:37系统报送，用时23分（规定30分）'
const at = (clock: string, day = '12') => new Date(`2026-05-${day}T${clock}:00+08:00`).toISOString()
const milestone = (clock: string, words: string, rest: Partial<Milestone> = {}): Milestone => ({
  at: at(clock), entered_at: at(clock), words, said: '', by: '值班员甲', vouched_at: null, written_up: '', main: true, ...rest,
})
const segment = (name: string, minutes: number | null, words: string): Segment => ({
  name, whose: name.startsWith('发生') ? '来源环节' : '本局', from: null, to: null, minutes, words,
})
const MILESTONES = [
  milestone('18:09', '来电', { said: '群众来电', by: '值班岗位' }),
  milestone('18:10', '来电补充', { main: false, by: '值班岗位' }),
  milestone('18:14', '首次电话报告', { said: '市应急管理局指挥中心，接话人<b>张</b>', written_up: '补记（18:40录入）' }),
  milestone('18:36', '提交首报', { by: '值班岗位（值班员甲认领）', vouched_at: at('18:36') }),
]
const view = (rest: Partial<TimelineView> = {}, milestones = MILESTONES): TimelineView => ({
  incident: ID, name: '河东镇火灾', number: '〔2026〕第018期', drill: false, unit: '样例县应急管理局', sample: true, reader: '值班员乙', as_of: at('18:50'),
  timeline: {
    proof: PROOF, cite: '通报（2024年1月3日）', later: ['续报一：19:40已提交，待国家系统录入'],
    segments: [segment('发生→接报', null, '待核'), segment('接报→电话报告', 5, '5分'), segment('电话→书面', 23, '23分')],
    signing: ['呈签18:20 · 再请示18:26 · 签发18:33 · 退改1次'], milestones,
  },
  drafted: [{ by: '值班员甲', from: at('18:16'), to: at('18:30') }],
  ...rest,
})
async function loaded(path = `/incident/${ID}/timeline`): Promise<void> {
  await open(path)
  for (let i = 0; i < 50 && !found('timeline').exists(); i++) await new Promise((go) => setImmediate(go))
  await settle()
}
const sheet = () => document.body.querySelector(':scope > [data-test="to-print"]')

test('Shift+F4 leads from the incident to its record, Esc leads back', async () => {
  await open(`/incident/${ID}`)
  expect(found('timeline-open').text()).toContain('过程留痕')
  await press('F4', { shiftKey: true })
  for (let i = 0; i < 50 && !found('timeline').exists(); i++) await new Promise((go) => setImmediate(go))
  await settle()
  expect(found('timeline').exists(), 'the key opens the page').toBe(true)
  expect(desk.of('timeline').at(-1)).toEqual({ incident: ID })
  await press('Escape')
  await settle()
  expect(found('timeline').exists()).toBe(false)
  expect(found('incident').exists()).toBe(true)
})

test('the line stands large, with its clause, later reports, three segments apart and the rounds of signing', async () => {
  await loaded()
  expect(found('proof').text()).toBe(PROOF)
  expect(found('cite').text()).toContain('通报（2024年1月3日）')
  expect(found('later-line').text()).toContain('续报一')
  expect([1, 2, 3].map((n) => found(`segment-${n}`).text())).toEqual([
    expect.stringMatching(/待核.*发生→接报.*来源环节/), expect.stringMatching(/5分.*接报→电话报告.*本局/), expect.stringMatching(/23分.*电话→书面.*本局/),
  ])
  expect(found('signing-line').text()).toContain('呈签18:20 · 再请示18:26')
  expect(page.text(), 'the word of the room').toContain('过程留痕')
  expect(page.text(), 'and never this one').not.toContain('证据')
  expect(await violations()).toEqual([])
})

test('1 shows what is read first, 2 everything; 补记 is a quiet label, a name that holds markup is text', async () => {
  await loaded()
  const rows = () => page.findAll('[data-test^="milestone-"]').map((row) => row.text())
  expect(rows()).toHaveLength(3)
  expect(rows()[1]).toMatch(/18:14.*首次电话报告.*接话人<b>张<\/b>.*补记（18:40录入）.*值班员甲.*仅本机/)
  expect(rows()[2]).toMatch(/值班岗位（值班员甲认领）.*18:36:00/)
  await press('2')
  expect(rows()).toHaveLength(4)
  expect(rows()[1]).toContain('来电补充')
  expect(found('milestones-2').attributes('aria-checked')).toBe('true')
  await press('1')
  expect(rows()).toHaveLength(3)
})

test('over midnight each day is named once', async () => {
  desk.answers.timeline = view({}, [milestone('23:50', '来电'), { ...milestone('00:05', '首次电话报告'), at: at('00:05', '13') }])
  await loaded()
  expect(page.findAll('tr.day').map((row) => row.text())).toEqual(['5月12日', '5月13日'])
})

test('C copies the line as it stands', async () => {
  await loaded()
  await press('c')
  expect(copied).toEqual([PROOF])
  expect(found('timeline-said').text()).toBe('已复制')
})

test('P prints unit, incident, line, segments and the list as chosen, who printed it and when; typing times stay here', async () => {
  const print = vi.fn()
  vi.stubGlobal('print', print)
  await loaded()
  expect(found('drafted').text()).toContain('起草18:16–18:30（值班员甲）')
  await press('p')
  expect(print).toHaveBeenCalledTimes(1)
  const text = sheet()?.textContent ?? ''
  for (const part of ['【样例】', '样例县应急管理局', '河东镇火灾', '〔2026〕第018期', PROOF, '发生→接报', '待核', '首次电话报告', '补记（18:40录入）', '打印：值班员乙', '主要节点', '仅本机']) {
    expect(text, part).toContain(part)
  }
  expect(text, 'the year stands on paper').toMatch(/打印：值班员乙\s*2\d{3}年/)
  expect(text, 'typing times never leave this desk').not.toContain('起草')
  expect(text, 'as chosen on screen').not.toContain('来电补充')
  window.dispatchEvent(new Event('afterprint'))
  await settle()
  expect(sheet()).toBeNull()
  await press('2')
  await press('P')
  expect(sheet()?.textContent).toContain('来电补充')
  expect(sheet()?.textContent).toContain('全部节点')
})

test('a real unit is not marked 样例; a drill is marked on screen and on paper', async () => {
  vi.stubGlobal('print', vi.fn())
  desk.answers.timeline = view({ sample: false, drill: true })
  await loaded()
  expect(page.find('.head').text()).toContain('演练')
  await press('p')
  expect(sheet()?.textContent).not.toContain('样例单位')
  expect(sheet()?.textContent).toContain('演练件过程留痕')
})

test('S writes the 留痕文件: done is said, a browser is given the file, a refusal says what to do', async () => {
  await loaded()
  desk.answers.evidence_save = { ticket: null, done: '留痕文件已写好并校验。' }
  await press('s')
  expect(desk.of('evidence_save')).toEqual([{ incident: ID }])
  expect(found('evidence-done').text()).toContain('已写好')
  desk.answers.evidence_save = { ticket: 'T1', done: null }
  await press('S')
  expect(found('evidence-file').attributes('href')).toContain('T1')
  desk.refuse.evidence_save = new Refusal('storage', '磁盘已满，请换一处再存。', [])
  await press('s')
  expect(found('evidence-refused').text()).toContain('请换一处再存')
  expect(await violations()).toEqual([])
})

test('an incident that is not there says so and leads back', async () => {
  desk.refuse.timeline = new Refusal('not_found', '没有这起事件，请回到当班页重新选择。', [])
  await open(`/incident/${ID}/timeline`)
  for (let i = 0; i < 50 && !page.text().includes('没有这起事件'); i++) await new Promise((go) => setImmediate(go))
  await settle()
  expect(page.text()).toContain('没有这起事件')
})

test('the list has the cursor when the page opens, so that it is read by the arrow keys', async () => {
  await loaded()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('节点')
  expect(focused()).toBeUndefined()
})
