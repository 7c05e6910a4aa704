import type { Incident, IncidentView, Reported, ReportStanding } from '../../backend'
import { clockTime } from '../../time/beijing'

/** 首报18:36 */
export function reportAt(report: Reported, now: number): string {
  return report.words + clockTime(report.submitted_at, now)
}

/** Where one report stands, as the program says. */
export function standing(view: IncidentView, report: Reported): ReportStanding | undefined {
  return view.standings.find((one) => one.report === report.id)
}

/** The report that F9 is of: the oldest that waits for the system of record, else the newest. */
export function awaited(view: IncidentView): Reported | undefined {
  return view.incident.reports.find((report) => report.id === view.awaited)
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
