import type { Jurisdiction, Sensitivity } from '../../backend'

/** 属地; the digit is the place in this list. */
export const JURISDICTIONS: ReadonlyArray<{ id: Jurisdiction; name: string }> = [
  { id: 'ours', name: '本县' },
  { id: 'neighbour', name: '邻县' },
  { id: 'undecided', name: '待定' },
]

/** The six 敏感 ticks; the digit is the place in this list. */
export const SENSITIVE: ReadonlyArray<{ id: Sensitivity; words: string }> = [
  { id: 'people', words: '敏感人群' },
  { id: 'place', words: '敏感地点' },
  { id: 'time', words: '敏感时段' },
  { id: 'opinion', words: '已有舆情' },
  { id: 'neighbour', words: '影响毗邻' },
  { id: 'at_risk', words: '涉险被困' },
]
