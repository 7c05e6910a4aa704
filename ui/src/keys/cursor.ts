import { watch } from 'vue'

/** Whatever lies over or beside a field gives the cursor back to it when it goes, unless the cursor is somewhere by then. */
export function useCursorBack(open: () => boolean): void {
  let from: Element | null = null

  function giveBack(): void {
    const at = document.activeElement
    const lost = !at || at === document.body
    // A link beside the rooms was only passed by: the room that comes next has the cursor for itself.
    if (lost && from instanceof HTMLElement && from.isConnected && from.closest('main')) from.focus()
    from = null
  }
  // At once, before the page is drawn anew: what is covered or taken away loses the cursor.
  watch(open, (opens) => opens && (from = document.activeElement), { flush: 'sync' })
  watch(open, (opens) => opens || giveBack(), { flush: 'post' })
}
