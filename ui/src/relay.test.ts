import { afterEach, beforeEach, expect, test } from 'vitest'

import { ID } from './desk.mock'
import { begin, desk, finish, focused, found, open, page, press, settle, violations } from './stage.mock'

beforeEach(begin)
afterEach(finish)

const BODY = '5月12日18时05分左右，样例县河东镇幸福路12号一仓库发生火灾。'.repeat(4)
const FIELDS = [
  { label: '标题', text: '河东镇发生火灾（首报）' },
  { label: '正文', text: BODY },
  { label: '行政区划', text: '990121 样例县' },
]
let copied: string[] = []

async function relay(): Promise<void> {
  Object.assign(desk.draft, { occurred: '1805', town: '河东镇' })
  desk.instead.view = { relay_fields: FIELDS }
  copied = []
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) } })
  await open(`/incident/${ID}`)
  await press('Enter', { ctrlKey: true })
  await press('F9')
  await settle()
}
const place = () => found('transcript-place').text()
const text = () => (found('transcript-text').element as HTMLElement).textContent
/** What the transcript is asked by keys goes to the page, not to a button. */
const onPage = () => (found('transcript').element as HTMLElement).focus()

test('every field can be copied by one key, which says what was copied', async () => {
  await relay()
  for (const { label } of FIELDS) {
    await press('c')
    expect(page.text()).toContain(`已复制${label}`)
  }
  expect(copied).toEqual(FIELDS.map(({ text: value }) => value))
  expect(focused()).toBe('relay-number')
})

test('誊录: space, Enter and → go on, ← goes back, the number of the field stands there, Esc leads to the list', async () => {
  await relay()
  await press('t')
  expect([place(), text()]).toEqual(['1 / 3', FIELDS[0]?.text])
  await press(' ')
  expect([place(), found('transcript-part').text()]).toEqual(['2 / 3', '第1段，共2段'])
  const first = text()
  await press('Enter')
  expect(place()).toBe('2 / 3')
  expect(`${first}${text()}`).toBe(BODY)
  await press('ArrowLeft')
  expect(text()).toBe(first)
  await press('ArrowRight')
  await press('ArrowRight')
  expect([place(), text()]).toEqual(['3 / 3', '990121 样例县'])
  expect(page.findAll('[data-test="transcript-text"] .group').map((one) => one.text())).toEqual(['99', '01', '21'])
  expect(await violations()).toEqual([])
  await press('Escape')
  expect(found('transcript').exists()).toBe(false)
  expect(found('relay-field-2').attributes('aria-current')).toBe('true')
})

test('誊录: what is copied of a part is the whole field; behind the last comes the number of the national system', async () => {
  await relay()
  await press('T')
  await press(' ')
  await press('c')
  expect(copied).toEqual([BODY])
  expect(found('transcript-said').text()).toBe('已复制正文')
  onPage()
  await press(' ')
  await press(' ')
  expect(place()).toBe('3 / 3')
  await press(' ')
  expect(found('transcript').exists()).toBe(false)
  expect(focused()).toBe('relay-number')
  expect(found('relay-field-1').text()).toContain('已复制')
})

test('where the national system shows no number a line goes in its place, and the room says so', async () => {
  await relay()
  await found('relay-number').trigger('keydown', { key: 'Enter' })
  expect(desk.of('relay')).toEqual([])
  expect(page.text()).toContain('没有显示编号的，在后一格写一行凭据')
  await found('relay-instead').setValue('截图3张，存值班电脑')
  await found('relay-instead').trigger('keydown', { key: 'Enter' })
  await settle()
  expect(desk.of('relay')).toMatchObject([{ number: '', instead: '截图3张，存值班电脑' }])
  expect(found('relayed').text()).toContain('编号未填（截图3张，存值班电脑）')
})
