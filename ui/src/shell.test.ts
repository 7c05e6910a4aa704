import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type Pressing } from './backend'
import { ID, NOW } from './desk.mock'
import { clock } from './levels.mock'
import { begin, desk, finish, found, open, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const alarm = (words: string) => ({ incident: ID, rule: 'r', step: words, words, rang_at: NOW, late: true, tone: 'near' as Pressing, silent: true, next: 'write' as const })

test('the newest alarm stands above everything until somebody says that it was seen', async () => {
  desk.alarms = [alarm('首报还有5分钟'), alarm('首报还有10分钟')]
  desk.soundTrouble = '没有声音设备'
  await open('/')
  expect(found('alarm-banner').text()).toMatch(/首报还有5分钟.*迟到提醒.*无声.*另有1条/)
  expect(found('sound-trouble').attributes('title')).toBe('没有声音设备')
  await found('alarm-seen').trigger('click')
  await settle()
  expect(desk.of('alarm_acknowledge')).toEqual([{ incident: ID, rule: 'r', step: '首报还有5分钟' }])
  expect(found('alarm-banner').text()).toContain('首报还有10分钟')
  await found('alarm-next').trigger('click')
  await settle()
  expect(found('incident').exists()).toBe(true)
})

test('an alarm is red once what others set is overdue and amber until then, and a to-do that only stands first is neither', async () => {
  desk.alarms = [{ ...alarm('系统报送首报时限已到，规定18:44'), tone: 'late' }, alarm('首报还有2分钟')]
  const todo = { detail: '', urgent: true, incident: ID, call: null, levels: null, peer: null, signs: false, due_at: null, basis: 'internal' as const }
  desk.todos = [{ ...todo, what: '报告未发出', tone: 'late' }, { ...todo, what: '告知更正', tone: 'calm' }, { ...todo, what: '补签', tone: 'near', due_at: '2026-05-12T11:00:00Z' }]
  await open('/')
  expect(found('alarm-banner').classes()).toContain('late')
  await found('alarm-seen').trigger('click')
  await settle()
  expect(found('alarm-banner').classes()).toContain('near')
  const red = found('todos').findAll('.late').map((one) => one.text())
  expect(red, 'red is unsent, not whatever comes first').toEqual(['! 报告未发出'])
  expect(found('todos').text(), 'the sign says what comes first').toContain('! 告知更正')
  expect(found('todos').findAll('.near').map((one) => one.text()), 'and what is near is amber').toHaveLength(1)
})

test('what is due at once never hides the first report: near, past and overdue are what the first row and the top bar say', async () => {
  const promptly = clock({ rule: 'H6-social', what: '直接报告省厅', basis: 'prescribed', origin_at: '2026-05-12T10:09:00Z', near_at: '2026-05-12T10:24:00Z' })
  const limit = (rest: object) => clock({ rule: 'N0', what: '系统报送首报', basis: 'internal', state: 'past_internal', due_at: '2026-05-12T10:25:00Z', near_at: '2026-05-12T10:15:00Z', ...rest })
  const row = { incident: ID, name: '河东镇火灾', deadline: limit({}), prescribed: limit({ rule: 'N1', basis: 'prescribed', state: 'overdue', due_at: '2026-05-12T10:30:00Z' }), also: promptly, others: 0, gaps: 0, next: 'write' as const }
  desk.instead.desk = { clocks: [row] }
  await open('/')
  expect(found('nearest').text(), 'the top bar').toMatch(/超时\s*01:4/)
  expect(found('clock-0').classes()).toContain('late')
  expect(found('clock-0').text()).toMatch(/超时\s*01:4/)
  expect(found('clock-also-0').text(), 'what is due at once is the second line').toMatch(/直接报告省厅　及时·已过22:4/)
  expect(found('clock-also-0').classes(), 'and is not calm once it should have been done').toContain('near')
  expect(await violations()).toEqual([])
})

test('before a limit is near, what is due at once leads and the limit stands beside it', async () => {
  const row = { incident: ID, name: '河东镇火灾', deadline: clock(), prescribed: null, also: clock({ rule: 'N0', what: '系统报送首报', basis: 'internal', state: 'running', due_at: '2026-05-12T10:50:00Z', near_at: '2026-05-12T10:40:00Z' }), others: 0, gaps: 0, next: 'phone' as const }
  desk.instead.desk = { clocks: [row] }
  await open('/')
  expect(found('nearest').text()).toContain('及时')
  expect(found('clock-also-0').text()).toMatch(/系统报送首报　内控18:50　18:1/)
  expect(found('clock-also-0').classes()).toContain('calm')
})

test('what waits is listed with its reason and can be sent at once', async () => {
  desk.waiting = [{ entry: 'e', what: '首报', name: '河东镇火灾', by: '值班岗位', incident: ID, since: NOW, attempts: 3, next_at: '2099-01-01T00:00:00Z', trouble: '连不上上级节点', attention: false }]
  await open('/')
  await found('waiting-open').trigger('click')
  await settle()
  expect(found('waiting-panel').text()).toMatch(/首报.*河东镇火灾.*连不上上级节点/)
  await found('send-now').trigger('click')
  expect(desk.of('send_now')).toHaveLength(1)
  expect(await violations()).toEqual([])
})

test('a file on its way is what waits: how much, how fast and how long still', async () => {
  desk.instead.desk = { link: { online: true, waiting: 0, waiting_reports: 0, attention: 0, trouble: null, carrying: '附件上传：4MB，共20MB，每秒64KB，约剩5分钟' } }
  await open('/')
  await found('waiting-open').trigger('click')
  await settle()
  expect(found('carrying').text()).toBe('附件上传：4MB，共20MB，每秒64KB，约剩5分钟')
  expect(found('waiting-panel').text()).not.toContain('没有待发')
  expect(await violations()).toEqual([])
})

test('Esc closes what waits', async () => {
  await open('/')
  await found('waiting-open').trigger('click')
  await settle()
  await press('Escape')
  expect(found('waiting-panel').exists()).toBe(false)
})

test('the host goes and comes back: what was typed stays, is said to stay, and is saved', async () => {
  await open(`/incident/${ID}`)
  const gone = new Refusal('unreachable', '没有应答')
  desk.refuse = { desk: gone, draft_save: gone, incident: gone }
  await found('field-town').setValue('河东镇')
  await settle(250)
  expect(found('host-lost').text()).toContain('已填内容仍在')
  const before = desk.of('desk').length
  await settle(3_100)
  expect(desk.of('desk').length - before).toBeGreaterThanOrEqual(3)
  expect((found('field-town').element as HTMLInputElement).value).toBe('河东镇')
  desk.refuse = {}
  const incidents = desk.of('incident').length
  await settle(1_100)
  expect(found('host-lost').exists()).toBe(false)
  expect(desk.draft.town).toBe('河东镇')
  expect(desk.of('incident').length).toBeGreaterThan(incidents)
})

test('a page that the host does not know is told how to be opened', async () => {
  await open('/')
  desk.refuse.call_open = new Refusal('stranger', '请用启动时显示的地址打开值班台。')
  await press('F2')
  expect(found('host-stranger').text()).toContain('请用启动时显示的地址打开值班台')
})
