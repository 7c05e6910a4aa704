import type { Incident, IncidentView, Reported, ReportState, Stage } from '../../backend'
import { clockTime } from '../../time/beijing'

export const STAGE: Record<Stage, string> = { first: '首报', follow_up: '续报', final: '终报', correction: '情况更正' }

const DIGITS = '〇一二三四五六七八九'

/** 一 … 九十九, as the papers are counted. */
export function inChinese(n: number): string {
  if (n < 10) return DIGITS[n] ?? ''
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens === 1 ? '' : DIGITS[tens]}十${ones ? DIGITS[ones] : ''}`
}

/** 首报, 续报二, 情况更正 */
export function reportWords({ stage, nth }: Pick<Reported, 'stage' | 'nth'>): string {
  const counted = (stage === 'follow_up' && nth > 0) || (stage === 'correction' && nth > 1)
  return STAGE[stage] + (counted ? inChinese(nth) : '')
}

/** 首报18:36 */
export function reportAt(report: Reported, now: number): string {
  return reportWords(report) + clockTime(report.submitted_at, now)
}

/** When the system of record had it; a save and a send are nothing of the kind. */
export function enteredAt(report: Reported): string | null {
  return (report.system_of_record === 'national' ? report.relay?.at : report.receipt?.received_at) ?? null
}

/** The report that still waits for the system of record, the oldest of them; where none does, the newest. */
export function awaited(incident: Incident): Reported | undefined {
  return incident.reports.find((report) => !enteredAt(report)) ?? incident.reports.at(-1)
}

/** Where one report stands. What was refused is known of the one that the page itself speaks of. */
export function stateOf(view: IncidentView, report: Reported): ReportState {
  if (awaited(view.incident)?.id === report.id) return view.state
  if (enteredAt(report)) return 'on_record'
  return report.receipt ? 'received' : 'saved_here'
}

/** A correction that says that what was reported is not true at all has gone. */
export function withdrawn(incident: Incident): boolean {
  return incident.reports.some((report) => report.stage === 'correction' && report.facts.withdrawn)
}

/** What was reported and found untrue is still to be corrected. */
export function toWithdraw(view: IncidentView): boolean {
  const { ended, reports } = view.incident
  return ended?.outcome === 'not_true' && reports.length > 0 && !withdrawn(view.incident) && view.writing === null
}

/** 演练: what is being written, else what went last. */
export function drill(view: IncidentView): boolean {
  return view.writing ? view.draft.drill : !!view.incident.reports.at(-1)?.facts.drill
}
