import type { ComingRow, Deadline, DirectiveRow, LevelCell, LevelReport, LevelsView, ReasonRow, ThreeLevels } from './backend'
import { ID, NOW } from './desk.mock'

/** What a city sees of an event, for tests that walk through it by keys. */
export const OTHER = '00000000-0000-7000-8000-000000000009'
const UTC = (time: string) => `2026-05-12T${time}:00Z`

const REASONS = [
  ['element_missing', '要素缺失'], ['times_contradict', '时间逻辑矛盾'], ['numbers_differ', '数字前后不一或合计不平'], ['place_vague', '地点不具体/未冠省市县'],
  ['accounts_differ', '与公安、消防、卫健、县政府口径不一'], ['verdict_too_early', '原因、责任定性过早'], ['attachment_for_body', '附件代正文'],
  ['wrong_channel', '突发事件/普通信息选错'], ['wrong_kind_or_grade', '类型等级选错'], ['title_irregular', '标题不规范'], ['retold', '续报复述、未写变化'],
  ['follow_up_overdue', '应续未续'], ['name_wrong', '单位、职务、姓名有误'], ['signer_missing', '缺签发人/联系人/电话'], ['reported_twice', '重复报送（应作续报）'],
  ['words_improper', '错别字、个人信息或涉密不当'],
] as const
export const reasons: ReasonRow[] = REASONS.map(([reason, words], index) => ({ reason, number: index + 1, words }))

export const cell = (rest: Partial<LevelCell>): LevelCell => ({ unit: null, name: '', level: 'county', ours: false, known: { is: 'unknown' }, asked: '', step: null, ...rest })
export const PROVINCE = cell({ unit: '990000', name: '样例省应急管理厅', level: 'province', step: 'ask' })
export const CITY = cell({ unit: '990100', name: '样例市应急管理局', level: 'city', ours: true, step: 'take_up' })
export const COUNTY = cell({ unit: '990121', name: '样例县应急管理局', known: { is: 'by_receipt', received_at: UTC('10:37'), relayed_at: null }, step: 'sign' })

export const report = (rest: Partial<LevelReport> = {}): LevelReport => ({
  report: 'r1',
  incident: ID,
  unit: '990121',
  unit_name: '样例县应急管理局',
  words: '首报',
  number: '〔2026〕第018期',
  title: '样例省样例市样例县河东镇一居民楼发生火灾致1人死亡11人受伤（首报）',
  body: '5月12日18时05分左右，样例省样例市样例县河东镇××小区3幢发生火灾。18时09分，我局值班室接群众电话报告；18时14分电话报市应急管理局指挥中心。\n据县120急救调度中心18时26分反馈，已致1人死亡、11人受伤送医。重伤人数、是否有人员失联和被困正在核实。\n起火建筑为6层住宅，起火部位初步判断为一楼电动自行车充电处，起火原因正在调查。消防救援5车26人、120急救车3辆到场处置。\n后续情况续报。',
  submitted_at: UTC('10:36'),
  received_at: UTC('10:37'),
  relayed_at: null,
  signed: [],
  signed_here: false,
  returned: null,
  mended: false,
  actions: rest.signed_here ? ['return', 'verify', 'follow_up'] : ['sign', 'return', 'verify', 'follow_up'],
  waits: !rest.signed_here,
  ...rest,
})
export const clock = (rest: Partial<Deadline> = {}): Deadline => ({
  rule: 'K1@d1', what: '按要求核报', basis: 'superior', origin: 'directive_received', origin_at: UTC('10:20'), known_at: null, due_at: null, near_at: null, remind_at: null, done_at: null,
  state: 'promptly', why: '18:20收到要求起', cite: '本局内控', verified: false, by_tick: false, beside_one_born_past: false, ...rest,
})
export const directive = (rest: Partial<DirectiveRow> = {}): DirectiveRow => ({
  id: 'd1',
  incident: ID,
  name: '河东镇火灾',
  ours: true,
  demand: 'verify',
  word: '要求核报',
  from: '样例市应急管理局 值班员甲',
  to: '样例县应急管理局',
  to_units: ['990121'],
  reason: null,
  words: '死亡人数与交警通报不一致，请核实',
  about: '首报 〔2026〕第018期',
  report: 'r1',
  issued_at: UTC('10:20'),
  received_at: UTC('10:20'),
  until: null,
  granted_by: null,
  open: true,
  signed: [],
  signed_here: false,
  answers: [],
  clocks: [clock()],
  actions: ['extension'],
  waits: false,
  ...rest,
})
export const levels = (rest: Partial<LevelsView> = {}): LevelsView => ({
  incident: ID,
  name: '河东镇居民楼火灾',
  ours: null,
  take_up: 'r1',
  cells: [PROVINCE, CITY, COUNTY],
  reports: [report()],
  directives: [],
  peers: [],
  same: [],
  below: [{ code: '990121', name: '样例县应急管理局' }, { code: '990122', name: '邻例县应急管理局' }],
  reasons,
  officer: '值班员甲',
  ...rest,
})
export const coming = (rest: Partial<ComingRow> = {}): ComingRow => ({
  incident: ID,
  name: '河东镇居民楼火灾',
  from: '样例县应急管理局',
  words: '首报',
  arrived_at: NOW,
  casualties: '死亡1 受伤11',
  grading: { confirmed: null, possible: null, near_miss: null },
  drill: false,
  unsigned: true,
  ours: false,
  without_receipt: false,
  must_go_up: null,
  ...rest,
})
export const threeLevels = (): ThreeLevels => ({
  days: 90,
  rows: [
    { incident: ID, name: '河东镇居民楼火灾', ours: true, since: UTC('10:09'), cells: [PROVINCE, { ...CITY, known: { is: 'by_receipt', received_at: UTC('10:50'), relayed_at: UTC('10:55') }, step: null }, COUNTY], next: 'sign' },
    {
      incident: OTHER, name: '开发区危化品泄漏', ours: false, since: UTC('08:00'),
      cells: [{ ...PROVINCE, known: { is: 'told', reported: false, by: '省厅值班员乙', at: UTC('09:00') }, step: null }, CITY, cell({ name: '县级单位（未指明）', step: 'notify' })], next: 'take_up',
    },
  ],
  totals: [{ level: 'province', reported: 0, unknown: 1 }, { level: 'city', reported: 1, unknown: 1 }, { level: 'county', reported: 1, unknown: 1 }],
})
