import { computed, onScopeDispose, readonly, ref, watch, type Ref } from 'vue'

import type { ClockView } from '../backend'
import { millis } from './beijing'

/** Less than this apart is the answer's own way through the machine, not a change of the clock. */
const JITTER_MS = 400

let base = { room: Date.now(), local: performance.now() }
let users = 0
let timer: ReturnType<typeof setTimeout> | undefined
const ticking = ref(roomNow())

/** The room's time now, carried on locally from the last answer. */
export function roomNow(): number {
  return base.room + (performance.now() - base.local)
}

/** Takes the time of an answer. */
export function setRoomClock(now: string): void {
  const told = millis(now)
  if (Number.isNaN(told)) return
  if (Math.abs(told - roomNow()) >= JITTER_MS) base = { room: told, local: performance.now() }
  ticking.value = roomNow()
}

function tick(): void {
  ticking.value = roomNow()
  timer = setTimeout(tick, 1000 - (ticking.value % 1000) + 5)
}

/** A value that moves on once a second, on the second. */
export function useNow(): Readonly<Ref<number>> {
  if (users++ === 0) tick()
  onScopeDispose(() => {
    if (--users === 0) clearTimeout(timer)
  })
  return readonly(ticking)
}

/** Keeps the room's clock by the desk's answers. */
export function followRoomClock(clock: () => ClockView | undefined): void {
  const said = computed(() => clock()?.now)
  watch(said, (now) => now && setRoomClock(now), { immediate: true })
}
