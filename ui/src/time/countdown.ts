import { BASIS, type Deadline } from '../backend'
import { clockTime, limitTime, millis, type Instant } from './beijing'

const HOURS_ONLY_MS = 10 * 3_600_000

export type Tone = 'calm' | 'near' | 'late' | 'past'

export interface Countdown {
  /** 07:18, 1:28:18, 13时28分 */
  figure: string
  /** 已过, 已过内控, 超时, 及时 …: said before the figure, never by colour alone. */
  word: string
  tone: Tone
}

const two = (n: number) => String(n).padStart(2, '0')

/** 07:18 under an hour, 1:28:18 under ten, then 13时28分. */
export function span(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  if (Math.abs(ms) >= HOURS_ONLY_MS) return `${hours}时${two(minutes)}分`
  if (hours > 0) return `${hours}:${two(minutes)}:${two(seconds % 60)}`
  return `${two(minutes)}:${two(seconds % 60)}`
}

/** What remains, shown so that 00:01 is the last second and 00:00 is never stood on. */
function remaining(ms: number): string {
  return span(Math.ceil(ms / 1000) * 1000)
}

/** Amber from then on. */
export function isNear({ near_at }: { near_at: string | null }, now: number): boolean {
  return near_at !== null && millis(near_at) <= now
}

/** A deadline as it stands now: it counts down to its time, then counts on as 已过. */
export function countdown(deadline: Deadline, now: number): Countdown {
  const done = deadline.done_at !== null
  if (deadline.state === 'not_started') return { figure: '未起算', word: '', tone: 'calm' }
  if (done) return { figure: '已办', word: '', tone: 'calm' }
  if (deadline.state === 'ended') return { figure: '已终止', word: '', tone: 'calm' }
  if (deadline.state === 'tracking') return { figure: '跟踪期', word: '', tone: 'calm' }
  if (deadline.due_at === null) {
    const since = deadline.origin_at === null ? 0 : Math.max(0, now - millis(deadline.origin_at))
    return { figure: span(since), word: deadline.state === 'promptly' ? '及时·已过' : '已过', tone: isNear(deadline, now) ? 'near' : 'calm' }
  }
  const left = millis(deadline.due_at) - now
  if (left > 0) return { figure: remaining(left), word: '', tone: isNear(deadline, now) ? 'near' : 'calm' }
  if (deadline.state === 'born_past') return { figure: span(left), word: '已过·不计迟报', tone: 'calm' }
  if (deadline.basis === 'internal') return { figure: span(left), word: '已过内控', tone: 'past' }
  return { figure: span(left), word: '超时', tone: 'late' }
}

/** The 内控 speaks until the 规定 beside it has passed too: from then on that is what matters. */
export function leading(row: { deadline: Deadline; prescribed: Deadline | null }, now: number): Deadline {
  const due = row.prescribed?.due_at
  const past = due != null && millis(due) <= now && row.prescribed?.done_at === null
  return past && row.prescribed ? row.prescribed : row.deadline
}

/** 内控18:39, 规定及时, 规定未起算: when it is due, with the word it rests on. */
export function dueWords(deadline: Deadline, now: number): string {
  const basis = BASIS[deadline.basis]
  if (deadline.due_at) return basis + limitTime(deadline.due_at, now)
  return basis + (deadline.state === 'not_started' ? '未起算' : '及时')
}

const MINUTE_MS = 60_000
const BEYOND: Partial<Record<Deadline['state'], string>> = { met_late: '超', met_past_internal: '过内控' }

/** 17:02（超2分）: when it was done and, where that was too late, by how much as both are read off the clock. */
export function doneWords(deadline: Deadline, done: Instant, now: number): string {
  const [at, beyond] = [clockTime(done, now), BEYOND[deadline.state]]
  if (!beyond || deadline.due_at === null) return at
  const minute = (time: Instant) => Math.floor(millis(time) / MINUTE_MS)
  const minutes = Math.max(1, minute(done) - minute(deadline.due_at))
  const long = minutes < 60 ? `${minutes}分` : `${Math.floor(minutes / 60)}时${two(minutes % 60)}分`
  return `${at}（${beyond}${long}）`
}
