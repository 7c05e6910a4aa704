import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Refusal, type PeerCame, type PeerNoticeView } from './backend'
import { ID, NOW } from './desk.mock'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const came = (rest: Partial<PeerCame> = {}): PeerCame => ({ id: 'e1', from: '样例县应急管理局', title: '关于火灾的通报', body: '<b>河东镇</b>发生火灾。\n请关注。', phone: '', at: NOW, signed: null, ...rest })
const view = (all: PeerCame[], officer = ''): PeerNoticeView => ({ incident: ID, came: all, officer })

test('the to-do leads to the page; the text stands there as text; it is taken by name', async () => {
  desk.officers = [{ id: 'o1', name: '王某', post: '值班员', phone: '', left: false }]
  desk.todos = [{ what: '毗邻通报', detail: '样例县应急管理局：关于火灾的通报，请确认收到', urgent: true, tone: 'calm', incident: null, call: null, levels: null, signs: false, peer: ID, due_at: null, basis: 'internal' }]
  desk.answers.peer_notices = view([came()])
  await open('/')
  await found(`todo-peer-${ID}`).trigger('click')
  await vi.dynamicImportSettled()
  await settle()
  expect(found('peer-came').text()).toContain('<b>河东镇</b>发生火灾。')
  expect(focused()).toBe('peer-by')
  await press('Enter')
  expect(found('peer').text()).toContain('请填写谁收到的')
  expect(desk.of('acknowledge')).toEqual([])
  await press('1')
  expect((found('peer-by').element as HTMLInputElement).value).toBe('王某')
  desk.answers.peer_notices = view([came({ signed: { unit: '邻例县应急管理局', by: '王某', at: NOW } })])
  await press('Enter')
  expect(desk.of('acknowledge')).toEqual([{ incident: ID, entry: 'e1', by: '王某' }])
  expect(found('peer-signed').text()).toContain('王某18:31确认收到')
  expect(found('peer-said').text()).toBe('已确认收到，样例县应急管理局会看到')
  expect(await violations()).toEqual([])
})

test('whoever signed in takes it with one key; a refusal is said at the field; Esc leads back', async () => {
  desk.answers.peer_notices = view([came({ signed: { unit: '', by: '甲', at: NOW } }), came({ id: 'e2' })], '值班员乙')
  desk.refuse.acknowledge = new Refusal('not_now', '本局已经签收，不必再签。')
  await open(`/peer/${ID}`)
  await press('Enter')
  expect(desk.of('acknowledge')).toEqual([{ incident: ID, entry: 'e2', by: '值班员乙' }])
  expect(found('peer').text()).toContain('本局已经签收')
  await press('Escape')
  expect(page.find('[data-test="todos"]').exists()).toBe(true)
})
