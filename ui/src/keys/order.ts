/** Elements that Enter walks through carry `data-enter`; the order is the page's. */
export function nextInOrder(from: HTMLElement, within: HTMLElement): HTMLElement | undefined {
  const all = [...within.querySelectorAll<HTMLElement>('[data-enter]')].filter((el) => !el.hasAttribute('disabled'))
  const at = all.findIndex((el) => el === from || el.contains(from))
  return all[at + 1]
}

/** Moves on; answers whether there was somewhere to go. */
export function moveOn(from: HTMLElement, within: HTMLElement | null): boolean {
  const next = within && nextInOrder(from, within)
  if (!next) return false
  next.focus()
  if (next instanceof HTMLInputElement) next.select()
  next.scrollIntoView?.({ block: 'nearest' })
  return true
}
