/**
 * What stands in a line before the cursor comes there, from the caller's words or from an earlier report, is selected, so
 * that typing replaces it. Not where somebody pointed into it, and not where the window merely came back to the front.
 */
export function useArrival() {
  let pointing = false
  let waiting: EventTarget | null = null

  function arrived(event: FocusEvent): void {
    const returned = waiting === event.target
    waiting = null
    if (pointing || returned) return
    if (event.target instanceof HTMLInputElement && event.target.type === 'text') event.target.select()
  }
  function left(event: FocusEvent): void {
    waiting = document.hasFocus() ? null : event.target
  }
  return {
    arrived,
    left,
    pointed: (down: boolean) => {
      pointing = down
    },
  }
}
