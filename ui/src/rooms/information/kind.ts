import type { InformationKind } from '../../backend'

/** What a 普通信息 is; no other words are used. */
export const KIND: Record<InformationKind, string> = { work: '工作信息', zero_report: '零报告' }
