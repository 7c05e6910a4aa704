import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { type WireRow } from './backend'
import { NOW } from './desk.mock'
import { begin, desk, finish, found, open, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const row = (rest: Partial<WireRow> = {}): WireRow => ({ at: NOW, what: '校时', entries: [], sent: '', received: '312字节', took: '0.2秒', came_of: '已应答', well: true, ...rest })

test('before anything went over the wire the settings say what will be written there', async () => {
  await open('/settings')
  expect(found('wire-log').exists()).toBe(false)
  expect(found('wire-log-empty').text()).toMatch(/还没有往来.*列在这里/)
  expect(await violations()).toEqual([])
})

test('an inquiry sees what was sent, when, how much, and what came of it', async () => {
  desk.wire = [
    row({ what: '报送2条', entries: ['报告…9f3c21aa', '签发…01ab23cd'], sent: '2KB', came_of: '回执2条' }),
    row({ what: '收取', came_of: '连不上', well: false, received: '' }),
  ]
  await open('/settings')
  expect(found('wire-log').text()).toMatch(/18:31:42\s*报送2条\s*报告…9f3c21aa、签发…01ab23cd\s*2KB\s*312字节\s*0\.2秒\s*回执2条/)
  expect(found('wire-log').text()).toMatch(/收取\s*－\s*－\s*0\.2秒\s*! 连不上/)
  expect(found('wire-log').attributes('tabindex')).toBe('0')
  expect(await violations()).toEqual([])
})

test('a long list of what was sent is folded, and a line of an earlier day says which', async () => {
  const entries = ['来电…00000001', '来电…00000002', '来电…00000003', '来电…00000004']
  desk.wire = [row({ at: '2026-05-11T10:31:42Z', what: '报送4条', entries })]
  await open('/settings')
  expect(found('wire-log').text()).toContain('5月11日18:31:42')
  expect(found('wire-log').find('details').text()).toContain(entries.join('、'))
  expect(found('wire-log').find('details').attributes('open')).toBeUndefined()
})

test('the log is asked again while it is looked at', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  await open('/settings')
  desk.wire = [row()]
  await settle(5_100)
  expect(found('wire-log').text()).toContain('校时')
})
