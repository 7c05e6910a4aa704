import type {
  AccordRow, AlarmView, Asked, Backend, BeginReport, Call, CheckAccord, CommandName, Composed, CountColumn, DeskView, Draft, EventKind, FormField, FormLayout,
  Grading, IncidentView, InformationList, InformationView, NoticeView, Officer, Refusal, Reported, SeekSignOff, SessionView, SettingsView, SignedOff, SignInName, SignLine, SignOffSought, Todo, WaitingRow, WireRow,
} from './backend'
import { SIGN_OFF_WAY } from './backend'
import { newRow } from './rooms/incident/countCell'

export const NOW = '2026-05-12T10:31:42Z'
export const ID = '00000000-0000-7000-8000-000000000001'
/** Commands that answer with the page of three levels. */
const LEVELS_ANSWER = /^(levels|acknowledge|directive_issue|directive_answer|level_told|same_event)$/
const WORDS = { caller: '', caller_unit: '', number: '', words: '', recording: '', asked_by_superior: false }

const call = (rest: Partial<Call> = {}): Call => ({
  id: ID,
  entered_at: NOW,
  received_at: NOW,
  earliest_at: NOW,
  corrections: [],
  ...WORDS,
  outcome: null,
  ended_at: null,
  note: '',
  agreed_by: '',
  kept_at: null,
  looked_again: null,
  into: null,
  ...rest,
})
const TEXTS = ['kind', 'occurred', 'town', 'place', 'site', 'unit', 'source', 'course', 'building', 'forces', 'measures', 'cause']
const MORE = ['loss_wan', 'flame_out', 'scene_leader', 'opinion', 'next_step', 'requests', 'response_ended', 'aftermath', 'lessons', 'verified_by']
type Args = { outcome: string; draft: Draft; title: string; body: string; number: string } & Pick<SeekSignOff, 'post' | 'signer' | 'way' | 'ended'>
const emptyDraft = () =>
  ({
    ...Object.fromEntries([...TEXTS, ...MORE].map((id) => [id, ''])),
    stage: 'first', follows: null, counts: [], figures: {}, signs: [], townships: [], jurisdiction: 'ours', sensitive: [], withdrawn: false, drill: false,
    judged: null, title: null, body: null, late_reason: '', material: null,
  }) as unknown as Draft
export const field = (id: string, control: FormField['control'], required = false): FormField => ({
  id,
  section: 's',
  label: id,
  control,
  required,
  gap: !required,
  hint: '',
  ask: '',
  families: [],
  stages: [],
})
export const column = (measure: CountColumn['measure'], label: string): CountColumn => ({ measure, label, gap: true, ask: '', classes: [] })
export const kind = (id: string, name: string, of: EventKind['class'] = 'accident'): EventKind => ({
  id,
  name,
  family: '',
  class: of,
  graded_by: [],
  title: '',
  words: [],
  cause: '',
  loss: '',
})
const gap = (name: string) => ({ field: name, label: name, ask: '' })

const UNGRADED: Grading = { confirmed: null, possible: null, near_miss: null }
const FORM: FormLayout = {
  sections: [{ id: 's', title: '事件' }],
  fields: [field('kind', 'kind', true), field('occurred', 'time', true), field('town', 'line', true), field('place', 'line'), field('counts', 'counts', true), field('course', 'text')],
  counts: [column('deaths', '死亡')],
  phrases: [],
  townships: [],
}
const SAMPLE: DeskView['unit'] = { code: '1', name: '样例县应急管理局', level: 'county', divisions: [], parent: null, sample: true }

