import type { CallOut, Incident, IncidentView, LogCallOut, Purpose, Reached, RecipientRow } from '../../backend'
import { millis } from '../../time/beijing'

export const REACHED: Record<Reached, string> = { answered: '通', busy: '占线', no_answer: '无人接听' }
export const PURPOSE: Record<Purpose, string> = { report: '电话报告', verify: '核实', confirm: '确认收到' }

/** What a call to this recipient is for, unless somebody says otherwise: first to report, after that to hear that it came. */
export function usualPurpose(view: IncidentView, recipient: RecipientRow | null): Purpose {
  if (!recipient) return 'verify'
  return view.incident.reports.length > 0 && recipient.phoned_at ? 'confirm' : 'report'
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
}

function outgoing(call: CallOut, index: number): Line {
  const taken = call.taken_by ? `接话人${call.taken_by}` : ''
  const ended = call.reached === 'answered' ? '' : REACHED[call.reached]
  const words = [PURPOSE[call.purpose], ended, taken, call.words].filter(Boolean).join('　')
  return { key: `out-${index}`, at: call.at, way: '拨', who: call.name, words }
}

export function timeline(incident: Incident): Line[] {
  const lines: Line[] = incident.calls_out.map(outgoing)
  const { call } = incident
  const named = (unit: string, name: string) => `${unit}${name}` || '来电人未记'
  if (call) {
    const words = [call.number, call.words && `“${call.words}”`].filter(Boolean).join('　')
    lines.push({ key: 'first', at: call.received_at, way: '接', who: named(call.caller_unit, call.caller), words })
  }
  for (const source of incident.sources) {
    const words = [source.number, source.words && `“${source.words}”`].filter(Boolean).join('　')
    lines.push({ key: source.call, at: source.received_at, way: '接', who: named(source.caller_unit, source.caller), words })
  }
  return lines.sort((a, b) => millis(a.at) - millis(b.at))
}
