import type { FileStep } from './bindings'
import { fileAddress, Refusal, refusal, UNREACHABLE, type Backend } from './door'

const NO_SESSION = '请用启动时显示的地址打开值班台。'
const LISTEN_AGAIN_MS = 1_000

/** Exchanges the one-time token of the address for a cookie, and takes it out of the address. */
export async function takeToken(location: Location, history: History, ask: typeof fetch): Promise<void> {
  const token = /^#token=(.+)$/.exec(location.hash)?.[1]
  if (!token) return
  history.replaceState(null, '', location.pathname + location.search + '#/')
  await ask('/session', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: decodeURIComponent(token) }),
  }).catch(() => undefined)
}

async function answer(response: globalThis.Response): Promise<unknown> {
  if (response.ok) return response.json()
  const said = refusal(await response.json().catch(() => undefined))
  const strange = said.code === 'unreachable' && (response.status === 401 || response.status === 403)
  throw strange ? new Refusal('stranger', NO_SESSION) : said
}

async function ask(path: string, init: RequestInit): Promise<unknown> {
  let response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch {
    throw new Refusal('unreachable', UNREACHABLE)
  }
  return answer(response)
}

/** The stream of changes. A browser gives up for good on one that was refused, so it is opened anew. */
function listen(changed: (incident: string | null) => void, doubt: () => void): () => void {
  let again: ReturnType<typeof setTimeout> | undefined
  let stream = open()
  function tell(event: MessageEvent<string>): void {
    const told = JSON.parse(event.data) as { incident: string | null }
    changed(told.incident)
  }
  function open(): EventSource {
    const opened = new EventSource('/events')
    opened.addEventListener('change', tell)
    opened.addEventListener('message', tell)
    // After a lost connection anything may have happened.
    opened.addEventListener('open', () => changed(null))
    opened.addEventListener('error', () => {
      doubt()
      if (opened.readyState !== EventSource.CLOSED) return
      clearTimeout(again)
      again = setTimeout(() => (stream = open()), LISTEN_AGAIN_MS)
    })
    return opened
  }
  return () => {
    clearTimeout(again)
    stream.close()
  }
}

/** The browser host: one path for calls, one for files, one stream for changes. */
export function browserBackend(): Backend {
  return {
    async call(name, args, author) {
      const answered = await ask(`/call/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(author === undefined ? {} : { 'x-author': author }) },
        body: JSON.stringify(args),
        // A draft that is saved while the page is being closed still arrives.
        keepalive: name === 'draft_save' || name === 'call_note' || name === 'information_save',
      })
      return answered as never
    },
    onChange: (changed, doubt = () => undefined) => listen(changed, doubt),
    async sendFile(ticket, file) {
      // A name is text that is shown; where the file lay is nobody's business.
      const headers: HeadersInit = file instanceof File ? { 'x-file-name': encodeURIComponent(file.name) } : {}
      return (await ask(fileAddress(ticket), { method: 'PUT', headers, body: file })) as FileStep
    },
  }
}
