import { Refusal, refusal, UNREACHABLE, type Backend } from './door'

const NO_SESSION = '本页没有登录凭据：请用值班台启动时给出的完整地址重新打开。'

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
  throw strange ? new Refusal('malformed', NO_SESSION) : said
}

/** The browser host: one path for calls, one stream for changes. */
export function browserBackend(): Backend {
  return {
    async call(name, args) {
      let response
      try {
        response = await fetch(`/call/${name}`, {
          method: 'POST',
          credentials: 'same-origin',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(args),
          // A draft that is saved while the page is being closed still arrives.
          keepalive: name === 'draft_save' || name === 'call_note',
        })
      } catch {
        throw new Refusal('unreachable', UNREACHABLE)
      }
      return (await answer(response)) as never
    },
    onChange(changed) {
      const stream = new EventSource('/events')
      const tell = (event: MessageEvent<string>) => {
        const told = JSON.parse(event.data) as { incident: string | null }
        changed(told.incident)
      }
      stream.addEventListener('change', tell)
      stream.addEventListener('message', tell)
      // After a lost connection anything may have happened.
      stream.addEventListener('open', () => changed(null))
      return () => stream.close()
    },
  }
}
