import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type FramesRead, type MadePacket, type PacketView, type TakenPacket } from './backend'
import { ID, NOW } from './desk.mock'
import { at, begin, desk, finish, focused, found, open, press, settle, typed, violations } from './stage.mock'

const WARNING = '仅限同一网络之间使用；跨网请走本单位批准的介质，记录审批人。'
const MADE: MadePacket = { packet: '9f3c21aa00000000', to: '样例市应急管理局', kinds: [{ what: '报告', count: 1 }], entries: 1, made_at: NOW, approved_by: '带班领导', size: '6KB', frames: 12, no_frames: '' }
const TAKEN: TakenPacket = { from: '样例县应急管理局', made_at: NOW, approved_by: '带班领导', new: 1, known: 0, kinds: [{ what: '报告', count: 1 }], incidents: [{ incident: ID, ours: false, name: '河东镇火灾', reports: ['首报'] }], said: '已收入样例县应急管理局的离线包：新收1条。' }
const view = (rest: Partial<PacketView> = {}): PacketView => ({ unit: '样例县应急管理局', superiors: [{ code: '990100', name: '样例市应急管理局' }], waiting: 3, warning: WARNING, made: null, taken: null, ...rest })
const read = (rest: Partial<FramesRead> = {}): FramesRead => ({ packets: [], left: [], last_line: '', taken: null, ...rest })

beforeEach(() => {
  begin()
  desk.answers.packet = view()
  desk.answers.packet_frame = { number: 1, count: 12, side: 81, path: 'M4 4h7v1h-7z' }
})
afterEach(finish)

test('the words are read and somebody approved before a packet leaves the desk', async () => {
  await open('/packet')
  expect(found('packet-warning').text()).toBe(WARNING)
  expect(await violations()).toEqual([])
  desk.refuse.packet_make = new Refusal('invalid', '请填写审批人姓名、职务。', [{ field: 'approved_by', message: '请填写审批人姓名、职务。', severity: 'error' }])
  await found('packet-make').trigger('click')
  await settle()
  expect(focused()).toBe('packet-approved_by')
  expect(document.body.textContent).toContain('请填写审批人姓名、职务。')
  desk.refuse = {}
  desk.answers.packet_make = view({ made: MADE })
  await found('packet-approved_by').setValue('带班领导')
  await press('Enter')
  expect(desk.of('packet_make').at(-1)).toEqual({ to: { is: 'superior', unit: '990100' }, since: '', approved_by: '带班领导' })
  expect(found('packet-made').text()).toMatch(/给样例市应急管理局.*报告1条.*审批人带班领导/)
})

test('codes follow each other by themselves until somebody holds one, and digits go to one', async () => {
  desk.answers.packet = view({ made: MADE })
  await open('/packet')
  await press('q')
  expect(found('packet-code').attributes('viewBox')).toBe('0 0 81 81')
  const asked = () => desk.of('packet_frame').at(-1)?.number
  expect(asked()).toBe(1)
  await settle(1_250)
  expect(asked()).toBe(2)
  await press(' ')
  await settle(5_000)
  expect(asked(), 'held').toBe(2)
  await press('ArrowLeft')
  await press('ArrowLeft')
  expect(asked(), 'round to the last').toBe(12)
  await press('1')
  await press('1')
  expect(asked(), 'the eleventh').toBe(11)
  await press('Escape')
  expect(found('packet-code').exists()).toBe(false)
})

test('a code is drawn as an outline and never as markup', async () => {
  desk.answers.packet = view({ made: MADE })
  desk.answers.packet_frame = { number: 1, count: 12, side: 81, path: '"/><img src=x onerror=alert(1)>' }
  await open('/packet')
  await press('q')
  expect(found('packet-codes').find('img').exists()).toBe(false)
  expect(found('packet-code').find('path').attributes('d')).toContain('<img')
})

test('a scanner types line after line and is told what is missing, then what came', async () => {
  await open('/packet')
  desk.answers.packet_read = read({ packets: [{ of: 'A', read: 1, count: 3, missing: '还差第2、3幅', trouble: '' }], left: ['ZB1A'] })
  await at('packet-scan')
  await found('packet-scan').setValue('ZB1A')
  await press('Enter')
  expect(typed('packet-scan')).toBe('')
  expect(found('packet-progress').text()).toMatch(/已扫 1 \/ 3 幅.*还差第2、3幅/)
  desk.answers.packet_read = read({ taken: TAKEN })
  desk.answers.packet = view({ taken: TAKEN })
  await found('packet-scan').setValue('ZB1B\nZB1C\n')
  await settle()
  expect(desk.of('packet_read').at(-1)).toEqual({ lines: ['ZB1A', 'ZB1B', 'ZB1C'] })
  expect(found('packet-taken').text()).toMatch(/新收1条.*河东镇火灾.*首报/)
  expect(found('packet-scan-clear').exists()).toBe(false)
  expect(await violations()).toEqual([])
})

test('a file that is refused says what to do', async () => {
  await open('/packet')
  desk.refuse.packet_choose = new Refusal('invalid', '这不是离线包。', [])
  await found('packet-choose').trigger('click')
  await settle()
  expect(found('packet-file-refused').text()).toBe('这不是离线包。')
})
