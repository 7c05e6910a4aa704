import { OPEN, type Deadline } from '../../backend'

/** Whether somebody still has to do something about it. */
const isOpen = (deadline: Deadline) => OPEN.has(deadline.state)

/** What is to be done; what only stands there; what is behind us. The order within each is the program's. */
export function grouped(deadlines: readonly Deadline[]) {
  const closed = (deadline: Deadline) => deadline.state === 'ended' || deadline.done_at !== null
  return {
    open: deadlines.filter(isOpen),
    standing: deadlines.filter((deadline) => !isOpen(deadline) && !closed(deadline)),
    closed: deadlines.filter((deadline) => !isOpen(deadline) && closed(deadline)),
  }
}
