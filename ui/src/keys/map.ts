import { onScopeDispose } from 'vue'

import { composing } from './composition'

/** `F2`, `Escape`, `Ctrl+Enter`, `1`, `?`: modifiers first, then the key. */
export type Chord = string
export type Binding = (event: KeyboardEvent) => unknown
/** A binding that answers `false` leaves the key to the layer below and to the page. */
export type Bindings = Record<Chord, Binding>

const layers: Array<() => Bindings> = []

export function chord(event: KeyboardEvent): Chord {
  const ctrl = event.ctrlKey || event.metaKey ? 'Ctrl+' : ''
  const alt = event.altKey ? 'Alt+' : ''
  const shift = event.shiftKey && event.key.length > 1 ? 'Shift+' : ''
  return ctrl + alt + shift + event.key
}

/** Where keys are text. */
export function editable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'submit'].includes(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Function keys and chords with Ctrl work everywhere; anything that could be text does not while somebody types. */
export function works(keys: Chord, target: EventTarget | null): boolean {
  if (/^(Shift\+)?F\d+$/.test(keys) || keys.startsWith('Ctrl+') || keys === 'Escape') return true
  if (editable(target)) return false
  const pressed = target instanceof HTMLElement && target.closest('button, a, summary, [role=radio], [role=button]')
  return !(pressed && (keys === 'Enter' || keys === ' '))
}

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || composing(event)) return
  const keys = chord(event)
  if (!works(keys, event.target)) return
  for (let i = layers.length - 1; i >= 0; i--) {
    const binding = layers[i]?.()[keys]
    if (!binding) continue
    // A key that is held down acts once, and does not fall through to the browser's own use of it.
    if (event.repeat) return event.preventDefault()
    if (binding(event) === false) continue
    event.preventDefault()
    event.stopPropagation()
    return
  }
}

window.addEventListener('keydown', dispatch)

/** Binds keys while the calling component lives; the newest layer is asked first. */
export function useKeys(bindings: () => Bindings): void {
  layers.push(bindings)
  onScopeDispose(() => {
    const at = layers.indexOf(bindings)
    if (at >= 0) layers.splice(at, 1)
  })
}

/** `1` … `9` for the first nine. */
export function digits(count: number, act: (index: number) => unknown): Bindings {
  const bindings: Bindings = {}
  for (let i = 0; i < Math.min(count, 9); i++) bindings[String(i + 1)] = () => act(i)
  return bindings
}
