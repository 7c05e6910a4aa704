import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Refusal } from './backend'
import { ID, NOW } from './desk.mock'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(() => {
  begin()
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
})
afterEach(finish)

test('two tries that reached nobody are two keys; the next in line is asked; it goes first and the record says so', async () => {
  await open(`/incident/${ID}`)
  expect(found('statement').text()).toBe('由值班员先行报送首报，签发手续后补。')
  expect(page.text()).toContain('未加载授权书')
  await press('F8')
  await press('/')
  expect(desk.of('sign_off_sought')).toEqual([{ incident: ID, post: '带班领导', signer: '', way: 'by_phone', ended: 'no_answer', time: '' }])
  expect(found('sign-panel').text()).toContain('再请示')
  await press('*')
  expect(desk.of('sign_off_sought').at(-1)).toMatchObject({ post: '带班领导', ended: 'busy' })
  expect(found('sign-panel').text()).toContain('已两次未接通，请示下一位')
  await press('/')
  expect(desk.of('sign_off_sought').at(-1)).toMatchObject({ post: '局长' })
  expect(found('submit').text()).toContain('先报后签')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(1)
  expect(found('sign-panel').exists()).toBe(false)
  expect(found('letter-sent').text()).toContain('签发：授权先报（待补签）')
  expect(found('statement').text()).toBe('由值班员先行报送首报，签发手续后补。')
})

test('keys of a try belong to the text once a name is half typed, and to the panel before', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  await press('1')
  expect(focused()).toBe('sign-name')
  await found('sign-name').setValue('张')
  await press('-')
  await press('/')
  expect(desk.of('sign_off_sought')).toHaveLength(0)
  await found('sign-name').setValue('')
  await press('/', { isComposing: true })
  expect(desk.of('sign_off_sought')).toHaveLength(0)
  await press('-')
  expect(desk.of('sign_off_sought')).toMatchObject([{ post: '带班领导', ended: 'sent_back' }])
  expect(found('sign-panel').exists()).toBe(true)
})

test('of two listed officers one is a digit; all four ways are digits', async () => {
  desk.officers = ['张某', '李某'].map((name) => ({ id: name, name, post: '带班领导', phone: '', left: false }))
  await open(`/incident/${ID}`)
  await press('F8')
  await press('Enter')
  expect(focused()).toBe('sign-name')
  await press('1')
  await press('3')
  await press('Enter')
  expect(desk.of('sign_off')).toEqual([{ incident: ID, post: '带班领导', signer: '张某', way: 'by_message', time: '' }])
})

test('Ctrl+Enter sends also out of a field of the panel; a try that could not be kept says so', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  desk.refuse.sign_off_sought = new Refusal('storage', '磁盘已满')
  await press('/')
  expect(found('sign-panel').text()).toContain('磁盘已满')
  await press('1')
  await found('sign-name').setValue('张某')
  await press('Enter', { ctrlKey: true })
  expect(desk.of('submit')).toHaveLength(1)
  expect(desk.of('sign_off')).toHaveLength(0)
})

test('F8 after it went: 补签 with its limit, once', async () => {
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  expect(found('sign-by').text()).toContain('内控19:01前')
  await press('F8')
  expect(found('sign-panel').text()).toContain('补签 内控19:01前')
  await press('2')
  await found('sign-name').setValue('李某')
  await press('Enter')
  await press('2')
  await press('Enter')
  expect(desk.of('sign_off')).toMatchObject([{ post: '局长', signer: '李某', way: 'by_phone' }])
  expect(found('letter-sent').text()).toContain('李某（电话）18:31补签')
  await press('F8')
  expect(found('sign-panel').exists()).toBe(false)
})

test('the message for the signer stands in the panel; what is said on the phone stands large while dialling', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  expect(found('sign-message').text()).toContain('首报待签')
  expect(await violations()).toEqual([])
})

test('the call-out of a report shows what to say; a number of the 常用电话 is one digit', async () => {
  await open(`/incident/${ID}`)
  await press('F3')
  await press('1')
  expect(found('spoken').text()).toContain('0000-1')
  expect(found('spoken').text()).toContain('报告一起火灾')
  await press('Escape')
  expect(found('spoken').exists()).toBe(false)
  await press('F3')
  await press('0')
  expect(focused()).toBe('call-out-name')
  await press('1')
  expect(found('phone-number').text()).toBe('0000-119')
  await press('Enter')
  await settle()
  expect(desk.of('call_out').at(-1)).toMatchObject({ recipient: null, name: '县消防救援大队', purpose: 'verify', reached: 'answered' })
})