/** A desk in memory: enough of it for the window to be asked. */
export class Desk implements Backend {
  asked: Array<{ name: CommandName; args: unknown }> = []
  refuse: Partial<Record<CommandName, Refusal>> = {}
  unit: DeskView['unit'] = SAMPLE
  firstStart = false
  officers: Officer[] = []
  sought: SignOffSought[] = []
  signedOff: SignedOff[] = []
  alarms: AlarmView[] = []
  waiting: WaitingRow[] = []
  wire: WireRow[] = []
  todos: Todo[] = []
  soundTrouble: string | null = null
  session: SessionView = { author: 'desk', officer: null, name: '值班岗位', since: null, locked: false, curtain: false, listed: false }
  signInNames: SignInName[] = []
  sent: Array<{ ticket: string; file: Blob }> = []
  openCall: Call | null = null
  draft = emptyDraft()
  report: Reported | null = null
  signed = false
  form = FORM
  kinds = [kind('fire', '火灾')]
  accords: AccordRow[] = [{ recipient: 'county_government', name: '县政府总值班室', phone: '0000-3', last: null }]
  /** What a test puts in place of what the desk would say. */
  instead: { view?: Partial<IncidentView>; incident?: Partial<IncidentView['incident']>; composed?: Partial<Composed>; signLine?: Partial<SignLine>; settings?: Partial<SettingsView>; desk?: Partial<DeskView> } = {}
  /** What a test has a command answer. */
  answers: Partial<Record<CommandName, unknown>> = {}
  /** Reports before the newest. */
  earlier: Reported[] = []
  /** In words, what is being written after a report. */
  later: string | null = null
  /** What a later report that was begun is filled in with. */
  begun: Partial<Draft> = {}
  /** 普通信息 that is being written, or went. */
  information: InformationView = { id: ID, author: 'desk', what: 'work', period: '', from: null, title: '', body: '', attachments: [], state: 'drafting', trouble: null, reads_as_incident: [], all_the_same: null, saved_at: NOW, sent_at: null, receipt: null, incident: null, system_of_record: 'national' }
  informationList: InformationList = { rows: [], zero_report: { words: '平时：零报告每日08:30前', cite: '本局内控', verified: false } }
  notices: NoticeView = { incident: ID, rows: [], partners: [], sent: [], neighbours: [], notice: { title: '', body: '' } }
  tell: (incident: string | null) => void = () => undefined

  private held: Partial<Record<CommandName, Promise<void>>> = {}

