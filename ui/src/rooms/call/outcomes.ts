import type { CallOutcome } from '../../backend'

/** Six ends of a call; the digit is the place in this list. */
export const OUTCOMES: ReadonlyArray<{ outcome: CallOutcome; word: string; then: string }> = [
  { outcome: 'incident', word: '突发事件', then: '开始计时，打开事件' },
  { outcome: 'merged', word: '并入已有事件', then: '再按数字选事件' },
  { outcome: 'below_threshold', word: '未达标准·本级掌握', then: '写一句理由和同意的领导' },
  { outcome: 'inbound', word: '预警/来文', then: '' },
  { outcome: 'passed_on', word: '转其他部门', then: '' },
  { outcome: 'other', word: '误报/抽查/其他', then: '' },
]
