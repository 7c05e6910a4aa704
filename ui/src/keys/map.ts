import { effectScope, hasInjectionContext, inject, onScopeDispose, provide, watch, type EffectScope, type InjectionKey } from 'vue'

import { composing } from './composition'
import { sign } from './signs'

/** `F2`, `Escape`, `Ctrl+Enter`, `1`, `?`: modifiers first, then the key. */
export type Chord = string
export type Binding = (event: KeyboardEvent) => unknown
/** A binding that answers `false` leaves the key to the layer below and to the page. */
export type Bindings = Record<Chord, Binding>

type Covered = () => boolean
interface Layer {
  bindings: () => Bindings
  covered: Covered
}
const layers: Layer[] = []

const COVER: InjectionKey<Covered> = Symbol('cover')
const around = (): Covered => (hasInjectionContext() ? inject(COVER, () => false) : () => false)

/** While it is covered, no key acts that is bound within the calling component: nobody would see what it does. */
export function provideCover(covered: Covered): void {
  const outer = around()
  provide(COVER, () => covered() || outer())
}

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

/** Function keys, digits with Alt and chords with Ctrl work everywhere; what could be text does not while somebody types. */
export function works(keys: Chord, target: EventTarget | null): boolean {
  if (/^(Shift\+)?F\d+$|^Alt\+\d$/.test(keys) || keys.startsWith('Ctrl+') || keys === 'Escape') return true
  if (editable(target)) return false
  const pressed = target instanceof HTMLElement && target.closest('button, a, summary, [role=radio], [role=button]')
  return !(pressed && (keys === 'Enter' || keys === ' '))
}

/** A browser reloads, searches or reads aloud by these: a key beside the one that was meant must not. Shift+F10 is the machine's menu. */
const BROWSERS_OWN = /^F([1-9]|1[01])$|^Shift\+F([1-9]|11)$/

function dispatch(event: KeyboardEvent): void {
  if (event.defaultPrevented || composing(event)) return
  const keys = chord(event)
  if (!works(keys, event.target)) return
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i]
    const bindings = layer?.covered() ? undefined : layer?.bindings()
    const binding = bindings?.[keys] ?? bindings?.[sign(keys)]
    if (!binding) continue
    // A key that is held down acts once, and does not fall through to the browser's own use of it.
    if (event.repeat) return event.preventDefault()
    if (binding(event) === false) continue
    event.preventDefault()
    event.stopPropagation()
    return
  }
  if (BROWSERS_OWN.test(keys)) event.preventDefault()
}

window.addEventListener('keydown', dispatch)

/** Binds keys while the calling component lives; the newest layer is asked first. */
export function useKeys(bindings: () => Bindings): void {
  bind({ bindings, covered: around() })
}

/** Keys of what opens and closes: while it is open it lies on top of what was there before. */
export function useKeysWhile(open: () => boolean, bindings: () => Bindings): void {
  const layer = { bindings, covered: around() }
  let scope: EffectScope | undefined
  const close = () => scope?.stop()
  watch(open, (opens) => {
    close()
    if (!opens) return
    scope = effectScope(true)
    scope.run(() => bind(layer))
  })
  onScopeDispose(close)
}

/** Esc out of a room: asked last, so that whatever lies open over or beside it closes first. */
export function useWayOut(leave: Binding): void {
  bind({ bindings: () => ({ Escape: leave }), covered: around() }, 'last')
}

function bind(layer: Layer, asked: 'first' | 'last' = 'first'): void {
  if (asked === 'first') layers.push(layer)
  else layers.unshift(layer)
  onScopeDispose(() => {
    const at = layers.indexOf(layer)
    if (at >= 0) layers.splice(at, 1)
  })
}

/** `1` … `9` for the first nine. */
export function digits(count: number, act: (index: number) => unknown): Bindings {
  const bindings: Bindings = {}
  for (let i = 0; i < Math.min(count, 9); i++) bindings[String(i + 1)] = () => act(i)
  return bindings
}
