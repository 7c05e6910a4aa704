import type { IncidentView, Reported, SignOffWay } from '../../backend'
import { hhmm } from '../../time/beijing'

export const WAY: Record<SignOffWay, string> = { in_person: '当面', by_phone: '电话', by_message: '短信', authorised: '授权' }

/** How the letter on screen stands with its signature. */
export function signatureWords(view: IncidentView, asItStands: boolean): string {
  const last = view.incident.signed_off.at(-1)
  if (!last) return '未签发'
  const by = `签发：${last.post}${last.signer}（${WAY[last.way]}）${hhmm(last.at)}`
  return asItStands ? by : `${by}，签发后正文有改动`
}

/** It went first and is still to be signed. */
export function toBeSigned(view: IncidentView): boolean {
  return view.incident.reports.at(-1)?.signed.is === 'afterwards' && view.incident.signed_off.length === 0
}

/** How a report that has gone stands with its signature. */
export function signedWords(view: IncidentView, report: Reported): string {
  const { signed } = report
  if (signed.is === 'by') {
    const changed = signed.changed_since ? '，签发后有改动' : ''
    return `签发：${signed.signer}（${WAY[signed.way]}）${hhmm(signed.at)}${changed}`
  }
  const last = view.incident.signed_off.at(-1)
  if (!last) return '签发：授权先报（待补签）'
  return `签发：授权先报，${last.signer}（${WAY[last.way]}）${hhmm(last.at)}补签`
}

/** 〔2026〕第018期　签发：×××（电话） */
export function letterNames(view: IncidentView, report: Reported): string {
  return `${report.number}　${signedWords(view, report)}`
}
