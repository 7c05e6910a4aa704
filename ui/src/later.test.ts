import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type Composed, type DraftCount, type IncidentEnded } from './backend'
import { column, field, ID, NOW } from './desk.mock'
import { newRow } from './rooms/incident/countCell'
import { begin, desk, finish, focused, found, open, page, press, settle, typed, violations } from './stage.mock'

beforeEach(() => {
  begin()
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  desk.form = {
    ...desk.form,
    fields: [...desk.form.fields, field('verified_by', 'line'), field('response_ended', 'time')],
    counts: [column('deaths', '死亡'), column('injured', '受伤'), column('seriously_injured', '重伤'), column('missing', '失联')],
  }
  const known: DraftCount = { ...newRow(true), source: '县消防救援大队', deaths: '1', injured: '5', seriously_injured: '-', missing: '-' }
  desk.begun = { occurred: '1805', town: '河东镇', counts: [known] }
})
afterEach(finish)
async function sent(): Promise<void> {
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
}
async function followed(): Promise<void> {
  await sent()
  await press('F7')
  await press('1')
  await press('Enter', { ctrlKey: true })
}
const ended: IncidentEnded = { outcome: 'not_true', verified_by: '县消防救援大队', note: '', agreed_by: '', at: NOW }

test('the form comes before its answer: the cursor goes to the first number all the same', async () => {
  await sent()
  await press('F7')
  const answer = desk.hold('report_begin')
  await press('1')
  desk.tell(ID)
  await settle()
  answer()
  await settle()
  expect(focused()).toBe('count-0-deaths')
})

test('a follow-up with three changed numbers: at most fifteen keys from the sent page until it went', async () => {
  await sent()
  expect(found('sent').exists()).toBe(true)
  let keys = 0
  const key = async (name: string, init: KeyboardEventInit = {}) => {
    keys += 1
    await press(name, init)
    const at = document.activeElement
    // What a browser does with a digit in a cell whose text is selected.
    if (!/^\d$/.test(name) || !(at instanceof HTMLInputElement) || init.ctrlKey || keys <= 2) return
    at.setRangeText(name, at.selectionStart ?? 0, at.selectionEnd ?? at.value.length, 'end')
    at.dispatchEvent(new InputEvent('input', { bubbles: true, data: name }))
  }
  await key('F7')
  await key('1')
  expect(focused()).toBe('count-0-deaths')
  for (const name of ['2', 'Enter', '1', '1', 'Enter', 'Enter', '0']) await key(name)
  await settle(250)
  await key('Enter', { ctrlKey: true })
  expect(desk.draft.counts).toMatchObject([{ deaths: '2', injured: '11', seriously_injured: '-', missing: '0' }])
  expect(desk.of('submit')).toHaveLength(2)
  expect(keys).toBeLessThanOrEqual(15)
  expect(found('report-1').text()).toContain('续报')
})

test('F7 begins what follows; the last report is one press away; Shift+F7 puts it away without asking', async () => {
  await sent()
  await press('F7')
  await press('1')
  expect(desk.of('report_begin')).toEqual([{ incident: ID, stage: 'follow_up', withdrawn: false }])
  expect(found('later-panel').exists()).toBe(false)
  expect(found('writing').text()).toContain('正在写续报一 · 上次：首报18:31')
  await found('last-report').trigger('click')
  expect(found('last-text').text()).toContain('河东镇发生火灾（首报）')
  expect(found('submit').text()).toContain('先报后签')
  expect(found('sign').text()).toContain('签发')
  await press('Escape')
  expect(await violations()).toEqual([])
})

test('what was begun is put away by one key and can be begun again', async () => {
  await sent()
  await press('F7')
  await press('2')
  expect(focused()).toBe('field-response_ended')
  await press('F7', { shiftKey: true })
  expect(desk.of('report_discard')).toEqual([{ incident: ID }])
  expect(found('sent').exists()).toBe(true)
  await press('F7')
  await press('3')
  expect(focused()).toBe('field-verified_by')
  expect(desk.of('report_begin').at(-1)).toEqual({ incident: ID, stage: 'correction', withdrawn: false })
  expect(found('correction').text()).toBe('正在写情况更正')
  await found('put-away').trigger('click')
  await settle()
  expect(found('incident-sent').exists()).toBe(true)
  await press('F7')
  await press('4')
  expect(desk.of('report_begin').at(-1)).toMatchObject({ stage: 'correction', withdrawn: true })
})

test('what could not be begun says why and the panel stays; before a report F7 does nothing', async () => {
  await open(`/incident/${ID}`)
  await press('F7')
  expect(found('later-panel').exists()).toBe(false)
  await press('Enter', { ctrlKey: true })
  desk.refuse.report_begin = new Refusal('not_now', '首报还没有报送，请先报首报。')
  await press('F7')
  await press('1')
  expect(found('later-trouble').text()).toContain('请先报首报')
  expect(await violations()).toEqual([])
})

