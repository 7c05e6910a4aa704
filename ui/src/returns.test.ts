import { afterEach, beforeEach, expect, test } from 'vitest'

import { begin, desk, finish, found, open, settle, violations } from './stage.mock'
import { ID } from './desk.mock'

beforeEach(begin)
afterEach(finish)

test('what a city may send back is named in its own words, and the letter may go all the same', async () => {
  desk.instead = {
    composed: { returns: [{ reason: 'signer_missing', number: 14, word: '缺签发人/联系人/电话', message: '没有联系电话，请补上', field: null }] },
  }
  await open(`/incident/${ID}`)
  expect(found('returns').text()).toContain('市里可能退回1处，仍可照发')
  await found('returns-open').trigger('click')
  expect(found('returns').text()).toContain('14　缺签发人/联系人/电话')
  expect(await violations()).toEqual([])
})

test('the text of a document goes into the body, never the document', async () => {
  desk.draft.material = { name: '所选文件（docx）', text: '现场情况。\n<b>已送医</b>' }
  await open(`/incident/${ID}`)
  expect(found('material').text()).toContain('所选文件（docx）')
  await found('material-body').trigger('click')
  await settle(300)
  expect((desk.of('draft_save').at(-1)?.draft as { body: string }).body).toBe('现场情况。\n<b>已送医</b>')
  expect(found('letter-body').html()).not.toContain('<b>已送医</b>')
  await found('material-choose').trigger('click')
  expect(desk.of('material_choose')).toEqual([{ incident: ID }])
})
