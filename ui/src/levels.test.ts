import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type LevelsView } from './backend'
import { ID } from './desk.mock'
import { cell, CITY, COUNTY, directive, levels, OTHER, PROVINCE, report } from './levels.mock'
import { at, begin, desk, finish, focused, found, open, page, press, settle, typed, violations } from './stage.mock'

beforeEach(() => {
  begin()
  desk.unit = { code: '990100', name: '样例市应急管理局', level: 'city', divisions: [], parent: '990000', sample: true }
})
afterEach(finish)

async function openLevels(rest: Partial<LevelsView> = {}): Promise<void> {
  desk.answers.levels = levels(rest)
  await open(`/levels/${ID}`)
}
async function type(test: string, text: string): Promise<void> {
  expect(focused()).toBe(test)
  await found(test).setValue(text)
}

test('unknown is unknown: never drawn as not reported, never in a colour of its own', async () => {
  await openLevels({ cells: [PROVINCE, CITY, cell({ name: '县级单位（未指明）', step: 'notify' })] })
  const [province, city, county] = page.findAll('[data-test=standing]')
  expect([province?.text(), city?.text(), county?.text()]).toEqual(['?未知', '◷本局未承接', '?未知'])
  expect(found('grid').text()).not.toContain('未报')
  expect(found('cell-1').html()).not.toMatch(/late|near/)
  expect(await violations()).toEqual([])
})

test('blue for a receipt, green only for the system of record; what was said is said to be said', async () => {
  await openLevels({
    cells: [
      { ...PROVINCE, known: { is: 'told', reported: false, by: '市局李某', at: '2026-05-12T10:50:00Z' }, step: null },
      { ...CITY, known: { is: 'by_receipt', received_at: '2026-05-12T10:37:00Z', relayed_at: '2026-05-12T10:42:00Z' }, step: null },
      { ...COUNTY, asked: '18:40已通知补报' },
    ],
  })
  expect(found('cell-1').text()).toContain('据告知未报（市局李某，18:50）')
  expect(found('cell-2').text()).toContain('国家系统已录入18:42')
  expect(found('cell-2').get('[data-standing]').classes()).toContain('done')
  expect(found('cell-3').text()).toContain('已核（回执）18:37')
  expect(found('cell-3').get('[data-standing]').classes()).toContain('received')
  expect(found('cell-3').text()).toContain('18:40已通知补报')
})

test('签收 is the first thing: Enter, the name is there, Enter', async () => {
  await openLevels()
  expect(focused()).toBe('pane')
  await press('Enter')
  expect(typed('name-by')).toBe('值班员甲')
  await press('Enter', { isComposing: true })
  expect(desk.of('acknowledge')).toHaveLength(0)
  desk.answers.acknowledge = levels({ reports: [report({ signed: [{ unit: '样例市应急管理局', by: '值班员甲', at: '2026-05-12T10:41:00Z' }], signed_here: true })] })
  await press('Enter')
  expect(desk.of('acknowledge')).toEqual([{ incident: ID, entry: 'r1', by: '值班员甲' }])
  expect(found('name-panel').exists()).toBe(false)
  expect(focused()).toBe('pane')
  expect(found('report-facts').text()).toContain('已签收：样例市应急管理局 值班员甲 18:41')
})

test('nobody has signed in: a digit is one of the officers', async () => {
  desk.officers = [{ id: 'o1', name: '值班员乙', post: '', phone: '', left: false }]
  await openLevels({ officer: '' })
  await press('3')
  expect(focused()).toBe('name-by')
  await press('1')
  expect(desk.of('acknowledge')).toEqual([{ incident: ID, entry: 'r1', by: '值班员乙' }])
})

test('nobody has signed in: the name given once is offered the next time', async () => {
  desk.answers.acknowledge = levels({ officer: '', reports: [report({ signed_here: true })] })
  await openLevels({ officer: '' })
  await press('Enter')
  await type('name-by', '值班员乙')
  await press('Enter')
  await press('F8')
  expect(typed('directive-issued_by')).toBe('值班员乙')
})

test('退回补正: the sixteen reasons by number, two digits too; a line of words; a time or 及时', async () => {
  await openLevels()
  await press('F6')
  expect(page.findAll('[data-test^=reason-]')).toHaveLength(16)
  await type('directive-reason', '1')
  expect(found('reason-1').attributes('aria-pressed')).toBe('true')
  await type('directive-reason', '14')
  expect(found('reason-14').attributes('aria-pressed')).toBe('true')
  expect(found('reason-1').attributes('aria-pressed')).toBe('false')
  expect(await violations()).toEqual([])
})

