import type { NoticeView, NoticeWay, PartnerRow, Shared } from '../../backend'
import { hhmm } from '../../time/beijing'

export const WAY: Record<NoticeWay, string> = { told_us: '告知我局', we_told: '我局通报' }
/** Where a line comes from, where it was not noted here. */
export const BY: Record<Shared['by'], string> = { call: '来电', call_out: '拨出', noted: '' }
/** As many as there are digits. */
const KEYED = 9

/** Those that are to be told first, then those whose call is on record, then the others in the pack's order. */
export function inOrder(partners: readonly PartnerRow[]): PartnerRow[] {
  const place = (one: PartnerRow) => (one.untold ? 0 : one.called_at ? 1 : 2)
  return [...partners].sort((a, b) => place(a) - place(b))
}

/** One page of keyed choices; behind the last partner stands anybody else. */
export function page(partners: readonly PartnerRow[], more: boolean): Array<{ id: string; key: string; word: string }> {
  const all = [...inOrder(partners).map(({ id, name }) => ({ id, word: name })), { id: '', word: '其他单位' }]
  const shown = more ? all.slice(KEYED, KEYED * 2) : all.slice(0, KEYED)
  return shown.map((one, index) => ({ ...one, key: String(index + 1) }))
}

export const hasMore = (partners: readonly PartnerRow[]) => partners.length + 1 > KEYED

/** Whoever is to be told is told; of whoever called something more may be said. */
export const usualWay = (partner: PartnerRow | null): NoticeWay => (partner?.untold ? 'we_told' : 'told_us')

/** 部门先知17:57，至我局接报12分钟. Times speak; nobody is judged. */
export function leadWords({ knew_at, lead_minutes }: Shared): string {
  if (!knew_at) return ''
  const said = `部门得知${hhmm(knew_at)}`
  return lead_minutes === null ? said : `部门先知${hhmm(knew_at)}，至我局接报${lead_minutes}分钟`
}

export const untold = (view: NoticeView) => view.partners.filter((one) => one.untold).map(({ name }) => name)
