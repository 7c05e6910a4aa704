import { mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { h } from 'vue'

const machines = Date.now
afterEach(() => {
  Date.now = machines
})

test('a key still acts on the page after somebody set the machine’s clock back', async () => {
  let wall = Date.UTC(2026, 4, 12, 10, 9)
  Date.now = () => wall
  vi.resetModules()
  await import('./time/steady')
  const heard: string[] = []
  const form = mount(
    () => h('section', { onKeydown: () => heard.push('form') }, h('input', { onKeydown: () => heard.push('field') })),
    { attachTo: document.body },
  )
  wall -= 3_600_000
  const mounted = performance.now()
  await vi.waitUntil(() => performance.now() > mounted + 1)
  form.find('input').element.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true }))
  expect(heard, 'the form hears a key that its field heard first').toEqual(['field', 'form'])
  form.unmount()
})