test('退回补正 goes with its reason', async () => {
  await openLevels()
  await press('F6')
  await type('directive-reason', '14')
  await press('Enter')
  await type('directive-words', '缺联系电话')
  await press('Enter')
  await type('directive-until', '1930')
  await press('Enter')
  expect(desk.of('directive_issue')).toEqual([
    { incident: ID, demand: 'return', to: '990121', about: 'r1', reason: 'signer_missing', words: '缺联系电话', until: '1930', issued_by: '值班员甲', extends: null },
  ])
  expect(found('directive-panel').exists()).toBe(false)
})

test('every one of the sixteen can be reached by its number', async () => {
  desk.answers.directive_issue = levels()
  await openLevels()
  for (const { number, reason } of levels().reasons) {
    await press('F6')
    await found('directive-reason').setValue(String(number))
    await found('directive-give').trigger('click')
    await settle()
    expect(desk.of('directive_issue').at(-1)).toMatchObject({ reason })
  }
})

test('what the program refuses is said at its field', async () => {
  await openLevels()
  await press('F7')
  desk.refuse.directive_issue = new Refusal('invalid', '缺', [{ field: 'words', message: '请写明要核实什么，如“死亡人数与交警通报不一致”。', severity: 'error' }])
  await press('Enter')
  await press('Enter')
  expect(desk.of('directive_issue')).toMatchObject([{ demand: 'verify', words: '', until: '', about: 'r1', reason: null }])
  expect(focused()).toBe('directive-words')
  expect(found('directive-words').attributes('aria-invalid')).toBe('true')
  expect(found('directive-panel').text()).toContain('请写明要核实什么')
})

test('催报续报 needs no words', async () => {
  await openLevels()
  await press('F8')
  await press('Enter')
  await press('Enter')
  expect(desk.of('directive_issue')).toMatchObject([{ demand: 'follow_up', to: '990121', about: 'r1', words: '', until: '' }])
})

test('通知补报: the likely unit and the name of the event are there', async () => {
  await openLevels({ cells: [CITY, cell({ unit: '990122', name: '邻例县应急管理局', step: 'notify' })] })
  await press('F9')
  expect([typed('directive-to'), typed('directive-words')]).toEqual(['1', '河东镇居民楼火灾'])
  await press('Escape')
  expect(found('directive-panel').exists()).toBe(false)
  await press('2')
  expect(typed('directive-to')).toBe('2')
  await press('Enter')
  await press('Enter')
  await press('Enter')
  expect(desk.of('directive_issue')).toMatchObject([{ demand: 'supplement', to: '990122', about: null, reason: null, words: '河东镇居民楼火灾', extends: null }])
})

test('据告知: 0, the unit, 1已报 or 2未报, who, Enter', async () => {
  await openLevels()
  await press('0')
  await press('1')
  expect(found('told-panel').text()).toContain('样例省应急管理厅')
  await press('2')
  await type('told-told_by', '省厅值班室王某')
  await press('Enter')
  expect(focused()).toBe('told-time')
  await press('Enter')
  expect(desk.of('level_told')).toEqual([{ incident: ID, unit: '990000', reported: false, told_by: '省厅值班室王某', time: '' }])
})

test('the digit of 电话询问 goes straight there; Esc goes back one step each', async () => {
  await openLevels()
  await press('1')
  expect(found('told-unit-1').exists()).toBe(false)
  await press('1')
  await found('told-told_by').setValue('省厅')
  await press('Escape')
  expect(found('told-told_by').exists()).toBe(false)
  await press('1')
  expect(typed('told-told_by')).toBe('省厅')
  await press('Escape')
  await press('Escape')
  expect(found('told-panel').exists()).toBe(false)
  await press('Escape')
  expect(found('desk').exists()).toBe(true)
})

test('what was typed stays while the page is asked anew, also where the chosen report gets company', async () => {
  await openLevels()
  await press('F6')
  await type('directive-reason', '14')
  await press('Enter')
  await type('directive-words', '缺联系电话')
  desk.answers.levels = levels({ reports: [report(), report({ report: 'r2', words: '续报一', title: '续' })] })
  desk.tell(null)
  await settle(1_100)
  expect([typed('directive-reason'), typed('directive-words'), focused()]).toEqual(['14', '缺联系电话', 'directive-words'])
  expect(found('thing-r2').exists()).toBe(true)
  expect(found('report-text').text()).toContain('河东镇')
  await press('Escape')
  await press('F6')
  expect(typed('directive-words')).toBe('缺联系电话')
})

