import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { Paper } from './backend'
import { ID } from './desk.mock'
import { at, begin, desk, finish, focused, found, open, press, settle, violations } from './stage.mock'

const paper: Paper = {
  masthead: '突发事件信息专报', head: '〔2026〕第018期　加急　内部资料 注意保存', unit: '样例县应急管理局', date: '2026年5月12日18时32分',
  tail: '签发：张某（电话）　审核：　值班员：李某　联系电话：0000-0000000',
  sheets: [
    { id: 'city', to: '市应急管理局', copies: '县委办公室、县政府办公室', title: '样例市样例县发生火灾', body: '第一段。\n第二段。', text: '突发事件信息专报\n样例市样例县发生火灾' },
    { id: 'county', to: '县委值班室', copies: '', title: '河东镇发生火灾', body: '第一段。', text: '突发事件信息专报\n河东镇发生火灾' },
  ],
}
const copied: string[] = []
beforeEach(() => {
  begin()
  copied.length = 0
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  desk.instead.composed = { paper, neighbour: { title: '关于河东镇火灾的通报', body: '可能影响你县。' } }
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) } })
})
afterEach(finish)

test('F4 goes round: the sheet with its head and tail, what a neighbour is told, why it comes now, and back to where the cursor was', async () => {
  await open(`/incident/${ID}`)
  ;(found('field-town').element as HTMLElement).focus()
  await press('F4')
  expect(focused()).toBe('paper-form')
  for (const words of ['突发事件信息专报', '〔2026〕第018期　加急　内部资料 注意保存', '样例市样例县发生火灾', '市应急管理局：', '抄送：县委办公室、县政府办公室', '签发：张某（电话）'])
    expect(found('sheet').text()).toContain(words)
  await press('F4')
  expect(found('letter-form').text()).toContain('可能影响你县。')
  await press('c')
  expect(copied).toEqual(['关于河东镇火灾的通报\n可能影响你县。'])
  await press('F4')
  expect(found('letter-form').text()).toContain('关于补报河东镇火灾的说明')
  await press('F4')
  expect(focused()).toBe('field-town')
  expect(found('paper-form').exists()).toBe(false)
})

test('a digit is one of the sheets; C copies it as it is printed', async () => {
  await open(`/incident/${ID}`)
  await press('F4')
  await press('2')
  expect(found('sheet').text()).toContain('县委值班室：')
  expect(found('sheet').text()).not.toContain('抄送')
  await press('1')
  await press('c')
  expect(copied).toEqual([paper.sheets[0]?.text])
  expect(await violations()).toEqual([])
})

test('P prints the sheet alone, and it is gone from the page afterwards', async () => {
  const print = vi.fn()
  vi.stubGlobal('print', print)
  await open(`/incident/${ID}`)
  await press('F4')
  await press('p')
  expect(print).toHaveBeenCalledTimes(1)
  const sheet = () => document.body.querySelector(':scope > [data-test="to-print"]')
  expect(sheet()?.textContent).toContain('样例市样例县发生火灾')
  expect(document.body.classList.contains('printing')).toBe(true)
  window.dispatchEvent(new Event('afterprint'))
  await settle()
  expect(sheet()).toBeNull()
  expect(document.body.classList.contains('printing')).toBe(false)
  vi.unstubAllGlobals()
})

test('the keys of the sheet are the sheet’s alone; the sent letter has the same forms', async () => {
  await open(`/incident/${ID}`)
  await press('F4')
  ;(found('field-town').element as HTMLElement).focus()
  await press('c')
  expect(copied).toEqual([])
  await press('Enter', { ctrlKey: true })
  await found('form-2').trigger('click')
  await settle()
  expect(found('sheet').text()).toContain('突发事件信息专报')
  ;(found('form-2').element as HTMLElement).focus()
  await press('ArrowRight')
  expect(focused()).toBe('form-3')
  expect(found('letter-form').exists()).toBe(true)
  expect(await violations()).toEqual([])
})

test('why it comes now is typed beside the note; its letters are no keys, and it is kept', async () => {
  await open(`/incident/${ID}`)
  await found('form-4').trigger('click')
  await at('late-reason')
  await press('c')
  await found('late-reason').setValue('属地来电时尚未核实')
  await settle(250)
  expect(desk.draft.late_reason).toBe('属地来电时尚未核实')
  expect(copied).toEqual([])
})
