import { useQueryClient } from '@tanstack/vue-query'
import { useRouter } from 'vue-router'

import { useBackend } from '../backend'

/** A call that has ended is looked at once more; where it is an incident after all, that is opened. */
export function useLookAgain() {
  const backend = useBackend()
  const client = useQueryClient()
  const router = useRouter()

  return async (call: string, incident: boolean, note: string): Promise<void> => {
    const ended = await backend.call('call_look_again', { call, incident, note })
    for (const key of ['desk', 'calls', 'incidents']) void client.invalidateQueries({ queryKey: [key] })
    if (ended.incident) await router.push(`/incident/${ended.incident}`)
  }
}
