import type { Commands, DoorError, ErrorCode, FieldError, FileStep } from './bindings'

export type CommandName = keyof Commands
export type Request<K extends CommandName> = Commands[K]['request']
export type Response<K extends CommandName> = Commands[K]['response']

/** The program behind the window. Everything it cannot do is a {@link Refusal}. */
export interface Backend {
  /** `author`: under whose name the page was shown; what somebody else's page asks is refused. */
  call<K extends CommandName>(name: K, args: Request<K>, author?: string): Promise<Response<K>>
  /**
   * Tells that something changed; `null` means that anything may have. `doubt` is called when the way by which it tells
   * broke off. Returns a way to stop listening.
   */
  onChange(changed: (incident: string | null) => void, doubt?: () => void): () => void
  /** Hands over a file for which the program gave a ticket. */
  sendFile(ticket: string, file: Blob): Promise<FileStep>
}

/** Where a file of this ticket is fetched. */
export const fileAddress = (ticket: string) => `/file/${encodeURIComponent(ticket)}`

/** The window's own: the program did not answer at all; it does not know this page. */
export type RefusalCode = ErrorCode | 'unreachable' | 'stranger'

export const UNREACHABLE = '值班台程序没有应答。已填内容仍在本页；请确认程序正在运行，稍后会自动再试。'

/** A failure with a stable code and a sentence that says what to do. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly fields: FieldError[]

  constructor(code: RefusalCode, message: string, fields: FieldError[] = []) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.fields = fields
  }
}

function isDoorError(value: unknown): value is DoorError {
  if (typeof value !== 'object' || value === null) return false
  const candidate = value as Record<string, unknown>
  return typeof candidate.code === 'string' && typeof candidate.message === 'string'
}

/** Whatever a host rejected with, as a {@link Refusal}. */
export function refusal(cause: unknown): Refusal {
  if (cause instanceof Refusal) return cause
  if (isDoorError(cause)) return new Refusal(cause.code, cause.message, cause.fields ?? [])
  return new Refusal('unreachable', UNREACHABLE)
}
