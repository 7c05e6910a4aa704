import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'

import { Refusal, refusal, type Backend } from './door'

/** The window: one command and one event. */
export function tauriBackend(): Backend {
  return {
    async call(name, args, author) {
      try {
        return await invoke('call', { name, author: author ?? null, args })
      } catch (cause) {
        throw refusal(cause)
      }
    },
    onChange(changed) {
      let stopped = false
      let stop = () => {}
      void listen<{ incident: string | null }>('change', (event) => changed(event.payload.incident)).then((unlisten) => {
        if (stopped) unlisten()
        else stop = unlisten
      })
      return () => {
        stopped = true
        stop()
      }
    },
    // The window's host opens and writes files itself and gives no ticket.
    sendFile: () => Promise.reject(new Refusal('not_now', '请在弹出的窗口中选择文件。')),
  }
}
