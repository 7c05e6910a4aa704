import { DEMAND, type DirectiveRow, type LevelAction, type LevelReport, type LevelsView, type PeerTold, type SameRow } from '../../backend'

/** What lies in the list of an event: a report, a directive, a notice of a neighbour, or an event that may be the same. */
export type Thing =
  | { is: 'report'; id: string; row: LevelReport }
  | { is: 'directive'; id: string; row: DirectiveRow }
  | { is: 'peer'; id: string; row: PeerTold }
  | { is: 'same'; id: string; row: SameRow }

/** Newest first of each sort, in the order of the page. */
export function thingsOf(view: LevelsView): Thing[] {
  return [
    ...view.reports.toReversed().map((row): Thing => ({ is: 'report', id: row.report, row })),
    ...view.directives.map((row): Thing => ({ is: 'directive', id: row.id, row })),
    ...view.peers.toReversed().map((row): Thing => ({ is: 'peer', id: row.id, row })),
    ...view.same.map((row): Thing => ({ is: 'same', id: row.incident, row })),
  ]
}

/** The name of a unit that the page names anywhere; else its code. */
export function unitName(view: LevelsView, code: string): string {
  const cell = view.cells.find(({ unit }) => unit === code)?.name
  return cell ?? view.below.find((unit) => unit.code === code)?.name ?? view.reports.find(({ unit }) => unit === code)?.unit_name ?? code
}

/** What is done with a thing, each on one key; `next` is what comes first and is on Enter too. */
export interface Action {
  id: LevelAction | 'join' | 'part'
  word: string
  key: string
  next: boolean
}

const action = (id: Action['id'], word: string, key: string, next = false): Action => ({ id, word, key, next })

const OF_REPORT: Partial<Record<LevelAction, [word: string, key: string]>> = {
  sign: ['签收', 'Enter'],
  return: [DEMAND.return, 'F6'],
  verify: [DEMAND.verify, 'F7'],
  follow_up: [DEMAND.follow_up, 'F8'],
}
const OF_DIRECTIVE: Partial<Record<LevelAction, [word: string, key: string]>> = {
  sign: ['确认收到', 'F6'],
  extension: [DEMAND.extension, 'F6'],
  take_up: ['承接补报', 'F8'],
  mend: ['补正', 'F8'],
  answer: ['答复', 'F7'],
  extended: ['上级同意延期', 'F10'],
}

/** What the program says can be done, each by its word and its key. */
function offered({ actions, waits }: LevelReport | DirectiveRow, keys: typeof OF_REPORT): Action[] {
  return actions.flatMap((id, index) => {
    const [word, key] = keys[id] ?? []
    return word && key ? [action(id, word, key, waits && index === 0)] : []
  })
}

/** `own`: our unit's code. */
export function actionsOf(thing: Thing, own: string | undefined): Action[] {
  if (thing.is === 'report') return offered(thing.row, OF_REPORT)
  if (thing.is === 'directive') return offered(thing.row, OF_DIRECTIVE)
  if (thing.is === 'peer') {
    const signed = thing.row.signed.some(({ unit }) => unit === own)
    return thing.row.from === own || signed ? [] : [action('sign', '确认收到', 'F6', true)]
  }
  // Never on Enter: an Enter too many must not say that two events are one.
  return [thing.row.joined ? action('part', '拆开', 'F6') : action('join', '并为同一事件', 'F6')]
}

/** The unit that a directive of ours went to. */
export function addressee(view: LevelsView, row: DirectiveRow): string | undefined {
  return view.below.find(({ code }) => row.to_units.includes(code))?.code
}

/** Whether somebody here still has to do something about it. */
export function waits(thing: Thing, own: string | undefined): boolean {
  return actionsOf(thing, own).some(({ next }) => next)
}

/** What the page opens on: what a superior asks, then what nobody signed for, then whatever is newest. */
export function firstThing(view: LevelsView, own: string | undefined): Thing | undefined {
  const all = thingsOf(view)
  const waiting = all.filter((thing) => waits(thing, own))
  return waiting.find(({ is }) => is === 'directive') ?? waiting[0] ?? all[0]
}
