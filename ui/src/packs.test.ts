import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type PackOffer, type PackRow, type RuleRow } from './backend'
// Loaded before the clock of the first test runs: the route loads it late.
import './rooms/settings/SettingsRoom.vue'
import { begin, desk, finish, focused, found, open, page, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const pack = (rest: Partial<PackRow> = {}): PackRow => ({
  id: 'county', title: '样例县规则', layer: '县', version: '0.2.0', effective_from: '2026-01-01', effective_until: null, region: '410000',
  shipped: false, withdrawn: false, in_force: true, fault: null, text: 'bb', ...rest,
})
const rule = (rest: Partial<RuleRow> = {}): RuleRow => ({
  id: 'N1', what: '系统报送首报', basis: 'prescribed', origin: '首次电话报告', text: '电话报告后30分钟内', cite: '通报第二条', source: '某通报', verified: false, ...rest,
})
const offer = (rest: Partial<PackOffer> = {}): PackOffer => ({ text: 'cc', pack: pack({ title: '新规则', text: 'cc' }), faults: [], changes: [], in_force: true, ...rest })

/** In a browser: the button, the ticket, the file. */
async function choose(told: PackOffer): Promise<void> {
  Object.assign(desk.answers, { pack_choose: { ticket: 't9', done: null }, pack_offer: told })
  await open('/settings')
  await found('pack-choose').trigger('click')
  await settle()
  expect(focused()).toBe('pack-file')
  Object.defineProperty(found('pack-file').element, 'files', { value: [new Blob(['x'])] })
  await found('pack-file').trigger('change')
  await settle()
  expect(desk.sent.map((one) => one.ticket)).toEqual(['t9'])
}

test('a pack that is refused says why, line by line, and cannot be added', async () => {
  await choose(offer({ pack: null, faults: ['第3行：规则N1没有出处', '第9行：缺少施行日期'] }))
  expect(found('pack-faults').findAll('li').map((line) => line.text())).toEqual(['第3行：规则N1没有出处', '第9行：缺少施行日期'])
  expect(found('pack-add').exists()).toBe(false)
  expect(await violations('packs')).toEqual([])
})

test('what a pack would change is shown before it is asked whether to add it; it is added as it was seen', async () => {
  const markup = '<img src=x onerror=alert(1)>'
  await choose(
    offer({
      changes: [
        { what: '规则 N1', before: 'minutes = 30', after: 'minutes = 20' },
        { what: '规则 X', before: null, after: markup },
        { what: '电话 Y', before: 'number = 1', after: null },
      ],
    }),
  )
  const lines = found('pack-changes').findAll('summary').map((line) => line.text())
  expect(lines).toEqual(['改为　规则 N1', '新增　规则 X', '去掉　电话 Y'])
  expect(found('pack-changes').text()).toContain(markup)
  expect(page.find('[data-test="pack-changes"] img').exists()).toBe(false)
  expect(desk.of('pack_add')).toHaveLength(0)
  delete desk.answers.pack_offer
  desk.answers.pack_add = await desk.call('settings', null)
  await found('pack-add').trigger('click')
  await settle()
  expect(desk.of('pack_add')).toEqual([{ text: 'cc' }])
  expect(found('pack-offer').exists()).toBe(false)
  expect(found('packs').text()).toContain('已加入新规则')
})

test('in the window the file is read at once; what is not wanted is put away', async () => {
  Object.assign(desk.answers, { pack_choose: { ticket: null, done: '已读入' }, pack_offer: offer({ in_force: false }) })
  await open('/settings')
  desk.answers.pack_put_away = await desk.call('settings', null)
  await found('pack-choose').trigger('click')
  await settle()
  expect(found('pack-offer').text()).toContain('加入后今天不生效')
  await found('pack-put-away').trigger('click')
  await settle()
  expect(desk.of('pack_put_away')).toHaveLength(1)
  expect(desk.of('pack_add')).toHaveLength(0)
  expect(focused()).toBe('pack-choose')
})

test('a file that is no pack is said, and another can be chosen', async () => {
  desk.refuse.pack_choose = new Refusal('invalid', '不合要求', [{ field: 'file', message: '文件过大，不是规则包。请另选。', severity: 'error' }])
  await open('/settings')
  await found('pack-choose').trigger('click')
  await settle()
  expect(found('pack-wrong').text()).toContain('文件过大')
  expect(found('pack-choose').exists()).toBe(true)
})

test('withdrawing shows first what it would change; where the rest would not hold it cannot be done', async () => {
  desk.instead.settings = { packs: [pack(), pack({ id: 'old', title: '旧规则', text: 'dd', withdrawn: true, in_force: false })] }
  desk.answers.pack_withdrawal = { faults: ['没有签发人'], changes: [] }
  await open('/settings')
  expect(found('pack-old').text()).toContain('已停用')
  expect(found('pack-withdraw-old').exists()).toBe(false)
  await found('pack-withdraw-county').trigger('click')
  await settle()
  expect(desk.of('pack_withdrawal')).toEqual([{ text: 'bb' }])
  expect(found('pack-withdrawal').text()).toContain('没有签发人')
  expect(found('pack-withdraw-yes').exists()).toBe(false)
  await found('pack-withdraw-no').trigger('click')
  desk.answers.pack_withdrawal = { faults: [], changes: [{ what: '规则 N1', before: 'minutes = 30', after: null }] }
  await found('pack-withdraw-county').trigger('click')
  await settle()
  expect(found('pack-withdrawal').text()).toContain('去掉')
  desk.answers.pack_withdraw = await desk.call('settings', null)
  await found('pack-withdraw-yes').trigger('click')
  await settle()
  expect(desk.of('pack_withdraw')).toEqual([{ text: 'bb' }])
  expect(found('pack-withdrawal').exists()).toBe(false)
})

test('what came with the program and was withdrawn is taken into use again; what cannot be used says so', async () => {
  desk.instead.settings = {
    packs: [pack({ id: 'old', text: 'dd', withdrawn: true, in_force: false }), pack({ version: '', layer: '', effective_from: null, in_force: false, fault: '第3行：没有出处' })],
  }
  await open('/settings')
  expect(found('pack-county').text()).toMatch(/不能用.*停用/)
  desk.refuse.pack_resume = new Refusal('not_now', '与现在的规则合在一起不能用，未启用：规则 N1 重复', [])
  await found('pack-resume-old').trigger('click')
  await settle()
  expect(found('packs').text()).toContain('规则 N1 重复')
  delete desk.refuse.pack_resume
  desk.answers.pack_resume = await desk.call('settings', null)
  await found('pack-resume-old').trigger('click')
  await settle()
  expect(desk.of('pack_resume').at(-1)).toEqual({ text: 'dd' })
  expect(found('packs').text()).toContain('已启用')
})

test('every pack says where it comes from and whether it is in force; the digest is short and whole on its title', async () => {
  const digest = '0123456789abcdef'.repeat(4)
  desk.instead.settings = {
    packs: [pack({ effective_until: '2026-12-31' }), pack({ id: 'far', text: 'ee', shipped: true, in_force: false })],
    packs_digest: digest, pack_trouble: '有规则包不能用',
  }
  await open('/settings')
  expect(found('pack-county').text()).toMatch(/样例县规则.*2026年1月1日至2026年12月31日.*本局加入.*在用/)
  expect(found('pack-far').text()).toMatch(/随程序.*不在施行期或不属本地/)
  expect([found('packs-digest').text(), found('packs-digest').attributes('title')]).toEqual([digest.slice(0, 16), digest])
  expect(found('pack-trouble').attributes('role')).toBe('alert')
})

test('rules are found by any of their words, say on whose word they rest and which source was not read', async () => {
  desk.instead.settings = {
    rules: [rule(), rule({ id: 'I1', what: '给市里留时间', basis: 'internal', verified: true, text: '20分钟' })],
    clauses: [{ id: 'order-493', what: '生产安全事故等级', cite: '第三条', source: '条例', verified: false }],
    divisions: [{ code: '411121', name: '舞阳县', extension: false, source: 's' }],
  }
  await open('/settings')
  expect((found('rules').element as HTMLDetailsElement).open).toBe(false)
  expect(found('rules').find('summary').text()).toBe('在用的规则2')
  expect(found('rule-N1').text()).toMatch(/系统报送首报.*规定.*首次电话报告.*电话报告后30分钟内.*通报第二条.*某通报.*出处待核/)
  expect(found('clause-order-493').text()).toContain('出处待核')
  expect(found('codes').text()).toContain('舞阳县')
  await found('rules-find').setValue('内控 市')
  expect([found('rule-N1').exists(), found('rule-I1').exists()]).toEqual([false, true])
  expect(found('rule-I1').text()).not.toContain('出处待核')
  for (const list of page.findAll('details')) (list.element as HTMLDetailsElement).open = true
  expect(await violations('packs')).toEqual([])
})

test('without a table of codes none is shown as known', async () => {
  await open('/settings')
  expect(found('codes').text()).toContain('没有载入编码表；编码只从载入的表取。')
})