test('F8 signs the follow-up before it goes, by its own signature', async () => {
  await sent()
  await press('F8')
  expect(found('sign-panel').text()).toContain('补签')
  await press('Escape')
  await press('F7')
  await press('1')
  await press('F8')
  expect(found('sign-panel').text()).not.toContain('补签')
  desk.instead.view = { sign_by: '2026-05-12T11:01:42Z' }
  await press('1')
  await found('sign-name').setValue('张某')
  for (const key of ['Enter', '2', 'Enter']) await press(key)
  expect(desk.of('sign_off')).toHaveLength(1)
  expect(found('submit').text()).toContain('系统报送续报一')
})

test('every report is listed, newest first, each with where it stands; a digit shows its text', async () => {
  await followed()
  const [first, newest] = [found('report-2').text(), found('report-1').text()]
  expect(first).toContain('首报')
  expect(newest).toMatch(/续报一.*18:31.*〔2026〕第001期.*上级节点已收/)
  ;(found('sent').element as HTMLElement).focus()
  await press('2')
  expect(found('report-2').attributes('aria-pressed')).toBe('true')
  expect(page.find('[aria-label="已报送的首报"]').exists()).toBe(true)
  expect(found('form-2').exists()).toBe(false)
  expect(await violations()).toEqual([])
})

test('F9 is of the oldest report not on record yet; then of the next', async () => {
  await followed()
  expect(found('relay-open').text()).toContain('国家系统录入首报')
  await press('F9')
  expect(found('relay-report').text()).toBe('首报')
  await found('relay-number').setValue('GJ1')
  await found('relay-number').trigger('keydown', { key: 'Enter' })
  await settle()
  expect(desk.of('relay').at(-1)).toMatchObject({ report: 'r1', number: 'GJ1' })
  expect(found('relayed').text()).toContain('GJ1')
  expect(found('relay-report').text()).toBe('首报')
  await press('Enter')
  await settle()
  expect(found('relay-report').text()).toBe('续报一')
  expect((found('relay-number').element as HTMLInputElement).value).toBe('')
  await found('relay-number').setValue('GJ2')
  await found('relay-give').trigger('click')
  await settle()
  expect(desk.of('relay').at(-1)).toMatchObject({ report: 'r2', number: 'GJ2' })
  expect(await violations()).toEqual([])
})

test('found untrue after it went: one key begins the correction; an end does not stand in its way', async () => {
  await sent()
  desk.instead.incident = { ended }
  desk.tell(ID)
  await settle(1_100)
  expect(found('ended-correct').text()).toContain('情况更正（撤回）')
  await press('F7')
  expect(desk.of('report_begin')).toEqual([{ incident: ID, stage: 'correction', withdrawn: true }])
  expect(focused()).toBe('field-verified_by')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(2)
  expect(found('ended-correct').exists()).toBe(false)
  expect(found('correction').text()).toBe('已更正撤回18:31')
})

test('who was told what is no longer true is told so first', async () => {
  await sent()
  const row = { id: 'city', name: '市应急管理局', phone: '0000-1', superior: true, phoned_at: NOW, taken_by: '王某', failed: 0, confirmed_at: NOW, to_correct: true, usual: 'correct' as const }
  desk.instead.view = { recipients: [row], purposes: ['report', 'verify', 'confirm', 'correct'] }
  if (desk.report) desk.report = { ...desk.report, stage: 'correction' }
  desk.tell(ID)
  await settle(1_100)
  expect(found('recipient-city').text()).toContain('未告知更正')
  expect(found('correction').text()).toContain('1家未告知')
  await press('F3')
  await press('1')
  expect((found('call-out-correct').element as HTMLInputElement).checked).toBe(true)
  expect(await violations()).toEqual([])
  await found('call-out-give').trigger('click')
  await settle()
  expect(desk.of('call_out').at(-1)).toMatchObject({ recipient: 'city', purpose: 'correct', reached: 'answered' })
})

test('without a correction nobody is asked about one', async () => {
  await open(`/incident/${ID}`)
  await press('F3')
  await press('1')
  expect(found('call-out-correct').exists()).toBe(false)
})

test('演练 and the number stand in the head', async () => {
  desk.draft.drill = true
  desk.instead.view = { number: '〔2026〕第018期' }
  await sent()
  expect(found('drill').text()).toBe('演练')
  expect(found('number').text()).toBe('〔2026〕第018期')
  expect(found('report-1').text()).toContain('演练')
})

test('an empty field of a follow-up shows what stood there, without its being part of what is sent', async () => {
  desk.form = { ...desk.form, fields: [field('place', 'line'), field('course', 'text')] }
  desk.instead.composed = { stood: { place: '中心街一民房', course: '' } as unknown as Composed['stood'] }
  await open(`/incident/${ID}`)
  expect(found('field-place').attributes('placeholder')).toBe('上次：中心街一民房')
  expect(found('field-course').attributes('placeholder')).not.toContain('上次')
  expect(typed('field-place')).toBe('')
})
