import type { DirectiveRow, LevelReport, LevelsView, PeerTold, SameRow } from '../../backend'

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
  id: 'sign' | 'return' | 'verify' | 'follow_up' | 'extension' | 'answer' | 'mend' | 'take_up' | 'extended' | 'join' | 'part'
  word: string
  key: string
  next: boolean
}

const action = (id: Action['id'], word: string, key: string, next = false): Action => ({ id, word, key, next })

/** `own`: our unit's code. */
export function actionsOf(view: LevelsView, thing: Thing, own: string | undefined): Action[] {
  if (thing.is === 'report') return ofReport(view, thing.row)
  if (thing.is === 'directive') return thing.row.ours ? ofOurs(view, thing.row) : ofTheirs(thing.row)
  if (thing.is === 'peer') {
    const signed = thing.row.signed.some(({ unit }) => unit === own)
    return thing.row.from === own || signed ? [] : [action('sign', '确认收到', 'F6', true)]
  }
  // Never on Enter: an Enter too many must not say that two events are one.
  return [thing.row.joined ? action('part', '拆开', 'F6') : action('join', '并为同一事件', 'F6')]
}

function ofReport(view: LevelsView, row: LevelReport): Action[] {
  const sign = row.signed_here ? [] : [action('sign', '签收', 'Enter', true)]
  const below = view.below.some(({ code }) => code === row.unit)
  return below ? [...sign, action('return', '退回补正', 'F6'), action('verify', '要求核报', 'F7'), action('follow_up', '催报续报', 'F8')] : sign
}

function ofOurs(view: LevelsView, row: DirectiveRow): Action[] {
  const extends_ = row.open && row.demand !== 'extension' && addressee(view, row)
  return extends_ ? [action('extension', '延期', 'F6')] : []
}

function ofTheirs(row: DirectiveRow): Action[] {
  const all: Action[] = []
  if (!row.signed_here) all.push(action('sign', '确认收到', 'F6'))
  if (row.can_take_up) all.push(action('take_up', '承接补报', 'F8'))
  if (row.can_mend && row.open) all.push(action('mend', '补正', 'F8'))
  if (row.open && row.demand !== 'extension') all.push(action('answer', '答复', 'F7'), action('extended', '上级同意延期', 'F10'))
  // What was answered was received: nobody has to confirm it as well.
  const waiting = row.open || row.demand === 'extension'
  return all.map((one, index) => ({ ...one, next: waiting && index === 0 }))
}

/** The unit that a directive of ours went to. */
export function addressee(view: LevelsView, row: DirectiveRow): string | undefined {
  return view.below.find(({ code }) => row.to_units.includes(code))?.code
}

/** Whether somebody here still has to do something about it. */
export function waits(view: LevelsView, thing: Thing, own: string | undefined): boolean {
  return actionsOf(view, thing, own).some(({ next }) => next)
}

/** What the page opens on: what a superior asks, then what nobody signed for, then whatever is newest. */
export function firstThing(view: LevelsView, own: string | undefined): Thing | undefined {
  const all = thingsOf(view)
  const waiting = all.filter((thing) => waits(view, thing, own))
  return waiting.find(({ is }) => is === 'directive') ?? waiting[0] ?? all[0]
}
