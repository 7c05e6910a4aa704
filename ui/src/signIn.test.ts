import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal } from './backend'
import { ID, NOW } from './desk.mock'
import { at, begin, desk, finish, focused, found, open, openAt, press, settle, typed, violations } from './stage.mock'

const A = '00000000-0000-7000-8000-00000000000a'
const B = '00000000-0000-7000-8000-00000000000b'
const nobody = { author: 'desk', officer: null, name: '值班岗位', since: null, locked: false, curtain: false, listed: true }
const signedIn = { ...nobody, author: A, officer: A, name: '值班员甲', since: NOW }

beforeEach(() => {
  begin()
  desk.session = nobody
  desk.signInNames = [
    { officer: A, name: '值班员甲', post: '值班员', has_pin: true },
    { officer: B, name: '值班员乙', post: '值班员', has_pin: false },
  ]
})
afterEach(finish)

const write = (test: string, text: string) => found(test).setValue(text)
/** Somebody else takes the desk, as every page is told. */
async function taken(session: typeof signedIn): Promise<void> {
  desk.session = session
  desk.tell(null)
  await settle(50)
}

test('a digit, the PIN, Enter: the desk is theirs, and says so', async () => {
  await open('/')
  expect(found('session').text()).toContain('未登录')
  await press('F12')
  await press('1')
  expect(focused()).toBe('pin')
  expect(found('pin').attributes('type')).toBe('password')
  await write('pin', '2580')
  desk.session = signedIn
  await found('sign-in').find('form').trigger('submit')
  await settle(50)
  expect(desk.of('sign_in')).toEqual([{ officer: A, pin: '2580' }])
  expect(found('sign-in-panel').exists()).toBe(false)
  expect(found('session').text()).toContain('值班员甲')
})

test('who has no PIN chooses one, twice', async () => {
  await open('/')
  await press('F12')
  await press('2')
  await write('pin', '1470')
  await found('sign-in').find('form').trigger('submit')
  await settle()
  expect(focused()).toBe('pin-again')
  desk.refuse.pin_choose = new Refusal('invalid', '两次输入不一样', [{ field: 'again', message: '两次输入不一样，请重新输入第二遍。', severity: 'error' }])
  await write('pin-again', '1471')
  await found('sign-in').find('form').trigger('submit')
  await settle()
  expect(found('pin-again-wrong').text()).toContain('两次输入不一样')
  expect([typed('pin'), typed('pin-again'), focused()]).toEqual(['1470', '', 'pin-again'])
  expect(await violations()).toEqual([])
})

test('a wrong PIN is said at its field, and Esc leads back to the form: the report goes all the same', async () => {
  await openAt('field-town')
  desk.refuse.sign_in = new Refusal('invalid', '登录码不对', [{ field: 'pin', message: '登录码不对，还可试4次。', severity: 'error' }])
  await press('F12')
  await press('1')
  await write('pin', '9999')
  await found('sign-in').find('form').trigger('submit')
  await settle()
  expect(found('pin-wrong').text()).toContain('还可试4次')
  expect(typed('pin')).toBe('')
  await press('Escape')
  await press('Escape')
  expect(found('sign-in-panel').exists()).toBe(false)
  expect(found('incident').exists()).toBe(true)
})

test('what one officer typed last is kept under their own name, and the next one has a form of their own', async () => {
  desk.session = signedIn
  await openAt('field-town')
  await write('field-town', '河东镇')
  desk.draft = { ...desk.draft, town: '' }
  await taken({ ...signedIn, author: B, officer: B, name: '值班员乙' })
  const saves = desk.of('draft_save') as unknown as Array<{ author: string; draft: { town: string } }>
  expect(saves.at(-1)).toMatchObject({ author: A, draft: { town: '河东镇' } })
  expect(saves.every(({ author }) => author === A)).toBe(true)
})

test('a colleague’s draft is offered and taken over by a button', async () => {
  desk.instead.view = { others: [{ author: A, name: '值班员甲', saved_at: NOW }], can_take_over: true }
  await open(`/incident/${ID}`)
  expect(found('other-draft').text()).toMatch(/值班员甲.*存有这份的草稿/)
  await found('take-over').trigger('click')
  await settle()
  expect(desk.of('draft_take_over')).toEqual([{ subject: ID, author: A }])
  desk.instead.view.can_take_over = false
  desk.tell(ID)
  await settle(50)
  expect(found('take-over').exists()).toBe(false)
})

test('behind the lock are the rooms; before it the clocks, the phone and the way back in', async () => {
  desk.session = { ...signedIn, author: 'desk', locked: true, curtain: true }
  await open('/settings')
  expect(found('locked').exists()).toBe(true)
  for (const name of ['settings', 'rail-settings', 'session']) expect(found(name).exists(), name).toBe(false)
  expect(focused()).toBe('pin')
  expect(found('sign-in').text()).toContain('值班员甲')
  await press('F12')
  expect(found('sign-in-panel').exists()).toBe(false)
  await press('F2')
  expect(found('call-panel').exists()).toBe(true)
  expect(desk.of('call_open')).toHaveLength(1)
  expect(await violations()).toEqual([])
})

test('a key is told as somebody being there, seldom, and only once somebody has signed in', async () => {
  await open('/')
  await press('x')
  expect(desk.of('desk_active')).toHaveLength(0)
  await taken(signedIn)
  for (const key of ['x', 'y', 'z']) await press(key)
  expect(desk.of('desk_active')).toHaveLength(1)
})

test('a report that went as the desk is claimed by whoever signed in', async () => {
  desk.session = signedIn
  await openAt('field-town')
  await write('field-occurred', '1805')
  await write('field-town', '河东镇')
  await settle(250)
  await press('Enter', { ctrlKey: true })
  await settle()
  const standings = [{ report: 'r1', state: 'received' as const, entered_at: null, signed_words: '', by: '值班岗位', claimable: true }]
  desk.instead.view = { standings }
  desk.tell(ID)
  await settle(50)
  await press('F9', { shiftKey: true })
  expect(desk.of('report_claim')).toEqual([{ incident: ID, report: 'r1' }])
})

test('a forgotten PIN is cleared beside the name, and the lock’s minutes are chosen', async () => {
  desk.session = { ...signedIn, author: B, officer: B }
  desk.officers = [{ id: A, name: '值班员甲', post: '值班员', phone: '', left: false }]
  await open('/settings')
  await settle(50)
  await found('officer-0-pin-clear').trigger('click')
  await settle()
  expect(desk.of('pin_clear')).toEqual([{ officer: A }])
  expect(found('officers').text()).toContain('登录码已清除')
  await found('lock-after-30').setValue(true)
  await settle()
  expect(desk.of('lock_after')).toEqual([{ minutes: 30 }])
  await at('lock-after-30')
})
