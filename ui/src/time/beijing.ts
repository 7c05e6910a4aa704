/** Beijing time is UTC+8 without seasons, so it is computed, whatever the machine's own zone is. */
const OFFSET_MS = 8 * 3_600_000
const WEEKDAYS = ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六']
const DAY_MS = 86_400_000

export type Instant = string | number

const two = (n: number) => String(n).padStart(2, '0')

export function millis(at: Instant): number {
  return typeof at === 'number' ? at : Date.parse(at)
}

function shifted(at: Instant): Date {
  return new Date(millis(at) + OFFSET_MS)
}

function dayNumber(at: Instant): number {
  return Math.floor((millis(at) + OFFSET_MS) / DAY_MS)
}

/** 18:09 */
export function hhmm(at: Instant): string {
  const date = shifted(at)
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`
}

/** 18:09:42 */
export function hhmmss(at: Instant): string {
  return `${hhmm(at)}:${two(shifted(at).getUTCSeconds())}`
}

/** 5月12日 */
export function day(at: Instant): string {
  const date = shifted(at)
  return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`
}

/** 2026年5月12日 */
export function date(at: Instant): string {
  return `${shifted(at).getUTCFullYear()}年${day(at)}`
}

export function weekday(at: Instant): string {
  return WEEKDAYS[shifted(at).getUTCDay()] ?? ''
}

/** 18:09 today, 昨18:09, 明日8:00, 5月10日18:09 further away; in one line with no spaces around digits. */
export function clockTime(at: Instant, now: Instant): string {
  const apart = dayNumber(at) - dayNumber(now)
  if (apart === 0) return hhmm(at)
  if (apart === -1) return `昨${hhmm(at)}`
  if (apart === 1) return `明日${hhmm(at)}`
  return `${day(at)}${hhmm(at)}`
}

/** When a limit is: at midnight it is 24:00 of the day that ends. */
export function limitTime(at: Instant, now: Instant): string {
  const midnight = (millis(at) + OFFSET_MS) % DAY_MS === 0
  return midnight ? clockTime(millis(at) - 1, now).replace('23:59', '24:00') : clockTime(at, now)
}

/** The value of a `<time datetime>`: with its offset. */
export function machineTime(at: Instant): string {
  return shifted(at).toISOString().replace('Z', '+08:00')
}
