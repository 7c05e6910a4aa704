import { QueryClient, useQuery, useQueryClient } from '@tanstack/vue-query'
import { inject, type App, type InjectionKey, type Ref } from 'vue'

import type { IncidentView } from './bindings'
import { Refusal, type Backend } from './door'

const KEY: InjectionKey<Backend> = Symbol('backend')

/** An answer with the moment at which it was asked for, so that an older one never replaces a newer. */
export interface Asked<T> {
  asked: number
  answer: T
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 1_000,
        refetchOnWindowFocus: 'always',
        retry: (failures, cause) => cause instanceof Refusal && cause.code === 'unreachable' && failures < 120,
        retryDelay: 2_000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** Makes the backend known to every room and lets its changes reach the queries. */
export function provideBackend(app: App, backend: Backend, client: QueryClient): () => void {
  app.provide(KEY, backend)
  return backend.onChange((incident) => {
    for (const queryKey of [['desk'], ['incidents'], ['calls'], ['settings']]) void client.invalidateQueries({ queryKey })
    void client.invalidateQueries({ queryKey: incident ? ['incident', incident] : ['incident'] })
  })
}

export function useBackend(): Backend {
  const backend = inject(KEY)
  if (!backend) throw new Error('no backend was provided')
  return backend
}

export function useDesk() {
  const backend = useBackend()
  return useQuery({
    queryKey: ['desk'],
    queryFn: () => backend.call('desk', null),
    refetchInterval: 20_000,
    refetchIntervalInBackground: true,
  })
}

export function useIncidents() {
  const backend = useBackend()
  return useQuery({ queryKey: ['incidents'], queryFn: () => backend.call('incidents', null) })
}

export function useSettings() {
  const backend = useBackend()
  return useQuery({ queryKey: ['settings'], queryFn: () => backend.call('settings', null) })
}

export function useIncident(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({
    queryKey: ['incident', id],
    queryFn: async (): Promise<Asked<IncidentView>> => {
      const asked = performance.now()
      return { asked, answer: await backend.call('incident', { incident: id.value }) }
    },
    refetchInterval: 20_000,
  })
}

/** Puts an answer of a command where the rooms look for it, and lets the lists be asked again. */
export function useTakeIncident(): (view: IncidentView) => void {
  const client = useQueryClient()
  return (view) => {
    const taken: Asked<IncidentView> = { asked: performance.now(), answer: view }
    void client.cancelQueries({ queryKey: ['incident', view.incident.id] })
    client.setQueryData(['incident', view.incident.id], taken)
    void client.invalidateQueries({ queryKey: ['desk'] })
    void client.invalidateQueries({ queryKey: ['incidents'] })
  }
}
