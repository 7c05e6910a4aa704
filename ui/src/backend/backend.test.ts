import { afterEach, expect, test, vi } from 'vitest'

import { browserBackend, takeToken } from './browser'
import { Refusal, refusal, UNREACHABLE } from './door'

const answered = (status: number, body: unknown) =>
  vi.fn(() => Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })))
afterEach(() => vi.unstubAllGlobals())

async function asked(status: number, body: unknown): Promise<Refusal> {
  vi.stubGlobal('fetch', answered(status, body))
  return browserBackend()
    .call('desk', null)
    .then(
      () => expect.fail('it answered'),
      (cause: unknown) => cause as Refusal,
    )
}

test('a refusal keeps its code, its sentence and its fields', async () => {
  const fields = [{ field: 'time', message: '看不懂“805”', severity: 'error' as const }]
  const said = await asked(422, { code: 'invalid', message: '时间看不懂', fields })
  expect(said).toBeInstanceOf(Refusal)
  expect([said.code, said.message, said.fields]).toEqual(['invalid', '时间看不懂', fields])
})

test('a refusal without fields has none', () => {
  expect(refusal({ code: 'stale', message: '正文有变化' }).fields).toEqual([])
})

test('a strange session says how to open the page; its own refusals stay as they are', async () => {
  expect((await asked(401, 'no')).message).toContain('请用启动时显示的地址打开值班台')
  expect((await asked(403, { code: 'not_enrolled', message: '先注册' })).code).toBe('not_enrolled')
})

test('no answer at all is said in words, and is no refusal of the program', async () => {
  expect((await asked(500, '<html>')).code).toBe('unreachable')
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))
  await expect(browserBackend().call('desk', null)).rejects.toMatchObject({ code: 'unreachable', message: UNREACHABLE })
  expect(refusal('panic').code).toBe('unreachable')
})

test('a call is a POST of its arguments', async () => {
  const fetch = answered(200, { id: 'x' })
  vi.stubGlobal('fetch', fetch)
  await browserBackend().call('incident', { incident: 'x' })
  expect(fetch).toHaveBeenCalledWith('/call/incident', expect.objectContaining({ method: 'POST', body: '{"incident":"x"}' }))
})

test('the one-time token leaves the address before it is exchanged', async () => {
  window.location.hash = '#token=a%2Fb'
  const ask = vi.fn(() => {
    expect(window.location.hash).not.toContain('token')
    return Promise.resolve(new Response())
  })
  await takeToken(window.location, window.history, ask)
  expect(ask).toHaveBeenCalledWith('/session', expect.objectContaining({ body: '{"token":"a/b"}' }))
  await takeToken(window.location, window.history, ask)
  expect(ask).toHaveBeenCalledOnce()
})
