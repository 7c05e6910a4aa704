import { VueQueryPlugin } from '@tanstack/vue-query'
import { mount, flushPromises, type VueWrapper } from '@vue/test-utils'
import axe from 'axe-core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import App from './App.vue'
import {
  newQueryClient,
  provideBackend,
  Refusal,
  type Backend,
  type Call,
  type CommandName,
  type Composed,
  type DeskView,
  type Draft,
  type FormField,
  type IncidentView,
  type Reported,
} from './backend'
import { routes } from './routes'

const NOW = '2026-05-12T10:31:42Z'
const ID = '00000000-0000-7000-8000-000000000001'
const WORDS = { caller: '', caller_unit: '', number: '', words: '' }

const call = (rest: Partial<Call> = {}): Call => ({
  id: ID,
  received_at: NOW,
  earliest_at: NOW,
  corrections: [],
  ...WORDS,
  outcome: null,
  ended_at: null,
  note: '',
  into: null,
  ...rest,
})
const TEXTS = ['kind', 'occurred', 'town', 'place', 'site', 'unit', 'source', 'course', 'building', 'forces', 'measures', 'cause']
const MORE = ['loss_wan', 'scene_leader', 'opinion', 'next_step', 'requests']
type Args = { outcome: string; draft: Draft; title: string; body: string; number: string }
const emptyDraft = () =>
  ({ ...Object.fromEntries([...TEXTS, ...MORE].map((id) => [id, ''])), counts: [], judged: null, title: null, body: null }) as unknown as Draft
const field = (id: string, control: FormField['control'], required = false): FormField => ({
  id,
  section: 's',
  label: id,
  control,
  required,
  gap: !required,
  hint: '',
  ask: '',
})
const gap = (name: string) => ({ field: name, label: name, ask: '' })

/** A desk in memory: enough of it for the window to be asked. */
class Desk implements Backend {
  asked: Array<{ name: CommandName; args: unknown }> = []
  refuse: Partial<Record<CommandName, Refusal>> = {}
  unit: DeskView['unit'] = { code: '1', name: '样例县应急管理局', level: 'county', divisions: [], parent: null, sample: true }
  openCall: Call | null = null
  draft = emptyDraft()
  report: Reported | null = null
  signed = false
  tell: (incident: string | null) => void = () => undefined

  onChange(changed: (incident: string | null) => void) {
    this.tell = changed
    return () => undefined
  }
  async call(name: CommandName, args: unknown): Promise<never> {
    this.asked.push({ name, args })
    const refused = this.refuse[name]
    if (refused) throw refused
    return structuredClone(this.answer(name, JSON.parse(JSON.stringify(args)))) as never
  }
  of(name: CommandName) {
    return this.asked.filter((asked) => asked.name === name).map((asked) => asked.args as Record<string, unknown>)
  }
  private composed(): Composed {
    const { draft } = this
    const composed_title = `${draft.town}发生火灾（首报）`
    const composed_body = `${draft.place}发生火灾。\n后续情况续报。`
    return {
      saved_at: NOW,
      name: '河东镇火灾',
      title: draft.title ?? composed_title,
      body: draft.body ?? composed_body,
      composed_title,
      composed_body,
      errors: draft.occurred === '805' ? [{ field: 'occurred', message: '看不懂“805”', severity: 'error' }] : [],
      gaps: [],
      missing: ['occurred', 'town'].filter((id) => !draft[id as 'town']).map(gap),
      disagreements: draft.body?.includes('2人')
        ? [{ start: draft.body.indexOf('2人'), end: draft.body.indexOf('2人') + 2, in: 'body', found: '2人', expected: '1人', message: '正文写2人，口径是1人', severity: 'error' }]
        : [],
      grading: { confirmed: null, possible: null },
      deadlines: [],
      segments: { occurred_to_received: null, received_to_phoned: null, phoned_to_written: null },
      casualties: '',
    }
  }
  private view(): IncidentView {
    const incident = {
      id: ID, call: call({ outcome: 'incident' }), sources: [], calls_out: [], signed_off: [], reports: this.report ? [this.report] : [],
      first_received: NOW, aware_at: NOW, first_reported: null, first_reported_to: null,
    } as IncidentView['incident']
    return {
      incident,
      draft: this.draft,
      form: {
        sections: [{ id: 's', title: '事件' }],
        fields: [field('kind', 'kind', true), field('occurred', 'time', true), field('town', 'line', true), field('place', 'line'), field('counts', 'counts', true), field('course', 'text')],
        counts: [{ measure: 'deaths', label: '死亡', gap: true, ask: '' }],
      },
      kinds: [{ id: 'fire', name: '火灾', family: '', class: '', graded_by: null, title: '', cause: '', loss: '' }],
      composed: this.composed(),
      recipients: [{ id: 'city', name: '市应急管理局', phone: '0000-1', superior: true, phoned_at: null, taken_by: '', failed: 0, confirmed_at: null }],
      signers: [{ post: '带班领导' }, { post: '局长' }],
      signed_as_it_stands: this.signed,
      steps: [{ label: '接报', detail: '18:31', done: true, current: false }],
      state: this.report?.relay ? 'on_record' : this.report ? 'received' : 'drafting',
      trouble: null,
      next: 'write',
      relay_fields: [{ label: '标题', text: '河东镇发生火灾（首报）' }],
    }
  }
  private answer(name: CommandName, args: Args): unknown {
    if (name === 'desk') return this.desk()
    if (name === 'call_open') return (this.openCall = call())
    if (name === 'call_note') return (this.openCall = { ...call(), ...(args as unknown as Partial<Call>) })
    if (name === 'call_end') return { call: call(), incident: args.outcome === 'incident' ? ID : null }
    if (name === 'draft_save') return ((this.draft = args.draft), this.composed())
    if (name === 'sign_off') this.signed = true
    if (name === 'submit') this.report = this.submitted(args.title, args.body)
    if (name === 'relay' && this.report) this.report.relay = { at: NOW, number: args.number }
    if (name === 'incidents' || name === 'calls') return []
    return this.view()
  }
  private submitted(title: string, body: string): Reported {
    return {
      id: 'r1', stage: 'first', number: '〔2026〕第001期', title, body, facts: {} as Reported['facts'], grading: { confirmed: null, possible: null },
      signed: { is: 'afterwards' }, submitted_at: NOW, system_of_record: 'national', receipt: { received_at: NOW, position: '7' }, relay: null,
    }
  }
  private desk(): DeskView {
    return {
      unit: this.unit, clock: { now: NOW, set_by_upstream: true, error_ms: 300, banner: null },
      link: { online: true, waiting: 0, waiting_reports: 0, attention: 0, trouble: null },
      system_of_record: 'national', clocks: [], incidents: [], open_calls: this.openCall ? [this.openCall] : [], todos: [], phones: [],
    }
  }
}

