import type { Relayed } from '../backend'

/** 编号GJ-001; 编号未填（截图3张）: as the timeline says it. */
export function numberWords({ number, instead }: Relayed): string {
  if (number) return `编号${number}`
  return instead ? `编号未填（${instead}）` : '编号未填'
}