test('the text of others is text, with its spaces', async () => {
  const title = '<img src=x onerror=alert(1)>'
  const body = '一  二\n<script>alert(1)</' + 'script>'
  await openLevels({ name: '<b>名</b>', reports: [report({ title, body, returned: '<i>4</i>' })], directives: [directive({ words: '<u>x</u>' })] })
  expect(found('report-text').text()).toContain(title)
  expect(found('report-text').element.textContent).toContain('一  二')
  expect(page.element.querySelector('.levels img, .levels script, .levels h1 b, .levels i:not([aria-hidden]), .levels u')).toBeNull()
  expect(found('levels-name').text()).toBe('<b>名</b>')
})

test('a packet without a receipt says so; so does what was sent back and what stands in a newer report', async () => {
  await openLevels({ reports: [report({ received_at: null, returned: '4 地点不具体/未冠省市县，写明村组' })] })
  expect(found('report-facts').text()).toMatch(/离线件·未经回执.*未签收.*已退回补正：4 地点不具体/)
})

test('承接 is one key and leads to the incident', async () => {
  await openLevels()
  await press('F4')
  await settle()
  expect(desk.of('take_up')).toEqual([{ incident: ID, from: 'r1' }])
  expect(found('incident').exists()).toBe(true)
})

test('of our own event F4 opens it; the digit of our cell too', async () => {
  await openLevels({ ours: ID, take_up: null, cells: [PROVINCE, { ...CITY, step: 'report' }, COUNTY] })
  expect(found('levels-take-up').exists()).toBe(false)
  await press('2')
  await settle()
  expect(found('incident').exists()).toBe(true)
})

const TO_US = directive({ ours: false, demand: 'return', word: '退回补正', from: '样例省应急管理厅 值班员丙', to: '样例市应急管理局', reason: '4 地点不具体/未冠省市县', words: '写明村组', actions: ['sign', 'mend', 'answer', 'extended'], waits: true })

test('a directive to us comes first: 确认收到, then 补正 of the report', async () => {
  await openLevels({ ours: ID, take_up: null, directives: [TO_US] })
  expect(found('directive-facts').text()).toMatch(/4 地点不具体\/未冠省市县.*写明村组.*首报 〔2026〕第018期.*及时.*原报告时限照常计算/)
  expect(found('directive-clock').text()).toContain('及时')
  await press('Enter')
  expect(found('name-panel').text()).toContain('确认收到')
  desk.answers.acknowledge = levels({ ours: ID, take_up: null, directives: [{ ...TO_US, signed_here: true, actions: ['mend', 'answer', 'extended'] }] })
  await press('Enter')
  expect(desk.of('acknowledge')).toEqual([{ incident: ID, entry: 'd1', by: '值班员甲' }])
  await press('Enter')
  await settle()
  expect(desk.of('report_mend')).toEqual([{ incident: ID, report: 'r1' }])
  expect(found('incident').exists()).toBe(true)
})

test('what was answered by a report waits for nothing more', async () => {
  await openLevels({ ours: ID, take_up: null, reports: [], directives: [{ ...TO_US, open: false, actions: ['sign'], waits: false, answers: [{ unit: '样例市应急管理局', done: true, words: '已补正重报', at: '2026-05-12T10:40:00Z' }] }] })
  expect(found('thing-d1').text()).toMatch(/已答复$/)
  await press('Enter')
  expect(found('name-panel').exists()).toBe(false)
})

test('暂不能办 is no end: what the program says can be mended still is, on its key', async () => {
  await openLevels({ ours: ID, take_up: null, directives: [{ ...TO_US, open: false, signed_here: true, actions: ['mend'], waits: false, answers: [{ unit: '样例市应急管理局', done: false, words: '现场还没有回话', at: '2026-05-12T10:40:00Z' }] }] })
  await found('thing-d1').trigger('click')
  await settle()
  expect(found('act-mend').text()).toContain('补正')
  await press('F8')
  await settle()
  expect(desk.of('report_mend')).toEqual([{ incident: ID, report: 'r1' }])
})

test('等待答复 opens what was asked of that unit, and of none whose name has its name within', async () => {
  const unit = cell({ unit: '990122', name: '样例县', step: 'await' })
  const asked = (id: string, to: string, code: string) => directive({ id, demand: 'supplement', word: '补报通知', to, to_units: [code] })
  await openLevels({ reports: [], cells: [CITY, unit], directives: [asked('d1', '样例县开发区', '990129'), asked('d2', '样例县', '990122')] })
  await press('2')
  expect(found('thing-d2').attributes('aria-pressed')).toBe('true')
})

