import { keepPreviousData, QueryClient, useQuery, useQueryClient } from '@tanstack/vue-query'
import { inject, provide, type App, type InjectionKey, type Ref } from 'vue'

import type { DeskView, IncidentView, LevelsView, SettingsView } from './bindings'
import { refusal, Refusal, type Backend } from './door'
import { HOST, watchHost } from './host'

const KEY: InjectionKey<Backend> = Symbol('backend')
const AUTHOR: InjectionKey<string> = Symbol('author')

/** An answer with the moment at which it was asked for, so that an older one never replaces a newer. */
export interface Answered<T> {
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
  const host = watchHost(backend)
  app.provide(KEY, {
    ...host.backend,
    async call(name, args, author) {
      try {
        return await host.backend.call(name, args, author)
      } catch (cause) {
        // Somebody else took the desk, or it was locked: the page is shown anew.
        if (['other_author', 'locked'].includes(refusal(cause).code)) void client.invalidateQueries({ queryKey: ['desk'] })
        throw cause
      }
    },
  })
  app.provide(HOST, host)
  host.onReturn(() => void client.invalidateQueries())
  const stop = backend.onChange((incident) => {
    for (const queryKey of [['desk'], ['incidents'], ['calls'], ['settings'], ['waiting'], ['officers'], ['disclosure'], ['register'], ['tally'], ['information'], ['sign_in_names'], ['levels'], ['three_levels'], ['packet']]) {
      void client.invalidateQueries({ queryKey })
    }
    void client.invalidateQueries({ queryKey: incident ? ['incident', incident] : ['incident'] })
  }, host.doubt)
  return () => {
    stop()
    host.stop()
  }
}

/** Everything below asks under this author's name for as long as it lives. */
export function provideAuthor(author: string): void {
  provide(AUTHOR, author)
}

export function useBackend(): Backend {
  const backend = inject(KEY)
  if (!backend) throw new Error('no backend was provided')
  const author = inject(AUTHOR, undefined)
  if (author === undefined) return backend
  return { ...backend, call: (name, args) => backend.call(name, args, author) }
}

/** What was answered to one author is not shown to the next. */
export function useForget(): () => void {
  const client = useQueryClient()
  return () => {
    for (const queryKey of [['incident'], ['information'], ['levels'], ['three_levels']]) client.removeQueries({ queryKey })
  }
}

/** Who may sign in at this desk. */
export function useSignInNames() {
  const backend = useBackend()
  return useQuery({ queryKey: ['sign_in_names'], queryFn: () => backend.call('sign_in_names', null) })
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

/** 统计 of this year. */
export function useTally() {
  const backend = useBackend()
  return useQuery({ queryKey: ['tally'], queryFn: () => backend.call('tally', null) })
}

export function useSettings() {
  const backend = useBackend()
  return useQuery({ queryKey: ['settings'], queryFn: () => backend.call('settings', null) })
}

export function useIncident(id: Ref<string>, enabled: () => boolean = () => true) {
  const backend = useBackend()
  return useQuery({
    queryKey: ['incident', id],
    enabled,
    queryFn: async (): Promise<Answered<IncidentView>> => {
      const asked = performance.now()
      return { asked, answer: await backend.call('incident', { incident: id.value }) }
    },
    refetchInterval: 20_000,
  })
}

/** 过程留痕 of an incident; what is asked anew when the incident changes. */
export function useTimeline(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['incident', id, 'timeline'], queryFn: () => backend.call('timeline', { incident: id.value }), refetchInterval: 20_000 })
}

/** 三级 of one event, which may be several matters: a change of any of them is asked for. */
export function useLevels(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['levels', id], queryFn: () => backend.call('levels', { incident: id.value }), refetchInterval: 20_000 })
}

/** 三级报送: the table of these days. */
export function useThreeLevels() {
  const backend = useBackend()
  return useQuery({ queryKey: ['three_levels'], queryFn: () => backend.call('three_levels', null), refetchInterval: 20_000 })
}

export function useOfficers() {
  const backend = useBackend()
  return useQuery({ queryKey: ['officers'], queryFn: () => backend.call('officers', null) })
}

/** The officers by name, without their numbers: to pick one from. */
export function useOfficerNames() {
  const backend = useBackend()
  return useQuery({ queryKey: ['officers', 'names'], queryFn: () => backend.call('officer_names', null) })
}

/** 调阅 of one incident: what could be shown, and what was. */
export function useDisclosure(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['disclosure', id], queryFn: () => backend.call('disclosure', { incident: id.value }) })
}

/** 互通共享 of an incident; asked anew when the incident changes. */
export function useNotices(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['incident', id, 'notices'], queryFn: () => backend.call('notices', { incident: id.value }), refetchInterval: 20_000 })
}

/** What neighbours told us of a matter. */
export function usePeerNotices(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['incident', id, 'peer'], queryFn: () => backend.call('peer_notices', { incident: id.value }), refetchInterval: 20_000 })
}

/** 期号登记 of a year; the newest where none is named. */
export function useRegister(year: Ref<number | null>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['register', year], queryFn: () => backend.call('register', { year: year.value }), placeholderData: keepPreviousData })
}

/** 普通信息: the list. */
export function useInformationList() {
  const backend = useBackend()
  return useQuery({ queryKey: ['information', 'list'], queryFn: () => backend.call('information_list', null) })
}

/** One 普通信息. */
export function useInformation(id: Ref<string>) {
  const backend = useBackend()
  return useQuery({ queryKey: ['information', id], queryFn: () => backend.call('information', { information: id.value }) })
}

export function useWaiting() {
  const backend = useBackend()
  return useQuery({ queryKey: ['waiting'], queryFn: () => backend.call('waiting', null), refetchInterval: 5_000 })
}

/** 离线包: what was made and taken in last. */
export function usePacket() {
  const backend = useBackend()
  return useQuery({ queryKey: ['packet'], queryFn: () => backend.call('packet', null) })
}

/** 传输记录: it grows with nobody being told, so it is asked while it is looked at. */
export function useWireLog() {
  const backend = useBackend()
  return useQuery({ queryKey: ['wire_log'], queryFn: () => backend.call('wire_log', null), refetchInterval: 5_000 })
}

/** Puts the answers of commands on the desk and on the settings where the rooms look for them. */
export function useTakeDesk(): { desk: (view: DeskView) => void; settings: (view: SettingsView) => void } {
  const client = useQueryClient()
  return {
    desk: (view) => void client.setQueryData(['desk'], view),
    settings: (view) => {
      client.setQueryData(['settings'], view)
      void client.invalidateQueries({ queryKey: ['desk'] })
    },
  }
}

/** Puts an answer of a command where the rooms look for it, and lets the lists be asked again. */
export function useTakeIncident(): (view: IncidentView) => void {
  const client = useQueryClient()
  return (view) => {
    const taken: Answered<IncidentView> = { asked: performance.now(), answer: view }
    void client.cancelQueries({ queryKey: ['incident', view.incident.id] })
    client.setQueryData(['incident', view.incident.id], taken)
    void client.invalidateQueries({ queryKey: ['desk'] })
    void client.invalidateQueries({ queryKey: ['incidents'] })
  }
}

/** Puts an answer of a command on three levels where its page looks for it; an answer that is under way is older. */
export function useTakeLevels(): (view: LevelsView) => void {
  const client = useQueryClient()
  return (view) => {
    void client.cancelQueries({ queryKey: ['levels', view.incident] })
    client.setQueryData(['levels', view.incident], view)
    for (const queryKey of [['desk'], ['incidents'], ['incident', view.incident], ['three_levels']]) void client.invalidateQueries({ queryKey })
  }
}
