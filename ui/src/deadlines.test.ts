import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type Deadline } from './backend'
import { ID, NOW } from './desk.mock'
import { begin, desk, finish, focused, found, open, press, settle, violations } from './stage.mock'
import { countdown } from './time/countdown'

beforeEach(begin)
afterEach(finish)

const deadline = (rest: Partial<Deadline> = {}): Deadline => ({
  rule: 'N1', what: '系统报送首报', basis: 'prescribed', origin: 'first_reported', origin_at: NOW, known_at: null, due_at: '2099-05-12T11:00:00Z',
  near_at: null, remind_at: null, done_at: null, state: 'running', why: '18:14电话报市局起30分钟', cite: '通报第二条', verified: true, by_tick: false, beside_one_born_past: false, ...rest,
})
async function shown(...deadlines: Deadline[]): Promise<void> {
  desk.instead.composed = { deadlines }
  await open(`/incident/${ID}`)
  await found('deadlines').trigger('click')
  await settle()
}
const TICKED = deadline({ rule: 'D1@2026-05-12T17:00', what: '灾情系统录入', by_tick: true })

test('a duty without a record of its own is ticked: a time or now, and a line', async () => {
  await shown(TICKED, deadline())
  expect(found('tick-N1').exists()).toBe(false)
  await found('tick-D1@2026-05-12T17:00').trigger('click')
  await settle()
  expect(focused()).toBe('deadline-time')
  await press('Enter')
  expect(focused()).toBe('deadline-note')
  await found('deadline-note').setValue('编号17')
  desk.refuse.duty_tick = new Refusal('invalid', '看不懂', [{ field: 'time', message: '看不懂“805”', severity: 'error' }])
  await press('Enter')
  expect(focused()).toBe('deadline-time')
  expect(found('deadline-form').text()).toContain('看不懂“805”')
  desk.refuse = {}
  desk.instead.composed = { deadlines: [{ ...TICKED, done_at: NOW, state: 'met' }] }
  await found('deadline-give').trigger('click')
  await settle()
  expect(desk.of('duty_tick').at(-1)).toEqual({ incident: ID, rule: 'D1@2026-05-12T17:00', time: '', note: '编号17' })
  expect(found('deadline-form').exists()).toBe(false)
  expect(found('deadlines-closed').text()).toContain('按时办结')
})

test('what a superior asked for can be put off by a superior; a prescribed limit is only annotated, and that is said', async () => {
  await shown(deadline({ rule: 'S1', basis: 'superior' }), deadline(), deadline({ rule: 'I1', basis: 'internal' }))
  expect(found('extend-S1').classes()).not.toContain('plain')
  expect(found('extend-N1').classes()).toContain('plain')
  await found('extend-N1').trigger('click')
  await settle()
  expect(found('deadline-stays').text()).toBe('规定时限不能延，只作说明。')
  await press('Escape')
  expect(focused()).toBe('extend-N1')
  await found('extend-I1').trigger('click')
  await settle()
  expect(found('deadline-stays').text()).toContain('内控时限不变')
  await press('Escape')
  await found('extend-S1').trigger('click')
  await settle()
  expect(found('deadline-stays').exists()).toBe(false)
  expect(focused()).toBe('deadline-by')
  await found('deadline-by').setValue('市局李某')
  await found('deadline-until').setValue('1930')
  await found('deadline-give').trigger('click')
  await settle()
  expect(desk.of('extension_grant')).toEqual([{ incident: ID, rule: 'S1', by: '市局李某', until: '1930' }])
  expect(await violations()).toEqual([])
})

test('what is open comes first; what stands and what is behind come after it, folded where it is much', async () => {
  const closed = Array.from({ length: 7 }, (_, index) => deadline({ rule: `E${index}`, state: 'ended', why: '已终止（经核实不属实18:22）', due_at: '2020-01-01T00:00:00Z' }))
  await shown(
    deadline({ rule: 'W7', state: 'tracking', what: '7日内伤亡变化' }),
    deadline({ rule: 'B1', state: 'born_past', known_at: NOW, due_at: '2020-01-01T00:00:00Z' }),
    ...closed,
    deadline(),
  )
  expect(found('deadlines').text()).toBe('时限1')
  expect(found('deadlines-standing').text()).toMatch(/跟踪期.*7日内伤亡变化.*18:31知悉/)
  expect(found('extend-W7').exists()).toBe(false)
  expect((found('deadlines-closed').element as HTMLDetailsElement).open).toBe(false)
  expect(found('deadlines-closed').find('summary').text()).toBe('已办、已终止7')
  expect(found('deadline-E0').text()).toContain('已终止')
  expect(found('deadline-E0').text()).not.toContain('超时')
})

test('neither a window nor an ended clock counts down or is late', () => {
  const past = { due_at: '2020-01-01T00:00:00Z' }
  expect(countdown(deadline({ state: 'ended', ...past }), Date.parse(NOW))).toEqual({ figure: '已终止', word: '', tone: 'calm' })
  expect(countdown(deadline({ state: 'tracking' }), Date.parse(NOW)).figure).toBe('跟踪期')
})

test('how far up it goes is said with its clauses; nothing to report is said only once there is a kind', async () => {
  await open(`/incident/${ID}`)
  expect(found('scope').exists()).toBe(false)
  desk.draft.kind = 'fire'
  desk.tell(ID)
  await settle()
  expect(found('scope').text()).toContain('本级掌握')
  const step = { rule: 's', text: '较大以上', cite: '第九条', verified: false }
  desk.instead.composed = { scope: [{ ...step, to: 'province', word: '报省' }, { ...step, to: 'county', word: '报县委县政府' }] }
  desk.tell(ID)
  await settle(1_100)
  expect(found('scope').text()).toContain('报省县')
  await found('scope').trigger('click')
  expect(found('scope-province').text()).toMatch(/较大以上.*第九条.*出处待核/)
})

test('an incident is shown under the packs it was judged by; today’s are one button away and change nothing', async () => {
  const reason = { grade: 'large' as const, why: '死亡3人', cite: '第三条', verified: true, table: 't' }
  desk.instead.view = { judged: { packs: ['国家通用规则 0.2.0'], today: false, lost: false } }
  desk.instead.composed = { grading: { confirmed: reason, possible: null, near_miss: { rule: 'n', why: '涉险10人以上', cite: '附件', verified: false } } }
  desk.answers.incident_under_today = {
    packs: ['国家通用规则 0.3.0'], grading: { confirmed: { ...reason, grade: 'major' }, possible: null, near_miss: null },
    scope: [{ to: 'ministry', word: '报部', rule: 'r', text: '', cite: '', verified: true }], deadlines: [deadline()],
  }
  await open(`/incident/${ID}`)
  expect(found('grading').text()).toContain('较大·较大涉险')
  await found('grading').trigger('click')
  expect(found('near-miss').text()).toMatch(/涉险10人以上.*附件.*出处待核/)
  expect(found('judged').text()).toBe('按当时规则：国家通用规则 0.2.0')
  await found('under-today').trigger('click')
  await settle()
  expect(found('today').text()).toMatch(/国家通用规则 0\.3\.0.*重大.*报部.*系统报送首报/)
  expect(found('grading').text()).toContain('较大')
})

test('packs that are not kept here are said to be missing', async () => {
  desk.instead.view = { judged: { packs: [], today: true, lost: true } }
  await open(`/incident/${ID}`)
  await found('grading').trigger('click')
  expect(found('judged').text()).toBe('当时的规则包本机没有，按现行规则显示')
  expect(found('under-today').exists()).toBe(false)
})
