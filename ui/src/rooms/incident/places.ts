import { inject, provide, type InjectionKey } from 'vue'

/** Where in each report's form the cursor was last: whoever was called away goes on there. */
export type Places = Map<string, string>
const KEY: InjectionKey<Places> = Symbol('places')

export function providePlaces(): void {
  provide(KEY, new Map())
}

export function usePlaces(): Places {
  const places = inject(KEY)
  if (!places) throw new Error('no places were provided')
  return places
}
