import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'

/** The list of what waits to be sent is the top bar's; a to-do leads to it. */
interface WaitingList {
  /** How often it was asked for. */
  asked: Ref<number>
  open(): void
}
const KEY: InjectionKey<WaitingList> = Symbol('waiting list')

export function provideWaitingList(): void {
  const asked = ref(0)
  provide(KEY, { asked, open: () => (asked.value += 1) })
}

export function useWaitingList(): WaitingList {
  const list = inject(KEY)
  if (!list) throw new Error('no waiting list was provided')
  return list
}
