import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { newQueryClient, provideBackend, Refusal, type DisclosureView } from '../../backend'
import { Desk, ID, NOW } from '../../desk.mock'
import DisclosePanel from './DisclosePanel.vue'

let desk: Desk
let panel: VueWrapper
const VIEW: DisclosureView = {
  superiors: [{ code: '990100', name: '样例市应急管理局' }, { code: '990000', name: '样例省应急管理厅' }],
  posts: ['带班领导'],
  entries: [{ what: '来电', count: 1 }, { what: '签发', count: 2 }],
  waiting: 0,
  given: [],
}
const found = (name: string) => panel.find(`[data-test="${name}"]`)

async function show(view: Partial<DisclosureView> = {}): Promise<void> {
  desk.answers.disclosure = { ...VIEW, ...view }
  const queryClient = newQueryClient()
  panel = mount(DisclosePanel, {
    attachTo: document.body,
    props: { incident: ID },
    global: { plugins: [[VueQueryPlugin, { queryClient }], (app) => void provideBackend(app, desk, queryClient)] },
  })
  await flushPromises()
}
beforeEach(() => {
  desk = new Desk()
})
afterEach(() => {
  panel.unmount()
  document.body.replaceChildren()
})

test('it says what would be shown, and gives it to the superior that was chosen with who consented', async () => {
  desk.answers.disclose = VIEW
  await show()
  expect(found('disclose-entries').text()).toBe('将可调阅3条：来电1条、签发2条。')
  await found('disclose-unit-990000').setValue(true)
  for (const [line, text] of [['asked_by', '省厅值班员'], ['consented_by', '带班领导'], ['post', '带班领导'], ['reason', '核查']]) {
    await found(`disclose-${line}`).setValue(text)
  }
  await found('disclose-give').trigger('click')
  await flushPromises()
  expect(desk.of('disclose')).toEqual([
    { incident: ID, unit: '990000', asked_by: '省厅值班员', consented_by: '带班领导', post: '带班领导', time: '', reason: '核查' },
  ])
})

test('without a consenting leader nothing is shown and the cursor stands where the name is missing', async () => {
  desk.refuse.disclose = new Refusal('invalid', '请补', [{ field: 'consented_by', message: '请填写同意调阅的本单位领导姓名。', severity: 'error' }])
  await show()
  await found('disclose-give').trigger('click')
  await flushPromises()
  expect(panel.text()).toContain('请填写同意调阅的本单位领导姓名')
  expect((document.activeElement as HTMLElement).dataset.test).toBe('disclose-consented_by')
})

test('what has not gone up yet cannot be shown, and what was shown is listed with who consented', async () => {
  await show({ entries: [], waiting: 4 })
  expect(found('disclose-nothing').text()).toContain('有4条记录尚未送到上级节点')
  expect(found('disclose-give').exists()).toBe(false)
  panel.unmount()
  await show({ given: [{ at: NOW, to: ['样例市应急管理局'], asked_by: '市局值班员', consented_by: '带班领导', post: '局长', reason: '核查', entries: 3, received: false }] })
  expect(found('disclose-given').text()).toContain('市局值班员调阅3条，局长带班领导同意，事由：核查（已保存本机，待发）')
})
