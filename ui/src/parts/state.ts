import type { NextStep, ReportState, SystemOfRecord } from '../backend'

const WORDS: Record<ReportState, string> = {
  drafting: '起草中',
  saved_here: '已保存本机（待发）',
  needs_attention: '未发出·需处理',
  received: '上级节点已收',
  on_record: '国家系统已录入',
}

const MARKS: Record<ReportState, string> = {
  drafting: '✎',
  saved_here: '◷',
  needs_attention: '!',
  received: '✓',
  on_record: '✓✓',
}

/**
 * The fixed words; no others are used. Where the upstream is the system of record, its receipt is what counts.
 * `waiting`: how many reports wait on this desk.
 */
export function stateWord(state: ReportState, channel: SystemOfRecord = 'national', waiting = 0): string {
  if (state === 'saved_here' && waiting > 0) return `已保存本机（待发${waiting}）`
  return state === 'on_record' && channel === 'upstream' ? '上级节点已收' : WORDS[state]
}

export function stateMark(state: ReportState): string {
  return MARKS[state]
}

/** Green only for the system of record; our upstream's receipt is blue. */
export function stateTone(state: ReportState): 'late' | 'received' | 'done' | 'plain' {
  if (state === 'needs_attention') return 'late'
  if (state === 'received') return 'received'
  return state === 'on_record' ? 'done' : 'plain'
}

export const NEXT: Record<NextStep, string> = {
  phone: '电话报告',
  write: '继续填写',
  wait: '等待发送',
  relay: '国家系统录入',
  confirm: '确认收到',
  answer: '答复',
  done: '查看',
}

/** Where the next step is done. */
export function nextRoute(incident: string, next: NextStep): string {
  if (next === 'answer') return `/levels/${incident}`
  return next === 'relay' ? `/incident/${incident}/relay` : `/incident/${incident}`
}
