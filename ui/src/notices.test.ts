import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type NoticeView, type PartnerRow, type Shared } from './backend'
import { ID } from './desk.mock'
import { leadWords } from './rooms/incident/notices'
import { begin, desk, finish, focused, found, open, page, press, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const partner = (id: string, name: string, rest: Partial<PartnerRow> = {}): PartnerRow => ({ id, name, phone: null, untold: false, called_at: null, ...rest })
const PARTNERS = [
  partner('police', '公安（110）、交警', { untold: true, phone: '0000-0000110' }),
  partner('fire_rescue', '消防（119）', { called_at: '2026-05-12T10:09:00Z' }),
  ...Array.from({ length: 9 }, (_, index) => partner(`p${index}`, `单位${index}`)),
  partner('health', '卫健、急救（120）', { untold: true }),
  partner('neighbour', '毗邻县值班室'),
]
const row = (rest: Partial<Shared> = {}): Shared => ({
  partner: 'fire_rescue', name: '县消防救援大队', way: 'told_us', knew_at: null, at: '2026-05-12T10:09:00Z', person: '王某', words: '仓库起火', by: 'call', lead_minutes: null, ...rest,
})
const view = (rest: Partial<NoticeView> = {}): NoticeView => ({ incident: ID, rows: [row()], partners: PARTNERS, sent: [], neighbours: [], notice: { title: '关于火灾的通报', body: '请关注。' }, ...rest })
const word = (test: string) => found(test).text()

async function panel(rest: Partial<NoticeView> = {}): Promise<void> {
  desk.notices = view(rest)
  await open(`/incident/${ID}`)
  ;(found('calls-column').element as HTMLElement).focus()
  await press('F5')
}

test('whom to tell comes first; digits choose, Enter goes on, and nothing that was not asked is sent', async () => {
  await panel()
  expect(word('untold')).toBe('尚未通报：公安（110）、交警；卫健、急救（120）')
  expect([word('partner-1'), word('partner-2'), word('partner-3')]).toEqual(['1公安（110）、交警', '2卫健、急救（120）', '3消防（119）'])
  await press('1')
  expect(word('notice-whom')).toContain('0000-0000110')
  await press('Enter')
  expect(found('notice-knew').exists()).toBe(false)
  expect(focused()).toBe('notice-time')
  await found('notice-time').setValue('1820')
  await press('Enter')
  await found('notice-person').setValue('李某')
  await press('Enter', { isComposing: true })
  expect(focused()).toBe('notice-person')
  await press('Enter')
  await press('Enter')
  expect(desk.of('notice_log')).toEqual([{ incident: ID, partner: 'police', name: '', way: 'we_told', time: '1820', knew: '', person: '李某', words: '' }])
  expect(word('notice-said')).toBe('已登记：公安（110）、交警，我局通报')
  expect(found('partner-1').exists()).toBe(true)
})

test('of a call that is on record only what it did not say is asked', async () => {
  await panel()
  await press('3')
  await press('Enter')
  expect(found('notice-time').attributes('placeholder')).toBe('不填为来电时间')
  await found('notice-knew').setValue('1805')
  for (let i = 0; i < 4; i++) await press('Enter')
  expect(desk.of('notice_log')).toEqual([{ incident: ID, partner: 'fire_rescue', name: '', way: 'told_us', time: '', knew: '1805', person: '', words: '' }])
})

test('more than nine: 0 shows the others, and anybody else has a name', async () => {
  await panel()
  await press('0')
  expect(page.findAll('[data-test^="partner-"]').map((one) => one.text())).toEqual(['1单位6', '2单位7', '3单位8', '4毗邻县值班室', '5其他单位', '返回0'])
  await press('5')
  await press('2')
  expect(focused()).toBe('notice-name')
  desk.refuse.notice_log = new Refusal('invalid', '请补', [{ field: 'name', message: '请填写是哪个单位。', severity: 'error' }])
  for (let i = 0; i < 4; i++) await press('Enter')
  expect(found('notice-panel').text()).toContain('请填写是哪个单位。')
  expect(focused()).toBe('notice-name')
  await press('Escape')
  await press('Escape')
  expect(found('partner-1').exists()).toBe(true)
  await press('Escape')
  expect(found('notice-panel').exists()).toBe(false)
})

test('what is on record stands there, in neutral words', async () => {
  await panel({ rows: [row(), row({ by: 'noted', knew_at: '2026-05-12T09:57:00Z', lead_minutes: 12 })] })
  expect(word('notices')).toContain('告知我局')
  expect(word('notices')).toContain('来电　仓库起火')
  expect(word('lead')).toBe('部门先知17:57，至我局接报12分钟')
  expect(leadWords(row({ knew_at: '2026-05-12T10:10:00Z' }))).toBe('部门得知18:10')
  expect(page.text()).not.toMatch(/迟|拖延|延误/)
  expect(await violations()).toEqual([])
})

test('毗邻通报: B shows the text, digits tick the neighbours, Enter sends what was seen', async () => {
  await panel({ neighbours: [{ code: '2', name: '邻例县应急管理局' }, { code: '3', name: '南例县应急管理局' }] })
  await press('b')
  expect(word('peer-text')).toContain('请关注。')
  await press('Enter')
  expect(word('peer-trouble')).toContain('请按数字选择')
  expect(desk.of('peer_notice_send')).toEqual([])
  await press('2')
  await press('1')
  await press('1')
  await press('Enter')
  expect(desk.of('peer_notice_send')).toEqual([{ incident: ID, units: ['3'], title: '关于火灾的通报', body: '请关注。' }])
  expect(word('notice-said')).toBe('毗邻通报已发：南例县应急管理局')
})

test('a text that changed meanwhile is shown anew and does not go', async () => {
  await panel({ neighbours: [{ code: '2', name: '邻例县应急管理局' }] })
  await press('B')
  desk.refuse.peer_notice_send = new Refusal('stale', '内容已变化，请看一眼再发。', [])
  desk.notices = view({ neighbours: desk.notices.neighbours, notice: { title: '新', body: '人数有变。' } })
  await press('Enter')
  expect(word('peer-trouble')).toBe('内容已变化，请看一眼再发。')
  expect(word('peer-text')).toContain('人数有变。')
})

test('without a neighbour on this software the phone is named; who confirmed stands with the time', async () => {
  await panel({
    sent: [{ id: 'e', at: '2026-05-12T10:10:00Z', title: 't', body: 'b', received_at: null, to: [{ unit: '邻例县应急管理局', signed: { unit: '邻例县应急管理局', by: '值班员乙', at: '2026-05-12T10:14:00Z' } }, { unit: '南例县应急管理局', signed: null }] }],
  })
  expect(word('peers-sent')).toContain('待发')
  expect(word('peers-sent')).toContain('值班员乙18:14确认收到')
  expect(word('peers-sent')).toContain('南例县应急管理局：未确认收到')
  await press('b')
  expect(word('no-neighbours')).toContain('请电话通报')
})
