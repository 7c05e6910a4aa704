import type { CalledOut, Incident, IncidentView, LogCallOut, Purpose, Reached, RecipientRow } from '../../backend'
import { hhmm, millis } from '../../time/beijing'

/** From here on a line was written up from paper. */
const WRITTEN_UP_MS = 2 * 60_000

export const REACHED: Record<Reached, string> = { answered: '通', busy: '占线', no_answer: '无人接听' }
export const PURPOSE: Record<Purpose, string> = { report: '电话报告', verify: '核实', confirm: '确认收到', correct: '告知更正' }

/**
 * What a call to this recipient is for, unless somebody says otherwise: what is no longer true first, to whoever was told
 * of it; else to report, after that to hear that it came.
 */
export function usualPurpose(view: IncidentView, recipient: RecipientRow | null): Purpose {
  if (!recipient) return 'verify'
  if (recipient.to_correct) return 'correct'
  return view.incident.reports.length > 0 && recipient.phoned_at ? 'confirm' : 'report'
}

/** What a call can be for; 告知更正 only once there is a correction. */
export function purposes(view: IncidentView): Array<[Purpose, string]> {
  const corrected = view.incident.reports.some((report) => report.stage === 'correction')
  const all = Object.entries(PURPOSE) as Array<[Purpose, string]>
  return all.filter(([purpose]) => purpose !== 'correct' || corrected || view.recipients.some((one) => one.to_correct))
}

export function logOf(view: IncidentView, recipient: RecipientRow | null, rest: Partial<LogCallOut> = {}): LogCallOut {
  return {
    incident: view.incident.id,
    recipient: recipient?.id ?? null,
    name: recipient?.name ?? '',
    purpose: usualPurpose(view, recipient),
    reached: 'answered',
    time: '',
    taken_by: '',
    words: '',
    recording: '',
    ...rest,
  }
}

/** A line of what was heard and said, in the order of its times. */
export interface Line {
  key: string
  at: string
  way: '接' | '拨'
  who: string
  words: string
  /** 补记（18:40录入）, where it was written down well after it happened. */
  written: string
}

function writtenUp(at: string, entered: string): string {
  return millis(entered) - millis(at) >= WRITTEN_UP_MS ? `补记（${hhmm(entered)}录入）` : ''
}
const recorded = (recording: string) => recording && `录音${recording}`

function outgoing(call: CalledOut, index: number): Line {
  const taken = call.taken_by ? `接话人${call.taken_by}` : ''
  const ended = call.reached === 'answered' ? '' : REACHED[call.reached]
  const words = [PURPOSE[call.purpose], ended, taken, call.words, recorded(call.recording)].filter(Boolean).join('　')
  return { key: `out-${index}`, at: call.at, way: '拨', who: call.name, words, written: writtenUp(call.at, call.entered_at) }
}

export function timeline(incident: Incident): Line[] {
  const lines: Line[] = incident.calls_out.map(outgoing)
  const { call } = incident
  const named = (unit: string, name: string) => `${unit}${name}` || '来电人未记'
  if (call) {
    const words = [call.number, call.words && `“${call.words}”`, recorded(call.recording)].filter(Boolean).join('　')
    // A correction is no writing up.
    const written = writtenUp(call.corrections[0]?.from ?? call.received_at, call.entered_at)
    lines.push({ key: 'first', at: call.received_at, way: '接', who: named(call.caller_unit, call.caller), words, written })
  }
  for (const source of incident.sources) {
    const words = [source.number, source.words && `“${source.words}”`, recorded(source.recording)].filter(Boolean).join('　')
    const written = writtenUp(source.received_at, source.entered_at)
    lines.push({ key: source.call, at: source.received_at, way: '接', who: named(source.caller_unit, source.caller), words, written })
  }
  return lines.sort((a, b) => millis(a.at) - millis(b.at))
}