  /** Keeps the next answer of a command back until the function that it gives is called. */
  hold(name: CommandName): () => void {
    let release: () => void = () => undefined
    this.held[name] = new Promise((resolve) => (release = resolve))
    return () => release()
  }
  onChange(changed: (incident: string | null) => void) {
    this.tell = changed
    return () => undefined
  }
  async call(name: CommandName, args: unknown): Promise<never> {
    this.asked.push({ name, args })
    const refused = this.refuse[name]
    if (refused) throw refused
    const answer = structuredClone(this.answer(name, JSON.parse(JSON.stringify(args)))) as never
    await this.held[name]
    return answer
  }
  of(name: CommandName) {
    return this.asked.filter((asked) => asked.name === name).map((asked) => asked.args as Record<string, unknown>)
  }
  private composed(): Composed {
    const { draft } = this
    const composed_title = `${draft.town}发生火灾（首报）`
    const composed_body = `${draft.place}发生火灾。\n后续情况续报。`
    return {
      stage: draft.stage,
      stage_words: this.later ?? '首报',
      neighbour: { title: '', body: '' },
      supplement: { title: '关于补报河东镇火灾的说明', body: '我局18时09分知悉。' },
      paper: { masthead: '', head: '', unit: '', date: '', tail: '', sheets: [] },
      similar: [],
      sub_incidents: [],
      filled: null,
      stood: null,
      townships: [],
      returns: [],
      saved_at: NOW,
      name: '河东镇火灾',
      title: draft.title ?? composed_title,
      body: draft.body ?? composed_body,
      composed_title,
      composed_body,
      errors: draft.occurred === '805' ? [{ field: 'occurred', message: '看不懂“805”', severity: 'error' }] : [],
      gaps: [],
      missing: ['occurred', 'town'].filter((id) => !draft[id as 'town']).map(gap),
      disagreements: draft.body?.includes('2人')
        ? [{ start: draft.body.indexOf('2人'), end: draft.body.indexOf('2人') + 2, in: 'body', found: '2人', expected: '1人', message: '正文写2人，口径是1人', severity: 'error', take: { field: 'counts.deaths', value: '2' } }]
        : [],
      grading: UNGRADED,
      scope: [],
      asked: this.askedOf(),
      deadlines: [],
      segments: [],
      casualties: '',
      spoken: '我是样例县应急管理局值班室，报告一起火灾。',
      sign_message: '【首报待签】河东镇火灾。',
      ...this.instead.composed,
    }
  }
  private askedOf(): Asked {
    return { fields: this.form.fields.map(({ id }) => id), counts: this.form.counts, figures: [], signs: [] }
  }
  private view(): IncidentView {
    const incident = {
      id: ID, call: call({ outcome: 'incident' }), sources: [], calls_out: [], signed_off: this.signedOff, sought: this.sought, alarms: [], reports: [...this.earlier, ...(this.report ? [this.report] : [])],
      changes: [], accords: this.accords.flatMap(({ last }) => last ?? []), done: [], extensions: [], process: null, ended: null, gaps: [], looked_again: null,
      first_received: NOW, aware_at: NOW, reportable_at: null, first_reported: null, first_reported_to: null,
      ...this.instead.incident,
    } satisfies IncidentView['incident']
    const writing = this.report && !this.later ? null : this.draft.stage
    const signed = this.signedOff.at(-1)
    return {
      incident,
      author: this.session.author,
      others: [],
      can_take_over: true,
      draft: this.draft,
      form: this.form,
      kinds: this.kinds,
      composed: this.composed(),
      writing,
      drill: writing ? this.draft.drill : !!this.report?.facts.drill,
      number: null,
      numbers_now: newRow(true),
      changes: [],
      purposes: ['report', 'verify', 'confirm'],
      signed_for_next: writing && signed ? `签发：${signed.post}${signed.signer}（${SIGN_OFF_WAY[signed.way]}）18:31` : null,
      to_sign: writing || this.signedOff.length ? null : (this.report?.id ?? null),
      signed_above: null,
      returned: [],
      to_withdraw: this.instead.incident?.ended?.outcome === 'not_true' && incident.reports.length > 0 && !writing && !incident.reports.some(({ facts }) => facts.withdrawn),
      recipients: [{ id: 'city', name: '市应急管理局', phone: '0000-1', superior: true, phoned_at: null, taken_by: '', failed: 0, confirmed_at: null, to_correct: false, usual: 'report' }],
      sign_line: this.signLine(),
      sign_by: this.report && !this.signedOff.length ? '2026-05-12T11:01:42Z' : null,
      officers: this.officers,
      phones: [{ name: '县消防救援大队', number: '0000-119' }],
      signed_as_it_stands: this.signed,
      accords: this.accords,
      judged: { packs: ['国家规则包 1'], today: true, lost: false },
      open: true,
      process: null,
      processes: [],
      look_again_at: null,
      steps: [{ label: '接报', detail: '18:31', done: true, current: false }],
      state: this.report?.relay ? 'on_record' : this.report ? 'received' : 'drafting',
      standings: incident.reports.map((report) => ({ report: report.id, state: report.relay ? 'on_record' : 'received', entered_at: report.relay?.at ?? null, signed_words: this.signedWords(report), by: '值班岗位', claimable: false })),
      awaited: (incident.reports.find((report) => !report.relay) ?? incident.reports.at(-1))?.id ?? null,
      trouble: null,
      next: 'write',
      relay_fields: [{ label: '标题', text: '河东镇发生火灾（首报）' }],
      ...this.instead.view,
    }
  }
  private signedWords({ id }: Reported): string {
    const after = id === this.report?.id ? this.signedOff.at(-1) : undefined
    return after ? `签发：授权先报，${after.signer}（${SIGN_OFF_WAY[after.way]}）18:31补签` : '签发：授权先报（待补签）'
  }
  private signLine(): SignLine {
    const posts = ['带班领导', '局长']
    const signers = posts.map((post) => {
      const tries = this.sought.filter((one) => one.post === post)
      return { post, phone: '13900000001', tries, passed: tries.length >= 2, again_at: tries.length === 1 ? NOW : null }
    })
    const next = signers.findIndex((signer) => !signer.passed)
    return { signers, next: next < 0 ? null : next, may_go_first: false, statement: '由值班员先行报送首报，签发手续后补。', authorised: false, tell_also: [], ...this.instead.signLine }
  }
  sendFile(ticket: string, file: Blob) {
    this.sent.push({ ticket, file })
    return Promise.resolve({ ticket: null, done: '已恢复' })
  }
  private settings(): SettingsView {
    return {
      unit: this.unit, upstream: null, upstream_key: null, system_of_record: 'national',
      packs: [
        { id: 'national', title: '国家规则包', layer: 'nation', version: '1', effective_from: '2026-01-01', effective_until: null, region: null, shipped: true, withdrawn: false, in_force: true, fault: null, text: 'aa' },
      ],
      packs_digest: 'aa', pack_trouble: null, rules: [], clauses: [], divisions: [], event_codes: [],
      sources: [{ title: '生产安全事故报告和调查处理条例', at: 'https://www.gov.cn/', read: true }, { title: '某通知', at: '', read: false }],
      retention: { rules: [{ id: 'caller-after-call', what: '来电人姓名、号码', after: '来电办结', days: 90, cite: '第八十五条；90天为建议', source: '某法', verified: false }], draft_days: 30, cleared: 0, cleared_at: null },
      accesses: [],
      desk_log: [{ at: NOW, words: '已注册' }], lock_after: 10, backup: { made_at: NOW, size: '1.2MB', trouble: null, folder: '/d/backups', percent: null }, data_folder: '/d', key_kept_in: '系统密钥库', version: '1',
      ...this.instead.settings,
    }
  }
  private answer(name: CommandName, args: Args): unknown {
    if (name in this.answers) return this.answers[name]
    if (name === 'desk' || name === 'sign_in' || name === 'pin_choose' || name === 'sign_out' || name === 'desk_lock') return this.desk()
    if (name === 'sign_in_names' || name === 'pin_clear') return this.signInNames
    if (name === 'desk_active') return null
    if (name === 'lock_after' || name === 'backup_stop') return this.settings()
    if (name === 'information_list' || name === 'information_discard') return this.informationList
    if (name === 'information_save') return (this.information = { ...this.information, title: args.title, body: args.body })
    if (name === 'information_send') return (this.information = { ...this.information, state: 'saved_here', sent_at: NOW, saved_at: null })
    if (name === 'attachment_add') return { ticket: 't2', done: null }
    if (/^(information|information_begin|zero_report_begin|attachment_take_off)$/.test(name)) return this.information
    if (name === 'call_open') return (this.openCall = call())
    if (name === 'call_note') return (this.openCall = { ...call(), ...(args as unknown as Partial<Call>) })
    if (name === 'call_end') return { call: { ...call(), outcome: args.outcome as Call['outcome'] }, incident: args.outcome === 'incident' ? ID : null }
    if (name === 'draft_save') return ((this.draft = args.draft), this.composed())
    if (name === 'sign_off') {
      this.signed = true
      this.signedOff = [{ post: args.post, signer: args.signer, way: args.way, at: NOW, letter: '', number: null }]
    }
    if (name === 'sign_off_sought') this.sought = [...this.sought, { post: args.post, signer: args.signer, way: args.way, at: NOW, ended: args.ended }]
    if (name === 'accord_check') this.compared(args as unknown as CheckAccord)
    if (name === 'write_up') return { incident: ID, written: 1 }
    if (name === 'enrol' || name === 'try_sample') {
      this.unit = SAMPLE
      this.firstStart = true
    }
    if (name === 'restore' || name === 'backup') return { ticket: 't1', done: null }
    if (name === 'officer_list') this.officers = [...this.officers, { ...args, id: `o${this.officers.length}`, left: false } as unknown as Officer]
    if (name === 'officers' || name === 'officer_names' || name === 'officer_list') return this.officers
    if (name === 'sound_test') return { played_by: null, trouble: '没有找到能播放的程序' }
    if (name === 'waiting' || name === 'send_now') return this.waiting
    if (name === 'wire_log') return this.wire
    if (name === 'alarm_acknowledge') this.alarms = this.alarms.slice(1)
    if (name === 'finish_first_start') this.firstStart = false
    if (name === 'alarm_acknowledge' || name === 'finish_first_start') return this.desk()
    if (['settings', 'enrol', 'try_sample', 'leave_sample', 'sound_heard', 'choose_system_of_record'].includes(name)) return this.settings()
    if (name === 'submit') this.went(args)
    if (name === 'report_begin') this.begin(args as unknown as BeginReport)
    if (name === 'report_discard') this.later = null
    if (name === 'relay') this.relayed(args as unknown as { report: string; number: string; instead: string })
    if (name === 'incidents' || name === 'calls') return []
    if (LEVELS_ANSWER.test(name)) return { incident: ID, name: '河东镇火灾', ours: ID, take_up: null, cells: [], reports: [], directives: [], peers: [], same: [], below: [], reasons: [], officer: '' }
    if (name === 'three_levels') return { days: 90, rows: [], totals: [] }
    if (/^(notices|notice_log|peer_notice_send)$/.test(name)) return this.notices
    if (name === 'tally') return { year: 2026, tally: { incidents: 0, within_processes: 0, deaths: 0, missing: 0, injured: 0, drills: 0, not_true: 0 } }
    return this.view()
  }
  private compared({ recipient, accord, differs }: CheckAccord): void {
    this.accords = this.accords.map((row) => (row.recipient === recipient ? { ...row, last: { recipient, name: row.name, accord, differs, at: NOW } } : row))
  }
  private relayed({ report, number, instead }: { report: string; number: string; instead: string }): void {
    for (const one of [...this.earlier, this.report]) if (one?.id === report) one.relay = { at: NOW, number, instead }
  }
  private begin({ stage, withdrawn }: BeginReport): void {
    this.later = { first: '首报', follow_up: '续报一', final: '终报', correction: '情况更正' }[stage]
    this.draft = { ...emptyDraft(), stage, withdrawn, follows: this.report?.id ?? null, ...this.begun }
  }
  private went({ title, body }: Args): void {
    const report = this.submitted(title, body)
    const { stage, follows, withdrawn, drill } = this.draft
    if (this.report) this.earlier = [...this.earlier, this.report]
    this.report = { ...report, stage, follows, id: `r${this.earlier.length + 1}`, facts: { ...report.facts, withdrawn, drill } }
    this.later = null
  }
  private submitted(title: string, body: string): Reported {
    return {
      id: 'r1', stage: 'first', words: this.later ?? '首报', nth: 1, follows: null, mends: null, given: { year: 2026, number: 1, drill: false }, number: '〔2026〕第001期', title, body, facts: { kind: this.draft.kind || null, counts: [] } as unknown as Reported['facts'], grading: UNGRADED, grades: [], packs: 'aa', unit: '1', written_by: 'desk', claimed_by: null,
      signed: { is: 'afterwards', statement: '由值班员先行报送首报，签发手续后补。' }, submitted_at: NOW, system_of_record: 'national', receipt: { received_at: NOW, position: '7' }, relay: null,
    }
  }
  private desk(): DeskView {
    return {
      unit: this.unit, clock: { now: NOW, set_by_upstream: true, error_ms: 300, banner: null },
      link: { online: true, waiting: 0, waiting_reports: 0, attention: 0, trouble: null, carrying: null },
      session: this.session, system_of_record: 'national', clocks: [], incidents: [], open_calls: this.openCall ? [this.openCall] : [], ended_calls: [], coming: [], todos: this.todos, phones: [], callers: ['群众', '119指挥中心'],
      alarms: this.alarms, sound_trouble: this.soundTrouble, first_start: this.firstStart,
      ...this.instead.desk,
    }
  }
}