test('口径 is above the signing and in nobody’s way: digits and Enter sign as ever, Tab comes to it after', async () => {
  desk.instead.signLine = { tell_also: ['局长', '分管副县长'] }
  await open(`/incident/${ID}`)
  await press('F8')
  expect(found('accord-county_government').text()).toContain('还没有核对，不影响签发')
  expect(found('tell-also').text()).toBe('同时报：局长、分管副县长')
  const inOrder = [...found('sign-panel').element.querySelectorAll<HTMLElement>('button')].map((button) => button.dataset.test ?? '')
  expect(inOrder.indexOf('signer-1')).toBeLessThan(inOrder.indexOf('accord-county_government-agrees'))
  await press('1')
  await found('sign-name').setValue('张某')
  await press('Enter')
  await press('2')
  await press('Enter')
  expect(desk.of('sign_off')).toMatchObject([{ post: '带班领导', signer: '张某', way: 'by_phone' }])
  expect(desk.of('accord_check')).toHaveLength(0)
})

test('口径 ends with one press; where they differ is one line more; how it ended last stands there with its time', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  const row = 'accord-county_government'
  await found(`${row}-not_reached`).trigger('click')
  await settle()
  expect(desk.of('accord_check')).toEqual([{ incident: ID, recipient: 'county_government', accord: 'not_reached', differs: '' }])
  expect(found(row).text()).toContain('18:31未联系上')
  expect(focused()).toBe('sign-panel')
  await found(`${row}-differs`).trigger('click')
  await settle()
  expect(focused()).toBe(`${row}-where`)
  await press('1')
  expect(found('sign-name').exists()).toBe(false)
  await found(`${row}-where`).setValue('失联人数')
  await press('Enter', { isComposing: true })
  expect(desk.of('accord_check')).toHaveLength(1)
  await press('Enter')
  expect(desk.of('accord_check').at(-1)).toMatchObject({ accord: 'differs', differs: '失联人数' })
  expect(found(row).text()).toContain('18:31不一致：失联人数')
  expect(focused()).toBe('sign-panel')
  expect(await violations()).toEqual([])
})

test('Esc in 哪里不一致 goes back to the panel, and does not close it; a refusal is said in its row', async () => {
  await open(`/incident/${ID}`)
  await press('F8')
  await found('accord-county_government-differs').trigger('click')
  await settle()
  desk.refuse.accord_check = new Refusal('invalid', '请写一句哪里不一致。')
  await press('Enter')
  expect(found('accord-county_government').text()).toContain('请写一句哪里不一致。')
  await press('Escape')
  expect(found('accord-county_government-where').exists()).toBe(false)
  expect(found('sign-panel').exists()).toBe(true)
})

test('whose signature is whose is the program’s word: an older report is still signed though a newer one was', async () => {
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  const { report } = desk
  if (!report) throw new Error('no report')
  const standing = { state: 'received' as const, entered_at: null, by: '值班岗位', claimable: false }
  desk.instead.incident = {
    reports: [report, { ...report, id: 'r2', words: '续报一', signed: { is: 'by', post: '带班领导', signer: '乙某', way: 'by_phone', at: NOW, changed_since: false } }],
    signed_off: ['甲某', '乙某'].map((signer) => ({ post: '带班领导', signer, way: 'by_phone' as const, at: NOW, letter: '', number: null })),
  }
  desk.instead.view = {
    to_sign: 'r1',
    standings: [{ ...standing, report: 'r1', signed_words: '签发：授权先报（待补签）' }, { ...standing, report: 'r2', signed_words: '签发：乙某（电话）18:25' }],
  }
  desk.tell(ID)
  await settle(1_100)
  expect(found('letter-sent').text()).toContain('签发：乙某（电话）18:25')
  ;(found('sent').element as HTMLElement).focus()
  await press('2')
  expect([found('letter-sent').text(), found('sent').text()].every((text) => text.includes('授权先报（待补签）')), 'no signature in between completes it').toBe(true)
  expect(found('sign-afterwards').text()).toContain('补签首报')
  await press('F8')
  expect(found('sign-panel').text()).toContain('补签')
})

test('the to-do of a signature says its key and leads to the panel, whatever it is called', async () => {
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  page.unmount()
  desk.todos = [{ what: '补一个签', detail: '河东镇火灾', urgent: false, tone: 'calm', incident: ID, call: null, levels: null, peer: null, signs: true, due_at: null, basis: 'internal' }]
  await open('/')
  expect(found('todos').text()).toContain('F8')
  await found('todos').get('a').trigger('click')
  await vi.dynamicImportSettled()
  await settle()
  expect(found('sign-panel').exists()).toBe(true)
})
