import { VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import axe from 'axe-core'
import { vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import App from './App.vue'
import { newQueryClient, provideBackend } from './backend'
import { Desk, ID } from './desk.mock'
import { routes } from './routes'

/** The window on a desk in memory, for tests that walk through it by keys. */
export let desk: Desk
export let page: VueWrapper

const stopTime = () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
export function begin(): void {
  stopTime()
  desk = new Desk()
}
export function finish(): void {
  page.unmount()
  document.body.replaceChildren()
  vi.useRealTimers()
}
export async function open(path: string): Promise<void> {
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(path)
  const queryClient = newQueryClient()
  page = mount(App, {
    attachTo: document.body,
    global: { plugins: [[VueQueryPlugin, { queryClient }], router, (app) => void provideBackend(app, desk, queryClient)] },
  })
  await settle()
}
export async function settle(ms = 0): Promise<void> {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}
export const found = (name: string) => page.find(`[data-test="${name}"]`)
export const focused = () => (document.activeElement as HTMLElement | null)?.dataset.test
export async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
  await settle()
}
/** The cursor in that field. */
export async function at(test: string): Promise<void> {
  ;(found(test).element as HTMLElement).focus()
  await settle()
}
/** The page of the incident, with the cursor in that field. */
export async function openAt(test: string): Promise<void> {
  await open(`/incident/${ID}`)
  await at(test)
}
/** What stands in that field. */
export const typed = (test: string) => (found(test).element as HTMLInputElement).value
/** What axe finds, on the whole page or within one part of a long one. */
export async function violations(within?: string): Promise<string[]> {
  // axe waits by the clock; what comes after it does not.
  vi.useRealTimers()
  const { violations: all } = await axe.run(within ? found(within).element : document.body, {
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  stopTime()
  return all.map((item) => `${item.id}: ${item.nodes[0]?.html}`)
}