let desk: Desk
let page: VueWrapper
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  desk = new Desk()
})
afterEach(() => {
  page.unmount()
  document.body.replaceChildren()
  vi.useRealTimers()
})

async function open(path: string): Promise<void> {
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const queryClient = newQueryClient()
  page = mount(App, {
    attachTo: document.body,
    global: { plugins: [[VueQueryPlugin, { queryClient }], router, (app) => void provideBackend(app, desk, queryClient)] },
  })
  await settle()
}
async function settle(ms = 0): Promise<void> {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}
const found = (name: string) => page.find(`[data-test="${name}"]`)
async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
  await settle()
}
async function violations(): Promise<string[]> {
  vi.useRealTimers()
  const { violations: all } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })
  return all.map((item) => `${item.id}: ${item.nodes[0]?.html}`)
}

test('F2 writes the opened call at once; typing is saved; Enter walks; one digit ends it', async () => {
  await open('/')
  await press('F2')
  expect(desk.of('call_open')).toHaveLength(1)
  expect(document.activeElement).toBe(found('call-caller').element)
  await found('call-caller').setValue('李某')
  await press('1')
  expect(desk.of('call_end')).toHaveLength(0)
  await settle(300)
  expect(desk.of('call_note').at(-1)).toMatchObject({ call: ID, caller: '李某' })
  await press('Enter', { isComposing: true })
  expect(document.activeElement).toBe(found('call-caller').element)
  await press('Enter')
  expect(document.activeElement).toBe(found('call-unit').element)
  await press('F2')
  await press('1')
  expect(desk.of('call_end')).toEqual([{ call: ID, outcome: 'incident', note: '', into: null }])
  expect(found('incident').exists()).toBe(true)
  expect(found('call-panel').exists()).toBe(false)
})

test('Esc folds the panel and the call waits; it can be opened again with its words', async () => {
  await open('/')
  await press('F2')
  await found('call-words').setValue('冒烟了')
  await press('Escape')
  expect(found('call-panel').exists()).toBe(false)
  expect(desk.of('call_note').at(-1)).toMatchObject({ words: '冒烟了' })
  expect(desk.of('call_end')).toHaveLength(0)
  await found('waiting-calls').trigger('click')
  expect((found('call-words').element as HTMLTextAreaElement).value).toBe('冒烟了')
})