test('答复: 1已办 or 2暂不能办, the words stay where the other is chosen', async () => {
  await openLevels({ directives: [{ ...TO_US, demand: 'verify', word: '要求核报', actions: ['answer', 'extended'], signed_here: true }] })
  await press('F7')
  await press('1')
  await type('answer-words', '经核实死亡1人')
  await press('Escape')
  await press('2')
  expect(typed('answer-words')).toBe('经核实死亡1人')
  desk.refuse.directive_answer = new Refusal('invalid', '缺', [{ field: 'words', message: '请写明暂不能办的原因。', severity: 'error' }])
  await press('Enter')
  expect(desk.of('directive_answer')).toEqual([{ incident: ID, directive: 'd1', done: false, words: '经核实死亡1人' }])
  expect(focused()).toBe('answer-words')
  expect(found('answer-panel').text()).toContain('请写明暂不能办的原因')
})

test('上级同意延期: who granted it by phone and until when, and that name is offered to nobody as our own', async () => {
  await openLevels({ directives: [{ ...TO_US, demand: 'verify', word: '要求核报', actions: ['sign', 'answer', 'extended'], signed_here: false }] })
  await press('F10')
  await type('extended-by', '市局指挥中心值班员')
  await press('Enter')
  await type('extended-until', '2030')
  await press('Enter')
  expect(desk.of('directive_extended')).toEqual([{ incident: ID, directive: 'd1', by: '市局指挥中心值班员', until: '2030' }])
  await press('F6')
  expect(typed('name-by')).toBe('值班员甲')
})

test('承接补报: what a superior asks for is taken up from the directive', async () => {
  await openLevels({ take_up: 'd1', reports: [], directives: [{ ...TO_US, demand: 'supplement', word: '补报通知', reason: null, about: '', report: null, actions: ['take_up', 'answer', 'extended'], signed_here: true }] })
  await press('F8')
  await settle()
  expect(desk.of('take_up')).toEqual([{ incident: ID, from: 'd1' }])
})

test('延期 of a directive of ours says which one and until when', async () => {
  await openLevels({ reports: [], directives: [directive()] })
  await press('F6')
  await type('directive-until', '2030')
  await press('Enter')
  await press('Enter')
  expect(desk.of('directive_issue')).toEqual([
    { incident: ID, demand: 'extension', to: '990121', about: null, reason: null, words: '', until: '2030', issued_by: '值班员甲', extends: 'd1' },
  ])
})

test('同一事件: says what it does; one key joins, never Enter; 拆开 asks why', async () => {
  const same = { incident: OTHER, name: '河东镇小区火灾', units: '本局', since: '2026-05-12T10:20:00Z', why: '同在河东镇，类型相同', joined: false }
  await openLevels({ reports: [], same: [same] })
  expect(found('pane').text()).toMatch(/同在河东镇，类型相同.*两起各自的记录都保留，三级里合在一处看/)
  await press('Enter')
  expect(desk.of('same_event')).toHaveLength(0)
  desk.answers.same_event = levels({ reports: [], same: [{ ...same, why: '', joined: true }] })
  await press('F6')
  expect(desk.of('same_event')).toEqual([{ incident: ID, other: OTHER, same: true, reason: '' }])
  await press('F6')
  await type('part-reason', '地点不同')
  await press('Enter')
  expect(desk.of('same_event').at(-1)).toEqual({ incident: ID, other: OTHER, same: false, reason: '地点不同' })
  expect(await violations()).toEqual([])
})

test('a notice of a neighbour is confirmed by name; our own is not', async () => {
  const peer = { id: 'p1', from: '990200', to: ['990100'], title: '毗邻我市发生火灾', body: '……', phone: '0000-1', at: '2026-05-12T10:20:00Z', receipt: null, signed: [] }
  await openLevels({ reports: [], peers: [{ ...peer, id: 'p0', from: '990100', at: '2026-05-12T10:10:00Z' }, peer] })
  expect(found('thing-p1').text()).toContain('未确认收到')
  await press('Enter')
  await press('Enter')
  expect(desk.of('acknowledge')).toEqual([{ incident: ID, entry: 'p1', by: '值班员甲' }])
  await press('ArrowRight')
  expect(found('act-sign').exists()).toBe(false)
})

test('the arrows go from one to the next; F2 works while a form is open', async () => {
  await openLevels({ reports: [report({ signed_here: true }), report({ report: 'r2', words: '续报一', signed_here: true })] })
  expect(found('thing-r2').attributes('aria-pressed')).toBe('true')
  await press('ArrowRight')
  expect(found('thing-r1').attributes('aria-pressed')).toBe('true')
  await press('F7')
  await at('directive-words')
  await press('F2')
  expect(desk.of('call_open')).toHaveLength(1)
  expect(found('directive-panel').exists()).toBe(true)
  expect(await violations()).toEqual([])
})
