import { afterEach, beforeEach, expect, test } from 'vitest'

import { Refusal } from './backend'
import { ID } from './desk.mock'
import './rooms/information/InformationList.vue'
import './rooms/information/InformationRoom.vue'
import { begin, desk, finish, found, open, press, settle, typed, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const full = new Refusal('storage', '磁盘已满，请清理后继续。')
async function loaded(test: string): Promise<void> {
  for (let i = 0; i < 50 && !found(test).exists(); i++) await new Promise((go) => setImmediate(go))
  await settle()
}
/** A page on which something was typed that the desk has not kept yet. */
async function written(): Promise<void> {
  await open(`/information/${ID}`)
  await loaded('information-editor')
  await found('information-title').setValue('防汛会议')
  await settle()
}
async function click(test: string): Promise<void> {
  await found(test).trigger('click')
  await settle()
}

test.each(['Escape', 'information-back', 'rail-desk'])('%s keeps what was typed, and then leaves', async (way) => {
  await written()
  const release = desk.hold('information_save')
  await (way === 'Escape' ? press(way) : click(way))
  expect(desk.of('information_save')).toEqual([{ information: ID, author: 'desk', title: '防汛会议', body: '' }])
  expect(found('information-editor').exists()).toBe(true)
  release()
  await settle()
  expect(found('information-editor').exists()).toBe(false)
})

test.each(['Escape', 'information-back', 'rail-desk'])('where it cannot be kept %s stays and says so; who leaves again is let go', async (way) => {
  const leave = () => (way === 'Escape' ? press(way) : click(way))
  desk.refuse.information_save = full
  await written()
  await leave()
  expect(typed('information-title')).toBe('防汛会议')
  expect(found('information-stays').text()).toContain('磁盘已满，请清理后继续。')
  await leave()
  expect(found('information-editor').exists()).toBe(false)
})

test('a full disk locks nobody in: F2 answers the phone, and the place that was wanted is one button away', async () => {
  desk.refuse.information_save = full
  await written()
  await press('F2')
  expect(found('call-panel').exists()).toBe(true)
  await press('F2')
  await press('1')
  await settle()
  expect(found('information-stays').exists()).toBe(true)
  await click('information-go')
  expect(found('incident').exists()).toBe(true)
})

test('the notice is readable for everybody', async () => {
  desk.refuse.information_save = full
  await written()
  await press('Escape')
  expect(found('information-stays').exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('with room on the disk again the notice goes, and so does the officer', async () => {
  desk.refuse.information_save = full
  await written()
  await press('Escape')
  delete desk.refuse.information_save
  await settle(2_500)
  expect(found('information-stays').exists()).toBe(false)
  await press('Escape')
  expect(found('information-editor').exists()).toBe(false)
})

test('a desk that does not answer holds nobody for long', async () => {
  await written()
  desk.hold('information_save')
  await press('Escape')
  await settle(3_500)
  expect(found('information-stays').text()).toContain('草稿还没有存好')
  await press('Escape')
  expect(found('information-editor').exists()).toBe(false)
})

test('不写了 gives up what cannot be saved, and saves nothing after', async () => {
  desk.refuse.information_save = new Refusal('invalid', '内容过长，未保存最后一次改动，请删减后继续。')
  await written()
  await settle(200)
  const tried = desk.of('information_save').length
  await press('F7', { shiftKey: true })
  await press('F7', { shiftKey: true })
  await settle(5_000)
  expect(desk.of('information_discard')).toEqual([{ information: ID }])
  expect(desk.of('information_save')).toHaveLength(tried)
  expect(found('information-editor').exists()).toBe(false)
})

test('where 不写了 is refused the words stay in hand and are saved as before', async () => {
  desk.refuse.information_discard = full
  await written()
  await press('F7', { shiftKey: true })
  await press('F7', { shiftKey: true })
  expect(found('information-say').text()).toContain('磁盘已满')
  expect(typed('information-title')).toBe('防汛会议')
  await settle(200)
  expect(desk.of('information_save').at(-1)).toMatchObject({ title: '防汛会议' })
})
