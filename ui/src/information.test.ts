import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type InformationRow } from './backend'
import { ID, NOW } from './desk.mock'
import './rooms/information/InformationList.vue'
import './rooms/information/InformationRoom.vue'
import { at, begin, desk, finish, focused, found, open, page, press, settle, typed, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const row = (rest: Partial<InformationRow> = {}): InformationRow => ({ id: ID, what: 'work', title: '值班安排', from: null, by: null, state: 'received', at: NOW, attachments: 2, ...rest })
/** The page is loaded when it is asked for. */
async function loaded(test: string): Promise<void> {
  for (let i = 0; i < 50 && !found(test).exists(); i++) await new Promise((go) => setImmediate(go))
  await settle()
}
async function editor(): Promise<void> {
  await open(`/information/${ID}`)
  await loaded('information-editor')
}
const write = async (test: string, text: string): Promise<void> => {
  await found(test).setValue(text)
  await settle()
}
const incident = ['文中写了“发生火灾”，是已经发生的事，请按突发事件报送']

test('an empty room says what to do; F4 lays out a page with the cursor in the title', async () => {
  await open('/')
  await found('rail-information').trigger('click')
  await loaded('information-list')
  expect(page.text()).toContain('按F4写一份工作信息，可带附件；一日无事按F8报零报告')
  expect(found('zero-hours').text()).toContain('本局内控（出处待核）')
  expect(page.text()).toContain('不得存储、处理、传输国家秘密')
  await press('F4')
  await loaded('information-editor')
  expect(focused()).toBe('information-title')
  expect(found('rail-information').classes()).toContain('on')
  expect(await violations()).toEqual([])
})

test('lines say what they are and where they stand, without the number of reports that wait; a digit opens one', async () => {
  desk.informationList.rows = [row({ state: 'saved_here' }), row({ title: '', what: 'zero_report', state: 'drafting', attachments: 0 }), row({ from: '990122' })]
  desk.instead.desk = { link: { online: false, waiting: 3, waiting_reports: 3, attention: 0, trouble: null, carrying: null } }
  await open('/information')
  await loaded('information-0')
  expect(found('information-0').text()).toMatch(/值班安排.*工作信息.*附件2个.*已保存本机（待发）/)
  expect(found('information-1').text()).toMatch(/未写标题.*零报告.*起草中/)
  expect(found('information-2').text()).toContain('下级单位990122报来')
  await press('1')
  await loaded('information-editor')
  expect(desk.of('information').at(-1)).toEqual({ information: ID })
})

test('what is typed is kept within 300 ms and never replaced by an older answer', async () => {
  await editor()
  await write('information-title', '防汛会议')
  await settle(200)
  expect(desk.of('information_save').at(-1)).toEqual({ information: ID, author: 'desk', title: '防汛会议', body: '' })
  await press('Enter')
  expect(focused()).toBe('information-body')
  const release = desk.hold('information_save')
  await write('information-body', '一')
  await settle(200)
  await write('information-body', '一二')
  release()
  await settle(400)
  expect(typed('information-body')).toBe('一二')
  expect(desk.of('information_save').at(-1)).toMatchObject({ body: '一二' })
  expect(found('information-kept').text()).toBe('草稿18:31:42已存本机')
})

test('Ctrl+Enter sends what stands on screen; then it is shown as it went and cannot be written in', async () => {
  await editor()
  await write('information-title', '防汛会议')
  await press('Enter', { ctrlKey: true, isComposing: true })
  expect(desk.of('information_send')).toEqual([])
  await press('Enter', { ctrlKey: true })
  await settle()
  expect(desk.of('information_send')).toEqual([{ information: ID, title: '防汛会议', body: '', reason: '' }])
  expect(found('information-sent').text()).toContain('已保存本机（待发）')
  expect(found('information-title').exists()).toBe(false)
  expect(await violations()).toEqual([])
})

test('what reads as an incident says why beside the text; F7 carries it over', async () => {
  desk.information = { ...desk.information, title: '情况', body: '发生火灾', reads_as_incident: incident }
  await editor()
  expect(found('reads-as-incident').text()).toContain('“发生火灾”')
  expect(found('reads-as-incident').text()).toContain('灾害事故信息通过突发事件报送')
  desk.refuse.information_send = new Refusal('invalid', '缺', [{ field: 'reason', message: '写一句理由再报送', severity: 'error' }])
  await press('Enter', { ctrlKey: true })
  await settle()
  expect(focused()).toBe('information-reason')
  expect(page.text()).toContain('写一句理由再报送')
  delete desk.refuse.information_send
  await press('F7')
  await settle()
  expect(desk.of('information_to_incident')).toEqual([{ information: ID }])
  expect(found('incident').exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('a draft that was made an incident leads there: F7 opens that one and makes no other', async () => {
  desk.information = { ...desk.information, title: '情况', body: '发生火灾', reads_as_incident: incident, incident: ID }
  await editor()
  expect(found('reads-as-incident').text()).toContain('已转突发事件')
  expect(found('reads-as-incident').text()).not.toContain('改按突发事件报送')
  expect(found('to-incident').attributes('href')).toBe(`/incident/${ID}`)
  await press('F7')
  await settle()
  expect(desk.of('information_to_incident')).toEqual([])
  expect(found('incident').exists()).toBe(true)
})

test('the incident of a draft is told also where its words read as none any more', async () => {
  await editor()
  expect(found('reads-as-incident').exists()).toBe(false)
  desk.information = { ...desk.information, incident: ID }
  desk.tell(null)
  await settle()
  expect(found('reads-as-incident').text()).toContain('已转突发事件')
  expect(found('information-reason').exists()).toBe(false)
  expect(found('to-incident').attributes('href')).toBe(`/incident/${ID}`)
  expect(await violations()).toEqual([])
})

test('a reason in one line and Enter sends it all the same', async () => {
  desk.information = { ...desk.information, title: '情况', body: '发生火灾', reads_as_incident: incident }
  await editor()
  await write('information-reason', '去年案例')
  await at('information-reason')
  await press('Enter')
  await settle()
  expect(desk.of('information_send').at(-1)).toMatchObject({ reason: '去年案例' })
})

test('F4 takes a file by its ticket; its name is text, and where it lies is said honestly', async () => {
  await editor()
  await press('F4')
  await settle()
  expect(desk.of('attachment_add')).toEqual([{ information: ID }])
  const input = found('attachment-file').element as HTMLInputElement
  const file = new File(['x'], '<b>一.txt')
  Object.defineProperty(input, 'files', { value: [file] })
  desk.information.attachments = [{ digest: 'aa', name: '<b>一.txt', size: '1字节', trouble: null, waits: false }, { digest: 'bb', name: '二.txt', size: '1字节', trouble: '附件文件已损坏，请重新选择原文件附上', waits: false }]
  await found('attachment-file').trigger('change')
  await settle()
  expect(desk.sent).toEqual([{ ticket: 't2', file }])
  expect(found('attachments-words').text()).toBe('附件2个，1个存在本机')
  expect(found('attachments-reach').text()).toBe('有附件不能上传')
  expect(found('attachment-0').text()).toContain('<b>一.txt')
  expect(found('attachment-0').find('b').exists()).toBe(false)
  expect(found('attachment-1').text()).toContain('已损坏')
  await found('attachment-off-1').trigger('click')
  await settle()
  expect(desk.of('attachment_take_off')).toEqual([{ information: ID, attachment: 'bb' }])
  expect(await violations()).toEqual([])
})

test('of attachments nothing is said that is not so: not where they lie, not that the superior has them', async () => {
  const file = (digest: string, trouble: string | null = null, waits = false) => ({ digest, name: `${digest}.txt`, size: '1字节', trouble, waits })
  desk.information.attachments = [file('aa'), file('bb')]
  await editor()
  expect(found('attachments-words').text()).toBe('附件2个，已存本机')
  expect(found('attachments-reach').text()).toBe('正文先报，附件随后上传')
  desk.information = { ...desk.information, title: '防汛会议', sent_at: NOW, saved_at: null, state: 'received', receipt: { received_at: NOW, position: '7' }, attachments: [file('aa', null, true), file('bb'), file('cc', '不在本机')] }
  desk.tell(null)
  await settle()
  expect(found('information-receipt').text()).toMatch(/收到标题和正文，附件待上传$/)
  expect(found('attachments-words').text()).toBe('附件3个，2个存在本机，1个待上传')
  expect(found('attachments-reach').text()).toBe('附件未到齐')
  expect(found('attachment-0').text()).toContain('待上传')
  expect(found('attachment-1').text()).not.toContain('待上传')
  desk.information.attachments = [file('aa'), file('bb')]
  desk.tell(null)
  await settle()
  expect(found('attachments-words').text()).toBe('附件2个，已存本机，已上传')
  expect(found('information-receipt').text()).toMatch(/收到$/)
  desk.information = { ...desk.information, from: '990122', attachments: [file('aa', '报送单位尚未传到，传到后自动取到本机')] }
  desk.tell(null)
  await settle()
  expect(found('attachments-words').text()).toBe('附件1个')
  expect(found('attachments-reach').text()).toBe('附件未到齐')
  expect(await violations()).toEqual([])
})

test('a 零报告 that would not be true lists what stands in the way; one that is true waits for Enter', async () => {
  desk.refuse.zero_report_begin = new Refusal('invalid', '不能报“未发生”。', [{ field: 'journal', message: '5月12日6时10分河东镇火灾（已报送）', severity: 'error' }])
  await open('/information')
  await loaded('information-list')
  await press('F8')
  expect(found('information-trouble').text()).toContain('不能报“未发生”')
  expect(found('journal').text()).toContain('河东镇火灾（已报送）')
  delete desk.refuse.zero_report_begin
  desk.information = { ...desk.information, what: 'zero_report', period: '5月11日8时至12日8时', title: '零报告', body: '未发生' }
  await press('F8')
  await loaded('information-editor')
  expect(focused()).toBe('information-send')
  expect(found('information-period').text()).toContain('5月11日8时至12日8时')
})

test('Shift+F7 asks once more where something was written', async () => {
  desk.information = { ...desk.information, title: '防汛会议' }
  await editor()
  await press('F7', { shiftKey: true })
  expect(found('information-sure').text()).toContain('不能找回')
  expect(desk.of('information_discard')).toEqual([])
  await press('F7', { shiftKey: true })
  await settle()
  expect(desk.of('information_discard')).toEqual([{ information: ID }])
  expect(found('information-list').exists()).toBe(true)
})
