import { expect, test } from 'vitest'

import { sheets, stretches } from './transcript'

const groupsOf = (text: string) => stretches(text).flatMap((one) => (one.code ? [one.groups.join(' ')] : []))
const whole = (text: string) => stretches(text).map((one) => (one.code ? one.groups.join('') : one.text)).join('')

test('digits and codes stand in groups that can be read across a desk, and are the same characters', () => {
  expect(groupsOf('411102 漯河市')).toEqual(['41 11 02'])
  expect(groupsOf('13900000001')).toEqual(['139 0000 0001'])
  expect(groupsOf('10900（GB/T 35561 2017）')).toEqual(['1090 0', 'GB/T', '3556 1', '2017'])
  expect(groupsOf('2026年5月12日18时05分')).toEqual(['2026', '5', '12', '18', '05'])
  expect(groupsOf('2026-05-12 18:09，0000-0000001')).toEqual(['2026-05-12', '18:09', '0000-0000001'])
  for (const text of ['411102 漯河市', '〔2026〕第018期', 'K123+450处，A/B', '', '无数字。\n第二段', '-', 'ABCDEFGHI']) expect(whole(text)).toBe(text)
})

test('a long text goes part by part, none longer than a screen, and together they are the text', () => {
  const sentence = '5月12日18时05分左右，样例省样例市样例县河东镇幸福路12号一仓库发生火灾。'
  const body = `${sentence.repeat(4)}\n后续情况续报。`
  const all = sheets([{ label: '标题', text: '关于火灾的报告' }, { label: '正文', text: body }])
  expect(all[0]).toEqual({ field: 0, label: '标题', text: '关于火灾的报告', part: 1, parts: 1 })
  const parts = all.filter(({ field }) => field === 1)
  expect(parts.map(({ text }) => text).join('')).toBe(body)
  expect(parts.length).toBeGreaterThan(2)
  expect(parts.map(({ part, parts: of }) => part * 100 + of)).toEqual(parts.map((_, index) => (index + 1) * 100 + parts.length))
  for (const { text } of parts) expect([...text].length).toBeLessThanOrEqual(72)
})

test('a sentence that is longer than a screen goes clause by clause', () => {
  const text = '某单位'.repeat(20) + '，' + '另一单位'.repeat(15) + '，现场处置中。'
  const parts = sheets([{ label: '正文', text }])
  expect(parts.map((one) => one.text).join('')).toBe(text)
  expect(parts.length).toBe(2)
})
