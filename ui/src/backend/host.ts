import { inject, onScopeDispose, readonly, ref, type InjectionKey, type Ref } from 'vue'

import { refusal, type Backend } from './door'

const AGAIN_MS = 1_000

/** `lost`: the program does not answer. `stranger`: it answers, and does not know this page. */
export type Contact = 'there' | 'lost' | 'stranger'

export interface Host {
  backend: Backend
  contact: Readonly<Ref<Contact>>
  /** Calls when the program answers again; returns a way to stop. */
  onReturn(returned: () => void): () => void
  /** Asks whether it is still there. */
  doubt(): void
  stop(): void
}

export const HOST: InjectionKey<Host> = Symbol('host')

/** Watches whether the program answers, by every call that is made; once it does not, it is asked every second. */
export function watchHost(raw: Backend): Host {
  const contact = ref<Contact>('there')
  const waiting = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let stopped = false

  function heard(): void {
    clearTimeout(timer)
    timer = undefined
    if (contact.value === 'there') return
    contact.value = 'there'
    for (const returned of waiting) returned()
  }
  function failed(cause: unknown): void {
    const { code } = refusal(cause)
    if (code !== 'unreachable' && code !== 'stranger') return heard()
    contact.value = code === 'stranger' ? 'stranger' : 'lost'
    if (!stopped) timer ??= setTimeout(again, AGAIN_MS)
  }
  function again(): void {
    timer = undefined
    doubt()
  }
  function doubt(): void {
    if (asking || stopped) return
    asking = true
    raw
      .call('desk', null)
      .then(heard, failed)
      .finally(() => (asking = false))
  }

  const backend: Backend = {
    async call(name, args, author) {
      try {
        const answer = await raw.call(name, args, author)
        heard()
        return answer
      } catch (cause) {
        failed(cause)
        throw cause
      }
    },
    onChange: (changed, broken) => raw.onChange(changed, broken),
    sendFile: (ticket, file) => raw.sendFile(ticket, file),
  }
  return {
    backend,
    contact: readonly(contact),
    onReturn(returned) {
      waiting.add(returned)
      return () => void waiting.delete(returned)
    },
    doubt,
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** How the program behind the page is; what is to be done when it is back is done while the caller lives. */
export function useHost(returned?: () => void): Readonly<Ref<Contact>> {
  const host = inject(HOST)
  if (!host) throw new Error('no backend was provided')
  if (returned) onScopeDispose(host.onReturn(returned))
  return host.contact
}
