import type { ShallowRef } from 'vue'

import { takeEnter } from './composition'
import { digitPressed } from './row'

/** A list that some key leads into: there a digit or Enter opens a row and the arrows go round. Elsewhere digits are others'. */
export function useRows(box: Readonly<ShallowRef<HTMLElement | null>>) {
  const rows = () => [...(box.value?.querySelectorAll<HTMLElement>('[data-opens]') ?? [])]

  function enter(): void {
    rows()[0]?.focus()
  }
  function key(event: KeyboardEvent): void {
    const all = rows()
    const at = all.indexOf(event.target as HTMLElement)
    if (at < 0) return
    const chosen = all[digitPressed(event)]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (takeEnter(event)) all[at]?.click()
    else if (chosen) chosen.click()
    else if (step) all[(at + step + all.length) % all.length]?.focus()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { enter, key }
}
