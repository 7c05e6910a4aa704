import type { IncidentView, Reported, SignOffWay } from '../../backend'
import { hhmm } from '../../time/beijing'

export const WAY: Record<SignOffWay, string> = { in_person: '当面', by_phone: '电话' }

/** How the letter on screen stands with its signature. */
export function signatureWords(view: IncidentView, asItStands: boolean): string {
  const last = view.incident.signed_off.at(-1)
  if (!last) return '未签发'
  const by = `签发：${last.post}${last.signer}（${WAY[last.way]}）${hhmm(last.at)}`
  return asItStands ? by : `${by}，签发后正文有改动`
}

/** 〔2026〕第018期　签发：×××（电话） */
export function letterNames(report: Reported): string {
  const { signed } = report
  if (signed.is === 'afterwards') return `${report.number}　签发：先报后签（待补签）`
  const changed = signed.changed_since ? '，签发后有改动' : ''
  return `${report.number}　签发：${signed.signer}（${WAY[signed.way]}）${hhmm(signed.at)}${changed}`
}
