import { afterEach, expect, test } from 'vitest'

import { guardComposition } from './composition'

let now = 0
const target = new EventTarget()
const guard = guardComposition(target, () => now)
afterEach(() => {
  now += 10_000
  target.dispatchEvent(new Event('keyup'))
})

function enter(init: KeyboardEventInit = {}): boolean {
  const event = new KeyboardEvent('keydown', { key: 'Enter', keyCode: 13, ...init } as KeyboardEventInit)
  target.dispatchEvent(event)
  return guard.composing(event)
}

test('an Enter outside any composition is meant', () => {
  expect(enter()).toBe(false)
})

test('isComposing and key code 229 belong to the input method', () => {
  expect(enter({ isComposing: true })).toBe(true)
  expect(enter({ keyCode: 229 } as KeyboardEventInit)).toBe(true)
})

test('WebKit ends the composition before the keydown that ended it: that key is swallowed, the next is meant', () => {
  target.dispatchEvent(new Event('compositionstart'))
  now += 400
  target.dispatchEvent(new Event('compositionend'))
  now += 3
  expect(enter()).toBe(true)
  now += 3
  expect(enter()).toBe(false)
})

test('Chromium: the committing key went before and is up again, so a quick Enter is meant', () => {
  target.dispatchEvent(new Event('compositionstart'))
  expect(enter({ keyCode: 229 } as KeyboardEventInit)).toBe(true)
  target.dispatchEvent(new Event('compositionend'))
  target.dispatchEvent(new Event('keyup'))
  now += 20
  expect(enter()).toBe(false)
})

test('asking twice about one event gives one answer', () => {
  target.dispatchEvent(new Event('compositionend'))
  const event = new KeyboardEvent('keydown', { key: 'Enter' })
  target.dispatchEvent(event)
  expect([guard.composing(event), guard.composing(event)]).toEqual([true, true])
})

test('a composition that the cursor left behind holds back no key elsewhere: F2 and a digit right after it', () => {
  const field = document.body.appendChild(document.createElement('textarea'))
  const elsewhere = document.body.appendChild(document.createElement('div'))
  const page = guardComposition(window, () => now)
  const pressed = (where: HTMLElement): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key: '1', bubbles: true })
    where.dispatchEvent(event)
    return event
  }
  for (const [where, held] of [[elsewhere, false], [field, true]] as const) {
    field.dispatchEvent(new Event('compositionstart', { bubbles: true }))
    field.dispatchEvent(new Event('compositionend', { bubbles: true }))
    expect(page.composing(pressed(where))).toBe(held)
  }
  page.stop()
  field.remove()
  elsewhere.remove()
})
