import type { IncidentView, Reported, ReportStanding } from '../backend'
import { clockTime } from '../time/beijing'

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