test('a call that could not be written stays on screen with what was typed', async () => {
  desk.refuse.call_open = new Refusal('storage', '磁盘已满')
  await open('/')
  await press('F2')
  await found('call-caller').setValue('李某')
  expect(found('call-panel').text()).toContain('磁盘已满')
  delete desk.refuse.call_open
  await page.find('[data-test="call-panel"] [role="alert"] button').trigger('click')
  await settle(300)
  expect(desk.of('call_note').at(-1)).toMatchObject({ caller: '李某' })
})

test('the draft is saved within 300 ms; an unreadable time is said at its field and stays as typed', async () => {
  await open(`/incident/${ID}`)
  await found('field-occurred').setValue('805')
  expect(desk.of('draft_save')).toHaveLength(0)
  await settle(250)
  expect(desk.of('draft_save').at(-1)).toMatchObject({ incident: ID, draft: { occurred: '805', counts: [] } })
  expect(page.text()).toContain('看不懂“805”')
  expect(found('field-occurred').attributes('aria-invalid')).toBe('true')
  expect((found('field-occurred').element as HTMLInputElement).value).toBe('805')
})

test('an older answer never replaces newer typing', async () => {
  await open(`/incident/${ID}`)
  await found('field-town').setValue('河东镇')
  desk.tell(ID)
  await settle()
  expect((found('field-town').element as HTMLInputElement).value).toBe('河东镇')
  desk.refuse.draft_save = new Refusal('storage', '磁盘已满')
  await settle(250)
  expect(found('draft-state').text()).toContain('磁盘已满')
  delete desk.refuse.draft_save
  await settle(2_100)
  expect(desk.draft.town).toBe('河东镇')
})

test('Ctrl+Enter: first the missing field, then exactly the letter on screen; a hand edit is kept', async () => {
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(0)
  expect(document.activeElement).toBe(found('field-occurred').element)
  expect(found('say').text()).toContain('occurred')
  await found('field-occurred').setValue('1805')
  await found('field-town').setValue('河东镇')
  await settle(250)
  await found('letter-edit').trigger('click')
  await settle()
  await found('letter-body-input').setValue('已致2人死亡。')
  await settle(250)
  expect(found('letter-by-hand').exists()).toBe(true)
  expect(found('disagreements').text()).toContain('口径是1人')
  await found('letter-body-input').trigger('blur')
  expect(page.find('[data-test="letter-body"] .mark').text()).toBe('2人')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toEqual([{ incident: ID, title: '河东镇发生火灾（首报）', body: '已致2人死亡。' }])
  expect(found('state').attributes('data-state')).toBe('received')
  expect(found('state').classes()).not.toContain('done')
})

test('a form that was typed in this very moment is shown before it is sent', async () => {
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  await open(`/incident/${ID}`)
  await found('field-place').setValue('中心街8号')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(0)
  expect(found('say').text()).toContain('再按一次')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit').at(-1)).toMatchObject({ body: '中心街8号发生火灾。\n后续情况续报。' })
})

test('F8: a digit for whom, a name, a digit for how, Enter; one Enter more sends nothing', async () => {
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  await open(`/incident/${ID}`)
  expect(found('submit').text()).toContain('先报后签')
  ;(found('calls-column').element as HTMLElement).focus()
  await press('F8')
  await press('1')
  await found('sign-name').setValue('张某')
  await press('Enter')
  await press('2')
  await press('Enter')
  expect(desk.of('sign_off')).toEqual([{ incident: ID, post: '带班领导', signer: '张某', way: 'by_phone', time: '' }])
  expect(found('submit').text()).toContain('系统报送首报')
  await press('Enter')
  expect(desk.of('submit')).toHaveLength(0)
})

test('F3, a digit, Enter: told by phone', async () => {
  await open(`/incident/${ID}`)
  await press('F3')
  await press('1')
  await press('Enter')
  expect(desk.of('call_out').at(-1)).toMatchObject({ recipient: 'city', purpose: 'report', reached: 'answered', time: '' })
})

test('the relay is what turns green', async () => {
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  await press('F9')
  await found('relay-number').setValue('GJ1')
  await found('relay-number').trigger('keydown', { key: 'Enter' })
  await settle()
  expect(desk.of('relay')).toEqual([{ incident: ID, report: 'r1', time: '', number: 'GJ1' }])
  expect(found('state').classes()).toContain('done')
})

test.each(['/', `/incident/${ID}`, '/incidents'])('axe finds nothing on %s', async (path) => {
  await open(path)
  await press('F2')
  expect(await violations()).toEqual([])
})

test('a desk without a unit shows the first page and nothing else', async () => {
  desk.unit = null
  await open('/')
  expect(page.text()).toContain('本软件不是报送系统，不新增报表')
  expect(found('enrol-code').exists()).toBe(true)
  expect(await violations()).toEqual([])
})
