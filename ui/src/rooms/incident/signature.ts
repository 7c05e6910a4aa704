import type { IncidentView, Reported, SignedOff, SignOffWay } from '../../backend'
import { hhmm, millis } from '../../time/beijing'

export const WAY: Record<SignOffWay, string> = { in_person: '当面', by_phone: '电话', by_message: '短信', authorised: '授权' }

/** Signatures since a report went that are of none that went signed. */
function since(view: IncidentView, report: Reported): SignedOff[] {
  const used = view.incident.reports.flatMap(({ signed }) => (signed.is === 'by' ? [signed.at] : []))
  return view.incident.signed_off.filter(({ at }) => millis(at) >= millis(report.submitted_at) && !used.includes(at))
}

/** The signatures of the letter that is being written; those of reports that went are none of them. */
export function signedForNext(view: IncidentView): SignedOff[] {
  const last = view.incident.reports.at(-1)
  if (!last) return view.incident.signed_off
  // The first signature after a report that went unsigned is its own.
  return since(view, last).slice(last.signed.is === 'afterwards' && !view.sign_by ? 1 : 0)
}

/** How the letter on screen stands with its signature. */
export function signatureWords(view: IncidentView, asItStands: boolean): string {
  const last = signedForNext(view).at(-1)
  if (!last) return '未签发'
  const by = `签发：${last.post}${last.signer}（${WAY[last.way]}）${hhmm(last.at)}`
  return asItStands ? by : `${by}，签发后正文有改动`
}

/** The newest report went first and is still to be signed, and no other is being written. */
export function toBeSigned(view: IncidentView): boolean {
  return view.writing === null && view.incident.reports.at(-1)?.signed.is === 'afterwards' && !!view.sign_by
}

/** How a report that has gone stands with its signature. */
export function signedWords(view: IncidentView, report: Reported): string {
  const { signed } = report
  if (signed.is === 'by') {
    const changed = signed.changed_since ? '，签发后有改动' : ''
    return `签发：${signed.signer}（${WAY[signed.way]}）${hhmm(signed.at)}${changed}`
  }
  const after = view.sign_by && view.incident.reports.at(-1)?.id === report.id ? undefined : since(view, report)[0]
  if (!after) return '签发：授权先报（待补签）'
  return `签发：授权先报，${after.signer}（${WAY[after.way]}）${hhmm(after.at)}补签`
}

/** 〔2026〕第018期　签发：×××（电话） */
export function letterNames(view: IncidentView, report: Reported): string {
  return `${report.number}　${signedWords(view, report)}`
}
