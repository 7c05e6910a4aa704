import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { chord, useKeys, works, type Bindings } from './map'

let scope: EffectScope
const press = (key: string, on: Element = document.body, init: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  on.dispatchEvent(event)
  return event
}
const bind = (bindings: Bindings) => scope.run(() => useKeys(() => bindings))
function put<K extends keyof HTMLElementTagNameMap>(tag: K): HTMLElementTagNameMap[K] {
  return document.body.appendChild(document.createElement(tag))
}

beforeEach(() => {
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  document.body.replaceChildren()
})

test('digits do nothing while somebody types; function keys and Ctrl chords still work', () => {
  const digit = vi.fn()
  const call = vi.fn()
  const submit = vi.fn()
  bind({ 1: digit, F2: call, 'Ctrl+Enter': submit, '?': digit })
  for (const input of [put('input'), put('textarea'), put('select')]) {
    press('1', input)
    press('?', input)
    press('F2', input)
    press('Enter', input, { ctrlKey: true })
  }
  expect(digit).not.toHaveBeenCalled()
  expect(call).toHaveBeenCalledTimes(3)
  expect(submit).toHaveBeenCalledTimes(3)
  press('1')
  expect(digit).toHaveBeenCalledOnce()
})

test('Enter on a button is the button’s own; digits on it are shortcuts', () => {
  expect(works('Enter', put('button'))).toBe(false)
  expect(works('1', put('button'))).toBe(true)
})

test('a key of the input method is nobody’s shortcut', () => {
  const digit = vi.fn()
  bind({ 1: digit, F2: digit })
  press('1', document.body, { isComposing: true })
  press('F2', document.body, { keyCode: 229 } as KeyboardEventInit)
  expect(digit).not.toHaveBeenCalled()
})

test('the newest layer is asked first and may pass a key on', () => {
  const seen: string[] = []
  bind({ F2: () => seen.push('room'), 1: () => seen.push('room 1') })
  bind({ F2: () => seen.push('panel'), 1: () => false })
  expect(press('F2').defaultPrevented).toBe(true)
  press('1')
  expect(seen).toEqual(['panel', 'room 1'])
})

test('a held key acts once', () => {
  const open = vi.fn()
  bind({ F2: open })
  press('F2')
  expect(press('F2', document.body, { repeat: true }).defaultPrevented).toBe(true)
  expect(open).toHaveBeenCalledOnce()
})

test('chords name their modifiers, and Shift only where the key does not show it', () => {
  expect(chord(new KeyboardEvent('keydown', { key: 'F2', shiftKey: true }))).toBe('Shift+F2')
  expect(chord(new KeyboardEvent('keydown', { key: '?', shiftKey: true }))).toBe('?')
  expect(chord(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true }))).toBe('Ctrl+Enter')
})
