import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal, type Call } from './backend'
import { ID, NOW } from './desk.mock'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

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
  expect(document.activeElement).toBe(found('call-words').element)
  await press('F2')
  await press('1')
  expect(desk.of('call_end')).toEqual([{ call: ID, outcome: 'incident', note: '', into: null, agreed_by: '' }])
  expect(found('incident').exists()).toBe(true)
  expect(found('call-panel').exists()).toBe(false)
})

test('上级询问 is one key in the open call, and can be taken back', async () => {
  await open('/')
  await press('F2')
  await found('call-unit').setValue('市应急管理局指挥中心')
  await press('F5', { shiftKey: true })
  await settle(300)
  expect(desk.of('call_note').at(-1)).toMatchObject({ caller_unit: '市应急管理局指挥中心', asked_by_superior: true })
  expect((found('call-asked').element as HTMLInputElement).checked).toBe(true)
  await found('call-asked').setValue(false)
  await settle(300)
  expect(desk.of('call_note').at(-1)).toMatchObject({ asked_by_superior: false })
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

test('an end waits for the words: on a slow disk the digit never overtakes what was said', async () => {
  await open('/')
  await press('F2')
  const written = desk.hold('call_note')
  await found('call-words').setValue('一民房着火')
  await press('F2')
  expect(desk.of('call_note').at(-1)).toMatchObject({ words: '一民房着火' })
  await press('1')
  await settle(5_000)
  expect(desk.of('call_end')).toHaveLength(0)
  written()
  await settle()
  expect(desk.of('call_end')).toHaveLength(1)
  expect(found('incident').exists()).toBe(true)
})

test('an end waits for the call itself to be written down', async () => {
  const opened = desk.hold('call_open')
  await open('/')
  await press('F2')
  await found('call-caller').setValue('李某')
  await press('F2')
  await press('1')
  await settle(5_000)
  expect([desk.of('call_note'), desk.of('call_end')]).toEqual([[], []])
  opened()
  await settle()
  expect(desk.of('call_note').at(-1)).toMatchObject({ call: ID, caller: '李某' })
  expect(desk.of('call_end')).toHaveLength(1)
})

test('words that could not be kept keep the call open, and are kept once that can be', async () => {
  await open('/')
  await press('F2')
  desk.refuse.call_note = new Refusal('storage', '磁盘已满')
  await found('call-words').setValue('一民房着火')
  await press('F2')
  await press('1')
  expect(desk.of('call_end')).toHaveLength(0)
  expect(found('call-panel').text()).toContain('未存：磁盘已满')
  delete desk.refuse.call_note
  await settle(2_000)
  expect(desk.of('call_note').at(-1)).toMatchObject({ words: '一民房着火' })
  expect(found('call-panel').text()).not.toContain('磁盘已满')
  await press('1')
  expect(desk.of('call_end')).toHaveLength(1)
})

test('words typed the moment the page goes away are kept', async () => {
  await open('/')
  await press('F2')
  await found('call-words').setValue('冒烟了')
  window.dispatchEvent(new Event('pagehide'))
  await settle()
  expect(desk.of('call_note').at(-1)).toMatchObject({ words: '冒烟了' })
})

test('3 本级掌握: a line of reason, Enter, the leader who agreed, Enter; it is said when to look again', async () => {
  await open('/')
  await press('F2')
  await press('F2')
  await press('3')
  expect(focused()).toBe('call-reason')
  await found('call-reason').setValue('无人员伤亡')
  await press('Enter', { isComposing: true })
  expect(focused()).toBe('call-reason')
  await press('Enter')
  expect(focused()).toBe('call-agreed-by')
  await found('call-agreed-by').setValue('张某')
  await press('Enter', { isComposing: true })
  expect(desk.of('call_end')).toHaveLength(0)
  await press('Enter')
  expect(desk.of('call_end')).toEqual([{ call: ID, outcome: 'below_threshold', note: '无人员伤亡', into: null, agreed_by: '张某' }])
  expect(found('call-panel').exists()).toBe(false)
  expect(found('call-kept').text()).toContain('已记录，两小时后再看')
  await settle(15_000)
  expect(found('call-kept').exists()).toBe(false)
})

test('a wrong digit is mended at once: the call is an incident after all, and its page is opened', async () => {
  await open('/')
  await press('F2')
  await press('F2')
  await press('6')
  await settle()
  expect(found('call-kept').text()).toContain('误报/抽查/其他')
  expect(await violations()).toEqual([])
  desk.answers.call_look_again = { call: {} as Call, incident: ID }
  await found('call-as-incident').trigger('click')
  await settle()
  expect(desk.of('call_look_again')).toEqual([{ call: ID, incident: true, note: '' }])
  expect(found('incident').exists()).toBe(true)
  expect(found('call-kept').exists(), 'said once').toBe(false)
})

test('a call that a digit ended stands in 来电记录 on 当班 and can become an incident later too', async () => {
  const ended = { id: 'c6', received_at: NOW, caller: '王某', caller_unit: '', words: '楼上冒烟', outcome: 'other' } as Call
  desk.instead.desk = { ended_calls: [ended] }
  await open('/')
  expect(found('ended-call-c6').text()).toMatch(/18:31接起.*王某.*楼上冒烟.*误报/)
  expect(await violations()).toEqual([])
  desk.answers.call_look_again = { call: {} as Call, incident: ID }
  await found('as-incident-c6').trigger('click')
  await settle()
  expect(desk.of('call_look_again')).toEqual([{ call: 'c6', incident: true, note: '' }])
  expect(found('incident').exists()).toBe(true)
})

test('本级掌握 without a name: said at its field, and the reason stays; an officer who is listed is a digit', async () => {
  desk.officers = [
    { id: 'o1', name: '李某', post: '值班员', phone: '', left: true },
    { id: 'o2', name: '张某', post: '带班领导', phone: '', left: false },
  ]
  const message = '本级掌握请填写同意的带班领导姓名。'
  desk.refuse.call_end = new Refusal('invalid', message, [{ field: 'agreed_by', message, severity: 'error' }])
  await open('/')
  await press('F2')
  await press('F2')
  await press('3')
  await found('call-reason').setValue('损失轻微')
  await press('Enter')
  await press('Enter')
  expect(focused()).toBe('call-agreed-by')
  expect(found('call-panel').text()).toContain(message)
  expect(found('call-agreed-by').attributes('aria-invalid')).toBe('true')
  expect((found('call-reason').element as HTMLInputElement).value).toBe('损失轻微')
  delete desk.refuse.call_end
  await press('1')
  await press('Enter')
  expect(desk.of('call_end').at(-1)).toMatchObject({ note: '损失轻微', agreed_by: '张某' })
  await press('F2')
  expect(found('call-kept').exists()).toBe(false)
  await press('F2')
  await press('3')
  expect(await violations()).toEqual([])
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
  expect(desk.of('relay')).toEqual([{ incident: ID, report: 'r1', time: '', number: 'GJ1', instead: '' }])
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
