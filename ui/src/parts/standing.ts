import type { Level, LevelCell, LevelStep } from '../backend'
import { clockTime } from '../time/beijing'

export const LEVEL: Record<Level, string> = { nation: '部', province: '省', city: '市', county: '县' }

export const STEP: Record<LevelStep, string> = {
  sign: '签收',
  take_up: '承接',
  report: '报送',
  relay: '国家系统录入',
  notify: '通知补报',
  await: '等待答复',
  ask: '电话询问',
}

export interface Stands {
  mark: string
  words: string
  /** For a table. */
  short: string
  also: string
  tone: 'done' | 'received' | 'said' | 'unknown' | 'own'
}

/** Where a level stands, in words. Of ourselves we know; of others unknown is unknown, and never "not reported". */
export function standing(cell: LevelCell, now: number): Stands {
  const { known } = cell
  if (known.is === 'by_receipt') {
    const received = clockTime(known.received_at, now)
    const proven = `已核（回执）${received}`
    if (!known.relayed_at) return { mark: '✓', words: proven, short: `已核${received}`, also: '', tone: 'received' }
    const relayed = clockTime(known.relayed_at, now)
    return { mark: '✓✓', words: `国家系统已录入${relayed}`, short: `已录入${relayed}`, also: proven, tone: 'done' }
  }
  if (known.is === 'told') {
    const said = known.reported ? '已报' : '未报'
    return { mark: '☎', words: `据告知${said}（${known.by}，${clockTime(known.at, now)}）`, short: `据告知${said}`, also: '', tone: 'said' }
  }
  if (!cell.ours) return { mark: '?', words: '未知', short: '未知', also: '', tone: 'unknown' }
  const words = cell.step === 'take_up' ? '本局未承接' : cell.step === 'report' ? '本局起草中' : '已报送，待回执'
  return { mark: '◷', words, short: words.replace('已报送，', ''), also: '', tone: 'own' }
}
