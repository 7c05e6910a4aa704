import { browserBackend, takeToken } from './browser'
import type { Backend } from './door'
import { tauriBackend } from './tauri'

export { useAttempt } from './attempt'
export * from './bindings'
export * from './door'
export { useHost } from './host'
export * from './queries'

/** The host this page runs in. */
export async function connect(): Promise<Backend> {
  if ('__TAURI_INTERNALS__' in window) return tauriBackend()
  await takeToken(window.location, window.history, window.fetch.bind(window))
  return browserBackend()
}
