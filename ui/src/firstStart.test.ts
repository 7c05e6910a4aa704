import { afterEach, beforeEach, expect, test } from 'vitest'

import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

test('the first start by keys alone: code, officers, channel, packs, sound, duty', async () => {
  desk.unit = null
  await open('/')
  expect(page.text()).toContain('本软件不是报送系统，不新增报表，辅助起草和计时。')
  await press('1')
  await settle()
  expect(focused()).toBe('enrol-code')
  await found('enrol-code').setValue('ABCD-EFGH')
  await press('Enter')
  expect(focused()).toBe('enrol-upstream')
  await found('enrol-upstream').setValue('http://127.0.0.1:1')
  await press('Enter')
  await settle()
  expect(desk.of('enrol')).toEqual([{ upstream: 'http://127.0.0.1:1', code: 'ABCD-EFGH' }])
  expect(focused()).toBe('officer-0-name')
  await found('officer-0-name').setValue('张某')
  await press('Enter')
  await found('officer-0-post').setValue('带班领导')
  await press('Enter')
  await press('Enter')
  await settle()
  expect(desk.of('officer_list')).toEqual([{ officer: null, name: '张某', post: '带班领导', phone: '', left: false }])
  expect(focused()).toBe('officer-1-name')
  await press('Enter')
  expect(found('first-3').exists()).toBe(true)
  await press('2')
  expect(desk.of('choose_system_of_record')).toEqual([{ system_of_record: 'upstream' }])
  await press('Enter')
  expect(found('packs').text()).toContain('未读到原文')
  await press('Enter')
  await press('1')
  expect(found('sound').text()).toContain('没有找到能播放的程序')
  await press('3')
  expect(desk.of('sound_heard')).toEqual([{ heard: false }])
  await press('Escape')
  expect(found('first-4').exists()).toBe(true)
  await press('Enter')
  await press('Enter')
  expect(desk.of('finish_first_start')).toHaveLength(0)
  await press('Enter')
  expect(desk.of('finish_first_start')).toHaveLength(1)
  expect(found('desk').exists()).toBe(true)
})

test('the desk shows its unit before the code is answered: the officer still comes to the next step', async () => {
  const { unit } = desk
  desk.unit = null
  await open('/')
  await press('1')
  await settle()
  await found('enrol-code').setValue('zhiban:enrol?upstream=https://a&code=B')
  const answer = desk.hold('enrol')
  await press('Enter')
  desk.unit = unit
  desk.tell(null)
  await settle()
  answer()
  await settle()
  expect(found('first-2').exists(), 'an answer that comes after the event is not lost').toBe(true)
  expect(focused()).toBe('officer-0-name')
})

test('the text of a QR code needs no address', async () => {
  desk.unit = null
  await open('/')
  await press('1')
  await settle()
  await found('enrol-code').setValue('zhiban:enrol?upstream=https://a&code=B')
  expect(found('enrol-upstream').exists()).toBe(false)
  await press('Enter')
  expect(desk.of('enrol')).toEqual([{ upstream: '', code: 'zhiban:enrol?upstream=https://a&code=B' }])
})

test('the sample county is a digit and Enter; a reload goes on after the unit', async () => {
  desk.unit = null
  await open('/')
  await press('3')
  await press('Enter')
  await settle()
  expect(desk.of('try_sample')).toHaveLength(1)
  expect(found('first-2').exists()).toBe(true)
  page.unmount()
  await open('/')
  expect(found('first-2').exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('a backup is handed over by its ticket, and what was done is said', async () => {
  desk.unit = null
  await open('/')
  await press('2')
  await press('Enter')
  await settle()
  expect(focused()).toBe('restore-file')
  Object.defineProperty(found('restore-file').element, 'files', { value: [new Blob(['x'])] })
  await found('restore-file').trigger('change')
  await settle()
  expect(desk.sent.map((one) => one.ticket)).toEqual(['t1'])
})

test.each(['/settings'])('axe finds nothing on %s, nor on the first page', async (path) => {
  await open(path)
  expect(found('desk-log').text()).toContain('已注册')
  await found('leave-sample').trigger('click')
  expect(desk.of('leave_sample')).toHaveLength(0)
  await found('leave-sample-yes').trigger('click')
  await settle()
  expect(desk.of('leave_sample')).toHaveLength(1)
  expect(await violations()).toEqual([])
})
