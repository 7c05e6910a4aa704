import { onScopeDispose } from 'vue'

import { useBackend } from '../../backend'

/** A key or a click is told at most this often. */
const EVERY_MS = 20_000

/** Tells the program that somebody is at the keys, so that it knows when nobody is. */
export function followActivity(matters: () => boolean): void {
  const backend = useBackend()
  let told = -EVERY_MS
  function active(): void {
    const now = performance.now()
    if (!matters() || now - told < EVERY_MS) return
    told = now
    void backend.call('desk_active', null).catch(() => undefined)
  }
  window.addEventListener('keydown', active, true)
  window.addEventListener('pointerdown', active, true)
  onScopeDispose(() => {
    window.removeEventListener('keydown', active, true)
    window.removeEventListener('pointerdown', active, true)
  })
}
