import { PURPOSE, REACHED, type CalledOut, type Incident, type IncidentView, type LogCallOut, type Purpose, type RecipientRow } from '../backend'
import { hhmm, millis } from '../time/beijing'

/** From here on a line was written up from paper. */
const WRITTEN_UP_MS = 2 * 60_000

/** What a call is for, unless somebody says otherwise; whoever is no recipient is asked. */
export function usualPurpose(recipient: RecipientRow | null): Purpose {
  return recipient?.usual ?? 'verify'
}

export function logOf(view: IncidentView, recipient: RecipientRow | null, rest: Partial<LogCallOut> = {}): LogCallOut {
  return {
    incident: view.incident.id,
    recipient: recipient?.id ?? null,
    name: recipient?.name ?? '',
    purpose: usualPurpose(recipient),
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
