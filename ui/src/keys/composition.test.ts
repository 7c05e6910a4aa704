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
  expect([guard.composing(event), guard.composing(event)]).toEqual([true, true])
})
