import type { IncidentOutcome } from '../backend'

/** How an incident ended; no other words are used. */
export const OUTCOME: Record<IncidentOutcome, string> = {
  reported: '属实·已报',
  below_threshold: '未达标准·本级掌握',
  not_true: '经核实不属实',
  merged: '重复并入',
  handed_over: '移交',
  drill: '演练',
}
