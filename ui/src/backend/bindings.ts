// Generated from crates/workstation/src/commands.rs by `make bindings`; do not edit.

export type AccessRow = { 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
who: string, 
/**
 * What: 人员名单与电话.
 */
what: string, 
/**
 * A line on it.
 */
note: string, };

export type Accord = "agrees" | "differs" | "not_reached";

export type AccordChecked = { 
/**
 * Id of the recipient in the pack.
 */
recipient: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How it ended.
 */
accord: Accord, 
/**
 * Where they differ; empty where they do not.
 */
differs: string, 
/**
 * When, UTC.
 */
at: string, };

export type AccordRow = { 
/**
 * Id in the pack.
 */
recipient: string, 
/**
 * Name.
 */
name: string, 
/**
 * Full number, where known.
 */
phone: string | null, 
/**
 * How it ended last.
 */
last: AccordChecked | null, };

export type Acknowledge = { 
/**
 * The matter.
 */
incident: string, 
/**
 * What was received.
 */
entry: string, 
/**
 * Who took it, by name.
 */
by: string, };

export type AcknowledgeAlarm = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The rule whose clock it is.
 */
rule: string, 
/**
 * The step.
 */
step: string, };

export type AlarmView = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The rule whose clock it is.
 */
rule: string, 
/**
 * The step.
 */
step: string, 
/**
 * What it says.
 */
words: string, 
/**
 * When it rang.
 */
rang_at: string, 
/**
 * 迟到提醒
 */
late: boolean, 
/**
 * How it is drawn: as its clock stands now.
 */
tone: Pressing, 
/**
 * No device could play its sound.
 */
silent: boolean, 
/**
 * Where its button leads.
 */
next: NextStep, };

export type AnswerDirective = { 
/**
 * The matter.
 */
incident: string, 
/**
 * The directive.
 */
directive: string, 
/**
 * Done; else the words say why not.
 */
done: boolean, 
/**
 * The answer, or the reason.
 */
words: string, };

export type AnswerRow = { 
/**
 * Who.
 */
unit: string, 
/**
 * Done; else the words say why not.
 */
done: boolean, 
/**
 * The answer, or the reason.
 */
words: string, 
/**
 * When.
 */
at: string, };

export type Asked = { 
/**
 * Ids of the fields.
 */
fields: Array<string>, 
/**
 * Columns of the counts table, in the words of the kind: 失踪 in a flood.
 */
counts: Array<CountColumn>, 
/**
 * Figures.
 */
figures: Array<Figure>, 
/**
 * Signs.
 */
signs: Array<Sign>, };

export type AttachmentView = { 
/**
 * SM3 of its bytes.
 */
digest: string, 
/**
 * Its name, as text.
 */
name: string, 
/**
 * 512KB
 */
size: string, 
/**
 * Why its bytes are not here, or not whole; none: kept on this machine.
 */
trouble: string | null, 
/**
 * Its bytes are still to be carried to the upstream.
 */
waits: boolean, };

export type BackupView = { 
/**
 * When the last daily one was made.
 */
made_at: string | null, 
/**
 * How large it is, in words.
 */
size: string | null, 
/**
 * Why the last one was not made, in words.
 */
trouble: string | null, 
/**
 * Where they lie.
 */
folder: string, 
/**
 * How far one is that a person began, 0 to 100.
 */
percent: number | null, };

export type Basis = "prescribed" | "superior" | "internal";

export type BeginInformation = { 
/**
 * The one to begin from; none: blank.
 */
like: string | null, };

export type BeginReport = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Of which stage.
 */
stage: Stage, 
/**
 * Of a correction: what was reported is not true at all.
 */
withdrawn: boolean, };

export type BroughtIncident = { 
/**
 * It.
 */
incident: string, 
/**
 * It is our own unit's.
 */
ours: boolean, 
/**
 * What it is called.
 */
name: string, 
/**
 * 首报、续报一: the reports of it that are here now.
 */
reports: Array<string>, };

export type Call = { 
/**
 * The subject; an incident that it becomes has the same.
 */
id: string, 
/**
 * When it was entered on the desk; later than the pick-up where it was written on paper first (补记).
 */
entered_at: string, 
/**
 * 首次接报: the pick-up time as it stands, after corrections.
 */
received_at: string, 
/**
 * The earliest pick-up time ever given: clocks run from here, so that a correction never moves them later.
 */
earliest_at: string, 
/**
 * Corrections, oldest first.
 */
corrections: Array<TimeCorrection>, 
/**
 * Name of the caller.
 */
caller: string, 
/**
 * Unit of the caller.
 */
caller_unit: string, 
/**
 * Number.
 */
number: string, 
/**
 * Words.
 */
words: string, 
/**
 * 录音编号
 */
recording: string, 
/**
 * 上级询问: a superior asked what it had heard of elsewhere.
 */
asked_by_superior: boolean, 
/**
 * What it turned out to be; none while it is open.
 */
outcome: CallOutcome | null, 
/**
 * When it was ended.
 */
ended_at: string | null, 
/**
 * A line on the outcome.
 */
note: string, 
/**
 * For 本级掌握: the leader who agreed.
 */
agreed_by: string, 
/**
 * When it was kept below the standard; stays where it became an incident later.
 */
kept_at: string | null, 
/**
 * 再看 of what was kept below the standard; none before it.
 */
looked_again: LookedAgain | null, 
/**
 * For 并入: the incident.
 */
into: string | null, };

export type CallEndedView = { 
/**
 * The call.
 */
call: Call, 
/**
 * The incident to open.
 */
incident: string | null, };

export type CallOutcome = "incident" | "merged" | "below_threshold" | "inbound" | "passed_on" | "other";

export type CalledOut = { 
/**
 * When it was entered on the desk, UTC.
 */
entered_at: string, 
/**
 * Id of a recipient in the pack, or none for anybody else.
 */
recipient: string | null, 
/**
 * Whom, in words: 市应急管理局指挥中心.
 */
name: string, 
/**
 * Whether that is a superior, so that the call is our 首次电话报告 when it is the earliest.
 */
superior: boolean, 
/**
 * What for.
 */
purpose: Purpose, 
/**
 * When, UTC.
 */
at: string, 
/**
 * How it ended.
 */
reached: Reached, 
/**
 * 接话人; empty where not asked.
 */
taken_by: string, 
/**
 * What was said; empty where not noted.
 */
words: string, 
/**
 * 录音编号 on the room's recorder; empty where there is none.
 */
recording: string, };

export type CellChange = { 
/**
 * The cell.
 */
place: Place, 
/**
 * Who stood there.
 */
before: Array<Rostered>, 
/**
 * Who stands there.
 */
after: Array<Rostered>, };

export type ChangeKind = "casualties" | "stable" | "other";

export type ChangeRoster = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * Why.
 */
reason: string, 
/**
 * 本人同意, of everybody concerned.
 */
consents: Array<Consent>, 
/**
 * 带班领导 who agreed, and how.
 */
agreed: Consent, };

export type ChangeRow = { 
/**
 * When the room knew.
 */
at: string, 
/**
 * Who said so.
 */
source: string, 
/**
 * 伤亡
 */
what: string, 
/**
 * 死亡2 受伤9 是否失联待核, and what was said in words.
 */
said: string, };

export type CheckAccord = { 
/**
 * The incident.
 */
incident: string, 
/**
 * A recipient of the pack.
 */
recipient: string, 
/**
 * How it ended.
 */
accord: Accord, 
/**
 * Where they differ, where they do.
 */
differs: string, };

export type ChoosePattern = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * Id of the pattern (pack).
 */
pattern: string, };

export type ChoosePin = { 
/**
 * Who.
 */
officer: string, 
/**
 * The PIN.
 */
pin: string, 
/**
 * Once more.
 */
again: string, };

export type ChooseSystemOfRecord = { 
/**
 * The choice.
 */
system_of_record: SystemOfRecord, };

export type ClaimReport = { 
/**
 * Its incident.
 */
incident: string, 
/**
 * The report.
 */
report: string, };

export type Class = "natural" | "accident" | "health" | "security";

export type ClauseRow = { 
/**
 * Id.
 */
id: string, 
/**
 * What it decides: 火灾等级, 报省.
 */
what: string, 
/**
 * The clause.
 */
cite: string, 
/**
 * Title of the document.
 */
source: string, 
/**
 * Whether the source was read.
 */
verified: boolean, };

export type ClockRow = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Its short name.
 */
name: string, 
/**
 * The one that speaks: what presses, else what is 及时, else the nearest.
 */
deadline: Deadline, 
/**
 * The 规定 beside an 内控, where the nearest is an 内控 of the same duty.
 */
prescribed: Deadline | null, 
/**
 * The nearest of the other kind: what is 及时 beside a limit, a limit beside what is 及时.
 */
also: Deadline | null, 
/**
 * How many other open deadlines the incident has.
 */
others: number, 
/**
 * Fields that can be reported later.
 */
gaps: number, 
/**
 * What to do next, in words: 继续填写, 国家系统录入.
 */
next: NextStep, };

export type ClockView = { 
/**
 * The room's time now.
 */
now: string, 
/**
 * 已对时: whether an upstream's time stands behind it.
 */
set_by_upstream: boolean, 
/**
 * Largest error in milliseconds where it was set.
 */
error_ms: number | null, 
/**
 * Said large on screen when the machine's wall clock is off: 本机时钟快3分12秒 …
 */
banner: string | null, };

export type ColumnSum = { 
/**
 * The column's measure or figure.
 */
of: string, 
/**
 * Label of the column.
 */
label: string, 
/**
 * What the rows add up to; none where nobody gave a number.
 */
sum: Quantity | null, 
/**
 * What is reported of the whole; none where nothing is.
 */
whole: Quantity | null, 
/**
 * 多3, 少3, 无总数; empty where they are alike.
 */
unlike: string, };

export type ComingRow = { 
/**
 * The matter.
 */
incident: string, 
/**
 * What the room calls it.
 */
name: string, 
/**
 * Whose it is: 样例县应急管理局.
 */
from: string, 
/**
 * 首报, 续报一: the newest.
 */
words: string, 
/**
 * When that was there.
 */
arrived_at: string, 
/**
 * 死亡1 受伤11
 */
casualties: string, 
/**
 * Grade as judged by whoever reported.
 */
grading: Grading, 
/**
 * 演练件
 */
drill: boolean, 
/**
 * Nobody here has signed for the newest.
 */
unsigned: boolean, 
/**
 * Our own incident of it.
 */
ours: boolean, 
/**
 * It came by packet and has no receipt yet.
 */
without_receipt: boolean, 
/**
 * Whether our own scope would have it go up: 报省.
 */
must_go_up: string | null, };

export type Composed = { 
/**
 * Of which stage the letter is.
 */
stage: Stage, 
/**
 * 首报, 续报一
 */
stage_words: string, 
/**
 * 毗邻通报, from the same facts.
 */
neighbour: Letter, 
/**
 * 补报说明: the times as the record has them.
 */
supplement: Letter, 
/**
 * 纸质: head, tail and sheets round the same text.
 */
paper: Paper, 
/**
 * 分乡镇: what the columns add up to.
 */
townships: Array<ColumnSum>, 
/**
 * 险情 that belong to this process, oldest first.
 */
sub_incidents: Array<SubIncident>, 
/**
 * The township table with their numbers in its empty cells; none where nothing would be added.
 */
filled: Array<DraftTownship> | null, 
/**
 * What stands since the report before, as it would be typed; none where the form has it already.
 */
stood: Draft | null, 
/**
 * Other incidents that may be the same one.
 */
similar: Array<SimilarRow>, 
/**
 * 市里可能退回: which of the sixteen reasons it gives. Nothing here holds it back.
 */
returns: Array<Returnable>, 
/**
 * When the draft was saved on this machine; none while there is no draft.
 */
saved_at: string | null, 
/**
 * Short name of the incident from the draft.
 */
name: string, 
/**
 * Title as it would be sent.
 */
title: string, 
/**
 * Body as it would be sent.
 */
body: string, 
/**
 * What the title would be without hand edits.
 */
composed_title: string, 
/**
 * What the body would be without hand edits.
 */
composed_body: string, 
/**
 * What could not be read, at its field.
 */
errors: Array<FieldError>, 
/**
 * What can be reported later.
 */
gaps: Array<Gap>, 
/**
 * Of the five required, what is missing.
 */
missing: Array<Gap>, 
/**
 * Where text and fields differ, and wording.
 */
disagreements: Array<Disagreement>, 
/**
 * Grade.
 */
grading: Grading, 
/**
 * 报送范围, the farthest first; none: 本级掌握.
 */
scope: Array<ScopeStep>, 
/**
 * What this kind of event is asked for.
 */
asked: Asked, 
/**
 * Deadlines, nearest first.
 */
deadlines: Array<Deadline>, 
/**
 * The three segments.
 */
segments: Array<Segment>, 
/**
 * 死亡1 受伤11 是否失联待核
 */
casualties: string, 
/**
 * 口报词: what is said on the phone, at most 120 characters.
 */
spoken: string, 
/**
 * 签发短信: what is sent to the signer, at most 200 characters.
 */
sign_message: string, };

export type Consent = { 
/**
 * Who.
 */
name: string, 
/**
 * How it was given: 当面, 电话, 短信, or why it could not be asked.
 */
how: string, };

export type Control = "kind" | "time" | "line" | "text" | "number" | "counts" | "grade" | "figures" | "signs" | "jurisdiction" | "townships" | "tick" | "sensitive";

export type CorrectCallTime = { 
/**
 * The call.
 */
call: string, 
/**
 * The right time as typed: 1809, 18:09.
 */
time: string, 
/**
 * Why.
 */
reason: string, };

export type Count = { 
/**
 * Who said so, as the letter names them: 县消防救援大队.
 */
source: string, 
/**
 * When they said so; unknown stays unknown.
 */
as_of: string | null, 
/**
 * 死亡
 */
deaths: Number, 
/**
 * 受伤
 */
injured: Number, 
/**
 * 重伤
 */
seriously_injured: Number, 
/**
 * 失联
 */
missing: Number, 
/**
 * 被困
 */
trapped: Number, 
/**
 * 转移
 */
evacuated: Number, 
/**
 * 涉险
 */
at_risk: Number, 
/**
 * 轻伤
 */
lightly_injured: Number, 
/**
 * 在院治疗
 */
in_hospital: Number, 
/**
 * 现场共有
 */
present: Number, 
/**
 * 自行撤离
 */
withdrawn: Number, 
/**
 * 获救
 */
rescued: Number, 
/**
 * 采用: this row is the one in the letter. At most one row of an incident is adopted.
 */
adopted: boolean, };

export type CountColumn = { 
/**
 * What it counts.
 */
measure: Measure, 
/**
 * Label on screen.
 */
label: string, 
/**
 * Whether its absence is listed for the follow-up.
 */
gap: boolean, 
/**
 * Whom to ask.
 */
ask: string, 
/**
 * Classes of kinds that have this column; none: every kind.
 */
classes: Array<Class>, };

export type DayKind = "workday" | "weekend" | "holiday";

export type Deadline = { 
/**
 * Id of the rule; a copy of its clock adds a reason or a day: `N2/change`, `H5@2026-05-12T17:00`.
 */
rule: string, 
/**
 * What is to be done: 系统报送首报, 电话报告市应急管理局.
 */
what: string, 
/**
 * 规定, 上级要求 or 内控.
 */
basis: Basis, 
/**
 * What it runs from.
 */
origin: Origin, 
/**
 * When that was; none while it has not happened.
 */
origin_at: string | null, 
/**
 * When its cause became known, where that was later than its origin.
 */
known_at: string | null, 
/**
 * When it is due; none for 及时 and while not started.
 */
due_at: string | null, 
/**
 * From when on it is near: the first step before it in which an alarm rings, for 及时 the first step that says it
 * should be done by now; none where no pack has one.
 */
near_at: string | null, 
/**
 * When it is worth asking before a window closes.
 */
remind_at: string | null, 
/**
 * When it was done.
 */
done_at: string | null, 
/**
 * Where it stands.
 */
state: DeadlineState, 
/**
 * Why it is due then, in words: 18:14电话报市局起30分钟.
 */
why: string, 
/**
 * The clause.
 */
cite: string, 
/**
 * Whether that source was read.
 */
verified: boolean, 
/**
 * Whether the officer can tick it as done: it has no richer record here, or was done in the system by hand.
 */
by_tick: boolean, 
/**
 * A 内控 that stands beside a limit which had passed before its cause was known: quiet, on screen only.
 */
beside_one_born_past: boolean, };

export type DeadlineState = "not_started" | "running" | "promptly" | "past_internal" | "overdue" | "tracking" | "met" | "met_past_internal" | "met_late" | "born_past" | "ended";

export type Demand = "return" | "verify" | "follow_up" | "supplement" | "extension";

export type DeskEvent = { 
/**
 * When.
 */
at: string, 
/**
 * What, in words.
 */
words: string, };

export type DeskView = { 
/**
 * The unit; none before enrolment.
 */
unit: Unit | null, 
/**
 * The room's clock.
 */
clock: ClockView, 
/**
 * The link.
 */
link: LinkView, 
/**
 * Who is at the desk.
 */
session: SessionView, 
/**
 * 主通道
 */
system_of_record: SystemOfRecord, 
/**
 * Clocks, nearest first.
 */
clocks: Array<ClockRow>, 
/**
 * Incidents whose report is not on record yet, and those of the last day.
 */
incidents: Array<IncidentRow>, 
/**
 * Calls not ended yet, newest first.
 */
open_calls: Array<Call>, 
/**
 * 来电记录: calls of the last day that a digit ended as no incident, newest first; each may become one still.
 */
ended_calls: Array<Call>, 
/**
 * 下级来报, newest first.
 */
coming: Array<ComingRow>, 
/**
 * 待办, unsent first.
 */
todos: Array<Todo>, 
/**
 * 常用电话
 */
phones: Array<Phone>, 
/**
 * Who rings most: phrases for 来电人.
 */
callers: Array<string>, 
/**
 * Alarms of clocks that still run, newest first, without those that were seen.
 */
alarms: Array<AlarmView>, 
/**
 * Said on screen when the last sound could not be played; none while it can.
 */
sound_trouble: string | null, 
/**
 * The first start is not finished: the wizard goes on where it was.
 */
first_start: boolean, };

export type DirectiveRow = { 
/**
 * The entry.
 */
id: string, 
/**
 * The matter.
 */
incident: string, 
/**
 * What the room calls the event.
 */
name: string, 
/**
 * We issued it.
 */
ours: boolean, 
/**
 * What is asked.
 */
demand: Demand, 
/**
 * In words: 退回补正.
 */
word: string, 
/**
 * Who issued it: 样例市应急管理局 值班员甲.
 */
from: string, 
/**
 * To whom it goes, by name.
 */
to: string, 
/**
 * The same, by code.
 */
to_units: Array<string>, 
/**
 * Which of the sixteen, with its number.
 */
reason: string | null, 
/**
 * What exactly.
 */
words: string, 
/**
 * The report that is meant: 首报 〔2026〕第018期.
 */
about: string, 
/**
 * That report.
 */
report: string | null, 
/**
 * When it was issued.
 */
issued_at: string, 
/**
 * When the upstream had it; none while it waits.
 */
received_at: string | null, 
/**
 * Until when; none: 及时.
 */
until: string | null, 
/**
 * Who granted more time; none where nobody did.
 */
granted_by: string | null, 
/**
 * Somebody still has to answer.
 */
open: boolean, 
/**
 * 确认收到
 */
signed: Array<SignedRow>, 
/**
 * Whether we confirmed it.
 */
signed_here: boolean, 
/**
 * 答复
 */
answers: Array<AnswerRow>, 
/**
 * Its clocks, nearest first.
 */
clocks: Array<Deadline>, 
/**
 * What can be done with it, in the order of the keys.
 */
actions: Array<LevelAction>, 
/**
 * Somebody here still has to do the first of them.
 */
waits: boolean, };

export type Disagreement = { 
/**
 * First UTF-16 unit of the words meant; 0 with `end` 0 where something is missing.
 */
start: number, 
/**
 * After their last UTF-16 unit.
 */
end: number, 
/**
 * In title or body.
 */
in: Part, 
/**
 * What stands there.
 */
found: string, 
/**
 * What the fields say; empty where they say nothing of it.
 */
expected: string, 
/**
 * A sentence that says what to do.
 */
message: string, 
/**
 * How loudly.
 */
severity: Severity, 
/**
 * The field that would take what the text says, where one can.
 */
take: Take | null, };

export type Disclose = { 
/**
 * The incident.
 */
incident: string, 
/**
 * To which unit above.
 */
unit: UnitCode, 
/**
 * Who asked: name and post.
 */
asked_by: string, 
/**
 * The leader of this unit who consented.
 */
consented_by: string, 
/**
 * Their post.
 */
post: string, 
/**
 * When, as typed; empty is now.
 */
time: string, 
/**
 * What for.
 */
reason: string, };

export type DisclosureRow = { 
/**
 * When the leader consented.
 */
at: string, 
/**
 * Names of the units that may read.
 */
to: Array<string>, 
/**
 * Who asked.
 */
asked_by: string, 
/**
 * Who consented.
 */
consented_by: string, 
/**
 * Their post.
 */
post: string, 
/**
 * What for.
 */
reason: string, 
/**
 * How many entries.
 */
entries: number, 
/**
 * The upstream has it, and hands on what it names.
 */
received: boolean, };

export type DisclosureView = { 
/**
 * Units above, the nearest first.
 */
superiors: Array<UnitRow>, 
/**
 * Posts whose consent counts.
 */
posts: Array<string>, 
/**
 * What stays within the unit and would be shown.
 */
entries: Array<KindCount>, 
/**
 * How many of the unit's own have no receipt yet; those cannot be shown.
 */
waiting: number, 
/**
 * What was given already, oldest first.
 */
given: Array<DisclosureRow>, };

export type Division = { 
/**
 * Six digits, or an extension: six digits, a hyphen and two to eight letters or digits.
 */
code: string, 
/**
 * Name.
 */
name: string, 
/**
 * A local extension code.
 */
extension: boolean, 
/**
 * Key of a `[[source]]`.
 */
source: string, };

export type DoorError = { 
/**
 * Stable code.
 */
code: ErrorCode, 
/**
 * A Chinese sentence that says what to do next.
 */
message: string, 
/**
 * Field by field, where something typed cannot be used.
 */
fields?: Array<FieldError>, };

export type Draft = { 
/**
 * 首报, 续报 …
 */
stage: Stage, 
/**
 * The report that it follows; none for a first.
 */
follows: string | null, 
/**
 * 补正: the report that was sent back and is written anew.
 */
mends: string | null, 
/**
 * Kind of event (id from the pack), empty while not chosen.
 */
kind: string, 
/**
 * 发生时间 as spoken: 1805, 18:05左右, 昨23:10, 4月7日18时05分, or `-`.
 */
occurred: string, 
/**
 * 乡镇
 */
town: string, 
/**
 * 详细地点
 */
place: string, 
/**
 * 场所
 */
site: string, 
/**
 * 事发单位
 */
unit: string, 
/**
 * 信息来源; empty: taken from the call.
 */
source: string, 
/**
 * 伤亡口径
 */
counts: Array<DraftCount>, 
/**
 * 简要经过
 */
course: string, 
/**
 * 房屋
 */
building: string, 
/**
 * 已到力量
 */
forces: string, 
/**
 * 已采取措施
 */
measures: string, 
/**
 * 起因
 */
cause: string, 
/**
 * 直接经济损失（万元）
 */
loss_wan: string, 
/**
 * Figures as typed, by the id of a `[[figure]]`.
 */
figures: { [key in string]: string }, 
/**
 * Ids of the `[[sign]]`s that are ticked.
 */
signs: Array<string>, 
/**
 * 明火扑灭时间 as spoken; 未扑灭 or `+`: still burning; empty: nobody said.
 */
flame_out: string, 
/**
 * 属地
 */
jurisdiction: Jurisdiction, 
/**
 * 敏感, as ticked.
 */
sensitive: Array<Sensitivity>, 
/**
 * 现场负责人
 */
scene_leader: string, 
/**
 * 舆情
 */
opinion: string, 
/**
 * 下一步
 */
next_step: string, 
/**
 * 请求事项
 */
requests: string, 
/**
 * 分乡镇
 */
townships: Array<DraftTownship>, 
/**
 * 应急处置结束时间, as spoken.
 */
response_ended: string, 
/**
 * 善后
 */
aftermath: string, 
/**
 * 教训
 */
lessons: string, 
/**
 * 更正: by whom it was verified.
 */
verified_by: string, 
/**
 * 更正: what was reported is not true at all.
 */
withdrawn: boolean, 
/**
 * 演练件
 */
drill: boolean, 
/**
 * 初判（就高） by the officer's word.
 */
judged: Grade | null, 
/**
 * The title as edited by hand; none: composed.
 */
title: string | null, 
/**
 * The body as edited by hand; none: composed.
 */
body: string | null, 
/**
 * 补报说明: why it comes now, in the officer's words; not part of the report.
 */
late_reason: string, 
/**
 * A document that was drawn in.
 */
material: Material | null, };

export type DraftCount = { 
/**
 * 来源
 */
source: string, 
/**
 * 时间, as spoken: 1828, 18:28, 18时28分.
 */
as_of: string, 
/**
 * 死亡
 */
deaths: string, 
/**
 * 受伤
 */
injured: string, 
/**
 * 重伤
 */
seriously_injured: string, 
/**
 * 失联
 */
missing: string, 
/**
 * 被困
 */
trapped: string, 
/**
 * 转移
 */
evacuated: string, 
/**
 * 涉险
 */
at_risk: string, 
/**
 * 轻伤
 */
lightly_injured: string, 
/**
 * 在院治疗
 */
in_hospital: string, 
/**
 * 现场共有
 */
present: string, 
/**
 * 自行撤离
 */
withdrawn: string, 
/**
 * 获救
 */
rescued: string, 
/**
 * 采用
 */
adopted: boolean, };

export type DraftTownship = { 
/**
 * 乡镇（街道）
 */
town: string, 
/**
 * Its numbers as typed, by the column's measure or figure.
 */
numbers: { [key in string]: string }, };

export type Drafted = { 
/**
 * Whose draft.
 */
by: string, 
/**
 * When somebody first typed in it, UTC.
 */
from: string, 
/**
 * When it was saved last, UTC.
 */
to: string, };

export type DutyDone = { 
/**
 * The rule whose clock it stops.
 */
rule: string, 
/**
 * When it was done, UTC.
 */
at: string, 
/**
 * A line on it: to whom, under which number.
 */
note: string, };

export type EditRoster = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * What is done to it.
 */
edit: RosterEdit, };

export type EndCall = { 
/**
 * The call.
 */
call: string, 
/**
 * What it turned out to be.
 */
outcome: CallOutcome, 
/**
 * A line on it; may be empty.
 */
note: string, 
/**
 * For 并入: the incident.
 */
into: string | null, 
/**
 * For 本级掌握: the leader who agreed.
 */
agreed_by: string, };

export type EndIncident = { 
/**
 * The incident.
 */
incident: string, 
/**
 * How it ended.
 */
outcome: IncidentOutcome, 
/**
 * Who found it so, or to whom it was handed over.
 */
verified_by: string, 
/**
 * A line: the reason.
 */
note: string, 
/**
 * For 本级掌握: the leader who agreed.
 */
agreed_by: string, };

export type Enrol = { 
/**
 * Address of the upstream; may be empty where the code is the text of a QR code, which names it.
 */
upstream: string, 
/**
 * One-time code, or the whole text of a QR code.
 */
code: string, };

export type EnterRoster = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * What was typed in: the publication, or a change.
 */
entry: string, 
/**
 * When, as typed; empty: now.
 */
time: string, 
/**
 * Its number there.
 */
number: string, 
/**
 * What proves it where no number was shown.
 */
instead: string, };

export type ErrorCode = "invalid" | "not_found" | "not_now" | "not_enrolled" | "stale" | "upstream" | "storage" | "malformed" | "locked" | "other_author";

export type EventCode = { 
/**
 * Id of an `[[event]]`.
 */
kind: string, 
/**
 * Code system: GB/T 35561.
 */
system: string, 
/**
 * Its edition: 2017.
 */
edition: string, 
/**
 * The code.
 */
code: string, 
/**
 * Key of a `[[source]]`.
 */
source: string, };

export type EventKind = { 
/**
 * Id, as in the facts.
 */
id: string, 
/**
 * 官方名.
 */
name: string, 
/**
 * Family that rules and labels go by: `fire`, `production`.
 */
family: string, 
/**
 * 四大类
 */
class: Class, 
/**
 * Ids of the `[[grade_table]]`s, the highest of which counts; none: not graded by numbers.
 */
graded_by: Array<string>, 
/**
 * As title and first sentence say it: 发生火灾; 发生[{magnitude}级]地震 names a figure where it is known.
 */
title: string, 
/**
 * Words by which a caller names it: 着火.
 */
words: Array<string>, 
/**
 * How the letter names its cause: 起火原因.
 */
cause: string, 
/**
 * How the letter names its loss: 直接财产损失.
 */
loss: string, };

export type ExplainFault = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * What it is.
 */
of: RosterCheckKind, 
/**
 * Where.
 */
place: Place, 
/**
 * Whom it concerns; empty for a gap.
 */
who: string, 
/**
 * Why, as typed; empty takes it back.
 */
reason: string, };

export type ExplainNumber = { 
/**
 * The number.
 */
number: NumberGiven, 
/**
 * Why it was not used.
 */
reason: string, };

export type Extension = { 
/**
 * The clock that is meant: a rule's id, with its day where it has turns.
 */
rule: string, 
/**
 * Who granted it: 市应急管理局指挥中心×××.
 */
by: string, 
/**
 * Until when, UTC.
 */
until: string, 
/**
 * When it was granted, UTC.
 */
at: string, };

export type Facts = { 
/**
 * Kind of event, the id of an `[[event]]` in the pack; none while not chosen.
 */
kind: string | null, 
/**
 * 发生时间; none while under check.
 */
occurred: Occurred | null, 
/**
 * Until when it went on, where a span was said: 23时至23时40分.
 */
occurred_until: string | null, 
/**
 * 乡镇（街道）
 */
town: Stated, 
/**
 * 详细地点 below the town: 中心街一民房一楼楼道杂物间, a road with 桩号 and direction, …
 */
place: Stated, 
/**
 * 场所, as the title names it: 一民房, 一在建厂房.
 */
site: Stated, 
/**
 * 事发单位
 */
unit: Stated, 
/**
 * 信息来源: who told us, as the letter names them: 群众, 县消防救援大队.
 */
source: Stated, 
/**
 * 伤亡口径, one row an informant.
 */
counts: Array<Count>, 
/**
 * 简要经过
 */
course: Stated, 
/**
 * 房屋性质、层数
 */
building: Stated, 
/**
 * 已到力量
 */
forces: Stated, 
/**
 * 已采取措施
 */
measures: Stated, 
/**
 * 起因: never more than 初步判断 in a first report.
 */
cause: Stated, 
/**
 * 直接经济损失, in units of 10,000 yuan (万元), where an estimate was given; exact to 100 yuan.
 */
loss_wan: Quantity | null, 
/**
 * Figures that only some events have, by the id of a `[[figure]]`: 受害森林面积, 震级.
 */
figures: { [key in string]: Quantity }, 
/**
 * Ids of the `[[sign]]`s that are ticked: 起重机械整体倾覆.
 */
signs: Array<string>, 
/**
 * 明火, where there is one to put out; none while nobody said.
 */
flame_out: FlameOut | null, 
/**
 * 属地
 */
jurisdiction: Jurisdiction, 
/**
 * 敏感, as ticked.
 */
sensitive: Array<Sensitivity>, 
/**
 * 现场负责人 姓名、职务、电话
 */
scene_leader: Stated, 
/**
 * 舆情
 */
opinion: Stated, 
/**
 * 下一步
 */
next_step: Stated, 
/**
 * 请求事项
 */
requests: Stated, 
/**
 * 分乡镇, of a process disaster.
 */
townships: Array<Township>, 
/**
 * 险情 that belong to a process disaster, as the desk knows them; nobody types them.
 */
sub_incidents: Array<SubIncident>, 
/**
 * 应急处置结束
 */
response_ended: string | null, 
/**
 * 善后
 */
aftermath: Stated, 
/**
 * 教训
 */
lessons: Stated, 
/**
 * 更正: by whom it was verified.
 */
verified_by: Stated, 
/**
 * 更正: what was reported is not true at all.
 */
withdrawn: boolean, 
/**
 * 演练件: through the real channel, marked and never counted (practice 2.12).
 */
drill: boolean, 
/**
 * 初判（就高） by the officer's word, where given; never lowers what the numbers say.
 */
judged: Grade | null, };

export type FieldError = { 
/**
 * Name of the draft's field; a count cell is `counts.0.deaths`.
 */
field: string, 
/**
 * A sentence that says what to do.
 */
message: string, 
/**
 * How loudly.
 */
severity: Severity, };

export type Figure = { 
/**
 * Id, as in the facts and in tables.
 */
id: string, 
/**
 * Name on screen.
 */
name: string, 
/**
 * Unit after the number.
 */
unit: string, 
/**
 * Families of kinds that have it.
 */
families: Array<string>, 
/**
 * Kinds that have it.
 */
kinds: Array<string>, };

export type FileStep = { 
/**
 * Where the page sends or fetches the file: `/file/{ticket}`; none where the host has done it.
 */
ticket: string | null, 
/**
 * What was done, in words; none where nothing was chosen.
 */
done: string | null, };

export type FlameOut = { "is": "burning" } | { "is": "out", "at": string };

export type FormField = { 
/**
 * Name of the draft's field.
 */
id: string, 
/**
 * Id of its section.
 */
section: string, 
/**
 * Label on screen.
 */
label: string, 
/**
 * How it is filled in.
 */
control: Control, 
/**
 * One of the five that a first report needs.
 */
required: boolean, 
/**
 * Whether its absence is listed for the follow-up.
 */
gap: boolean, 
/**
 * Hint beside it; empty: none.
 */
hint: string, 
/**
 * Whom to ask; empty: nobody in particular.
 */
ask: string, 
/**
 * Families of kinds that have this field; none: every kind.
 */
families: Array<string>, 
/**
 * Stages that ask for it; none: every stage.
 */
stages: Array<Stage>, };

export type FormLayout = { 
/**
 * Sections in order.
 */
sections: Array<FormSection>, 
/**
 * Fields in order.
 */
fields: Array<FormField>, 
/**
 * Columns of the counts table in order.
 */
counts: Array<CountColumn>, 
/**
 * Phrases to choose from, in the order of their digits.
 */
phrases: Array<FormPhrase>, 
/**
 * Columns of the township table in order.
 */
townships: Array<TownshipColumn>, };

export type FormPhrase = { 
/**
 * The field it is for: a field of the form, `counts.source` or `caller`.
 */
field: string, 
/**
 * The words.
 */
text: string, 
/**
 * Families of kinds it is for; none: every kind.
 */
families: Array<string>, 
/**
 * Of a 场所: somebody lives there, so that there is no 事发单位.
 */
dwelling: boolean, };

export type FormSection = { 
/**
 * Id, as in the fields.
 */
id: string, 
/**
 * Title on screen.
 */
title: string, };

export type FramesProgress = { 
/**
 * By which its frames are called.
 */
of: string, 
/**
 * Frames read.
 */
read: number, 
/**
 * Of how many.
 */
count: number, 
/**
 * 还差第3、7幅; empty where none is missing.
 */
missing: string, 
/**
 * Why it was not taken in although none is missing; empty where nothing was wrong.
 */
trouble: string, };

export type FramesRead = { 
/**
 * Packets that are not in yet.
 */
packets: Array<FramesProgress>, 
/**
 * The lines that are of use still: frames of packets that are not in yet.
 */
left: Array<string>, 
/**
 * What is wrong with the last line; empty where nothing is.
 */
last_line: string, 
/**
 * The packet that was taken in by this.
 */
taken: TakenPacket | null, };

export type Gap = { 
/**
 * Name of the draft's field; a measure is `counts.deaths`.
 */
field: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Whom to ask; empty: nobody in particular.
 */
ask: string, };

export type GivePin = { 
/**
 * Who.
 */
officer: string, 
/**
 * Their PIN.
 */
pin: string, };

export type GiveSignOff = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Post, from the pack.
 */
post: string, 
/**
 * Name of the signer.
 */
signer: string, 
/**
 * How.
 */
way: SignOffWay, 
/**
 * When, as typed; empty: now.
 */
time: string, };

export type Grade = "ordinary" | "large" | "major" | "extraordinary";

export type GradeHistory = Array<GradeKnown>;

export type GradeKnown = { 
/**
 * The grade; none: not graded.
 */
grade: Grade | null, 
/**
 * Since when, UTC.
 */
at: string, 
/**
 * When it was typed, where that was later.
 */
noted_at: string | null, };

export type GradeReason = { 
/**
 * The grade.
 */
grade: Grade, 
/**
 * In words what decided it: 死亡1人；受伤11人含重伤待核，至多11人重伤.
 */
why: string, 
/**
 * The clause: 国务院令第493号第三条.
 */
cite: string, 
/**
 * Whether the table's source was read ([`crate::pack`]).
 */
verified: boolean, 
/**
 * Id of the table; empty where no table decided.
 */
table: string, };

export type Grading = { 
/**
 * 现等级: confirmed numbers only.
 */
confirmed: GradeReason | null, 
/**
 * 初判（就高）: known missing and trapped counted, bounded unknowns at their bound, the officer's word.
 * Unknown alone never raises it.
 */
possible: GradeReason | null, 
/**
 * 较大涉险事故, where it is one.
 */
near_miss: NearMiss | null, };

export type GrantExtension = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The rule whose clock is meant.
 */
rule: string, 
/**
 * Who granted it.
 */
by: string, 
/**
 * Until when, as typed.
 */
until: string, };

export type Incident = { 
/**
 * The subject.
 */
id: string, 
/**
 * The first call, where this desk may know it.
 */
call: Call | null, 
/**
 * Later callers.
 */
sources: Array<OtherSource>, 
/**
 * Calls out, in the order of their times.
 */
calls_out: Array<CalledOut>, 
/**
 * Sign-offs, oldest first.
 */
signed_off: Array<SignedOff>, 
/**
 * Signatures that were asked for and not given, in the order of their times.
 */
sought: Array<SignOffSought>, 
/**
 * Alarms that rang at the unit's desks, oldest first.
 */
alarms: Array<Rung>, 
/**
 * Reports, oldest first.
 */
reports: Array<Reported>, 
/**
 * What changed after a report had gone, in the order of its times.
 */
changes: Array<LoggedChange>, 
/**
 * 口径, in the order of their times.
 */
accords: Array<AccordChecked>, 
/**
 * Duties ticked as done.
 */
done: Array<DutyDone>, 
/**
 * More time that superiors granted.
 */
extensions: Array<Extension>, 
/**
 * 灾害过程 that it belongs to; none where it stands for itself.
 */
process: string | null, 
/**
 * How it ended; none while it goes on.
 */
ended: IncidentEnded | null, 
/**
 * When it had been ended and was opened again.
 */
gaps: Array<Span>, 
/**
 * 再看 of what was kept below the standard; none before it.
 */
looked_again: LookedAgain | null, 
/**
 * 首次接报, as it stands.
 */
first_received: string, 
/**
 * 知悉: the earliest that the room knew.
 */
aware_at: string, 
/**
 * When what had been kept below the standard turned out to be an incident; none: it was one from the start.
 */
reportable_at: string | null, 
/**
 * 首次电话报告.
 */
first_reported: string | null, 
/**
 * To whom that was.
 */
first_reported_to: string | null, };

export type IncidentEnded = { 
/**
 * How.
 */
outcome: IncidentOutcome, 
/**
 * Who found it so, or to whom it was handed over: 县消防救援大队.
 */
verified_by: string, 
/**
 * A line: the reason.
 */
note: string, 
/**
 * For 本级掌握: the leader who agreed.
 */
agreed_by: string, 
/**
 * When, UTC.
 */
at: string, };

export type IncidentOutcome = "reported" | "below_threshold" | "not_true" | "merged" | "handed_over" | "drill";

export type IncidentRef = { 
/**
 * The subject.
 */
incident: string, };

export type IncidentRow = { 
/**
 * The subject.
 */
id: string, 
/**
 * Short name: 撮镇一民房火灾; 未命名事件 while nothing is known.
 */
name: string, 
/**
 * 首次接报
 */
first_received: string, 
/**
 * 死亡1 受伤11 是否失联待核
 */
casualties: string, 
/**
 * Grade.
 */
grading: Grading, 
/**
 * Where its report stands.
 */
state: ReportState, 
/**
 * 演练件: never counted.
 */
drill: boolean, 
/**
 * Name of the 灾害过程 that it belongs to.
 */
process: string | null, 
/**
 * How many 险情 belong to it.
 */
sub_incidents: number, 
/**
 * How it ended; none while it goes on.
 */
ended: IncidentOutcome | null, 
/**
 * When the system of record had it.
 */
entered_at: string | null, 
/**
 * What to do next.
 */
next: NextStep, };

export type IncidentView = { 
/**
 * The fold of its entries.
 */
incident: Incident, 
/**
 * Whose draft this is; a save says so, and is kept under no other name.
 */
author: string, 
/**
 * What others at this desk keep of the report that is written now, newest first.
 */
others: Array<OtherDraft>, 
/**
 * Nothing was typed under this name yet, so one of them can be taken over.
 */
can_take_over: boolean, 
/**
 * The draft as typed; empty after submission until a new one is begun.
 */
draft: Draft, 
/**
 * The form to draw.
 */
form: FormLayout, 
/**
 * Event kinds to choose from.
 */
kinds: Array<EventKind>, 
/**
 * The letter.
 */
composed: Composed, 
/**
 * The stage of the report that is being written; none while none is.
 */
writing: Stage | null, 
/**
 * 演练: what is being written, else what went last.
 */
drill: boolean, 
/**
 * 〔2026〕第018期, once it was given.
 */
number: string | null, 
/**
 * The numbers that hold now, as they would be typed: 变化登记 begins with them.
 */
numbers_now: DraftCount, 
/**
 * What changed since the first report, in the order of its times.
 */
changes: Array<ChangeRow>, 
/**
 * Recipients from the pack.
 */
recipients: Array<RecipientRow>, 
/**
 * What a call out can be for; 告知更正 only once there is a correction.
 */
purposes: Array<Purpose>, 
/**
 * Signers for this stage and grade, and how often each was tried.
 */
sign_line: SignLine, 
/**
 * Until when the signature is to be completed (内控), where the report went first.
 */
sign_by: string | null, 
/**
 * The signature of the letter that is being written, in words; none while it has none.
 */
signed_for_next: string | null, 
/**
 * 补签: the report that F8 signs afterwards; none while another is written, or where none is owed.
 */
to_sign: string | null, 
/**
 * A superior signed for a report, and who; none while nobody has.
 */
signed_above: string | null, 
/**
 * Reports that were sent back and wait to be written anew.
 */
returned: Array<ReturnedRow>, 
/**
 * What was reported and found untrue is still to be corrected.
 */
to_withdraw: boolean, 
/**
 * The room's people, to choose names from.
 */
officers: Array<Officer>, 
/**
 * 常用电话, to choose from when dialling.
 */
phones: Array<Phone>, 
/**
 * Whether the newest sign-off is of the letter as it stands.
 */
signed_as_it_stands: boolean, 
/**
 * 口径: with whom numbers are compared, and how that ended last.
 */
accords: Array<AccordRow>, 
/**
 * Under which packs it was judged.
 */
judged: JudgedUnder, 
/**
 * Whether it is open: its clocks may run, it can be ended.
 */
open: boolean, 
/**
 * 灾害过程 that it belongs to.
 */
process: ProcessRow | null, 
/**
 * Processes that go on, into which it could be put.
 */
processes: Array<ProcessRow>, 
/**
 * When what was kept below the standard is to be looked at again.
 */
look_again_at: string | null, 
/**
 * The step line.
 */
steps: Array<Step>, 
/**
 * Where the awaited report stands.
 */
state: ReportState, 
/**
 * Where every report stands, oldest first.
 */
standings: Array<ReportStanding>, 
/**
 * The report that waits for the system of record, the oldest of them; where none does, the newest.
 */
awaited: string | null, 
/**
 * Why it was not sent, in words.
 */
trouble: string | null, 
/**
 * What to do next.
 */
next: NextStep, 
/**
 * Fields for 国家系统录入, of the newest report.
 */
relay_fields: Array<RelayField>, };

export type InformationKind = "work" | "zero_report";

export type InformationList = { 
/**
 * The lines.
 */
rows: Array<InformationRow>, 
/**
 * 汛期，零报告每日08:30、16:30前; none where the packs do not say.
 */
zero_report: ZeroReportHours | null, };

export type InformationRef = { 
/**
 * The subject.
 */
information: string, };

export type InformationRow = { 
/**
 * The subject.
 */
id: string, 
/**
 * What it is.
 */
what: InformationKind, 
/**
 * Its title; empty while nobody has written one.
 */
title: string, 
/**
 * Of a draft that somebody else keeps: whose. It is taken over as a copy.
 */
by: OtherDraft | null, 
/**
 * The unit below that sent it, by code; none: our own.
 */
from: string | null, 
/**
 * Where it stands.
 */
state: ReportState, 
/**
 * When it was sent, or a draft saved.
 */
at: string, 
/**
 * How many attachments it has.
 */
attachments: number, };

export type InformationView = { 
/**
 * The subject.
 */
id: string, 
/**
 * Whose page this is; a save says so, and is kept under no other name.
 */
author: string, 
/**
 * What it is.
 */
what: InformationKind, 
/**
 * Of a 零报告: 5月11日8时至12日8时; else empty.
 */
period: string, 
/**
 * The unit below that sent it, by code; none: our own.
 */
from: string | null, 
/**
 * Title, as typed or as sent.
 */
title: string, 
/**
 * Body, as typed or as sent.
 */
body: string, 
/**
 * What goes with it.
 */
attachments: Array<AttachmentView>, 
/**
 * Where it stands.
 */
state: ReportState, 
/**
 * Why the upstream refused it, where it did.
 */
trouble: string | null, 
/**
 * Why its words read as an incident; empty: they do not.
 */
reads_as_incident: Array<string>, 
/**
 * What was shown and answered when it went all the same.
 */
all_the_same: SentAllTheSame | null, 
/**
 * When the draft was saved on this machine.
 */
saved_at: string | null, 
/**
 * When it was sent; none while it is being written.
 */
sent_at: string | null, 
/**
 * The machine's receipt.
 */
receipt: ReceiptShown | null, 
/**
 * The unit's system of record.
 */
system_of_record: SystemOfRecord, 
/**
 * The incident that it became, where it was taken up as one.
 */
incident: string | null, };

export type IssueDirective = { 
/**
 * The matter.
 */
incident: string, 
/**
 * What is asked.
 */
demand: Demand, 
/**
 * To whom.
 */
to: string, 
/**
 * The report that is meant.
 */
about: string | null, 
/**
 * Of 退回补正.
 */
reason: ReturnReason | null, 
/**
 * What exactly.
 */
words: string, 
/**
 * Until when, as typed; empty: 及时.
 */
until: string, 
/**
 * Who issues it, by name.
 */
issued_by: string, 
/**
 * Of 延期: the directive that is extended.
 */
extends: string | null, };

export type JoinEvents = { 
/**
 * The matter.
 */
incident: string, 
/**
 * The other.
 */
other: string, 
/**
 * They are one.
 */
same: boolean, 
/**
 * A line; may be empty.
 */
reason: string, };

export type JoinProcess = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The process; none: it is taken out again.
 */
process: string | null, };

export type JudgedUnder = { 
/**
 * Titles and versions: 国家通用规则 0.2.0.
 */
packs: Array<string>, 
/**
 * They are the ones in force today.
 */
today: boolean, 
/**
 * Its own packs are not kept here; it is shown under today's.
 */
lost: boolean, };

export type Jurisdiction = "ours" | "neighbour" | "undecided";

export type KindCount = { 
/**
 * What they are called: 来电补充.
 */
what: string, 
/**
 * How many.
 */
count: number, };

export type Known = { "is": "by_receipt", 
/**
 * When the upstream had the first report.
 */
received_at: string, 
/**
 * When it was entered into the national system; none where nothing is known of that.
 */
relayed_at: string | null, } | { "is": "told", 
/**
 * Whether it is in the system there.
 */
reported: boolean, 
/**
 * Who said so.
 */
by: string, 
/**
 * When.
 */
at: string, } | { "is": "unknown" };

export type Letter = { 
/**
 * The title.
 */
title: string, 
/**
 * The body.
 */
body: string, };

export type Level = "county" | "city" | "province" | "nation";

export type LevelAction = "sign" | "return" | "verify" | "follow_up" | "extension" | "take_up" | "mend" | "answer" | "extended";

export type LevelCell = { 
/**
 * The unit; none where it is not known which.
 */
unit: string | null, 
/**
 * Its name; 县级单位（未指明） where it is not known.
 */
name: string, 
/**
 * Its level.
 */
level: Level, 
/**
 * Our own.
 */
ours: boolean, 
/**
 * How its standing is known.
 */
known: Known, 
/**
 * What was asked of it already: 18:40已通知补报.
 */
asked: string, 
/**
 * What is done next, on one key.
 */
step: LevelStep | null, };

export type LevelReport = { 
/**
 * The entry.
 */
report: string, 
/**
 * The matter under which it was written.
 */
incident: string, 
/**
 * Who wrote it.
 */
unit: string, 
/**
 * By name.
 */
unit_name: string, 
/**
 * 首报, 续报一
 */
words: string, 
/**
 * 〔2026〕第018期
 */
number: string, 
/**
 * Title as sent.
 */
title: string, 
/**
 * Body as sent.
 */
body: string, 
/**
 * When it was submitted there.
 */
submitted_at: string, 
/**
 * The machine's receipt; none where it came by packet and has none yet.
 */
received_at: string | null, 
/**
 * When it was entered into the national system.
 */
relayed_at: string | null, 
/**
 * Who signed for it.
 */
signed: Array<SignedRow>, 
/**
 * Whether we did.
 */
signed_here: boolean, 
/**
 * Why we or another superior sent it back, the newest: 4 地点不具体/未冠省市县，写明村组.
 */
returned: string | null, 
/**
 * What was sent back stands in a newer report.
 */
mended: boolean, 
/**
 * What can be done with it, in the order of the keys.
 */
actions: Array<LevelAction>, 
/**
 * Somebody here still has to do the first of them.
 */
waits: boolean, };

export type LevelStep = "sign" | "take_up" | "report" | "relay" | "notify" | "ask" | "await";

export type LevelTotal = { 
/**
 * The level.
 */
level: Level, 
/**
 * Events of the table of which its report is in the system, by receipt or as was said.
 */
reported: number, 
/**
 * Events of which nothing is known of it.
 */
unknown: number, };

export type LevelsView = { 
/**
 * The matter that was asked for.
 */
incident: string, 
/**
 * What the room calls it.
 */
name: string, 
/**
 * The matter that is our own incident of this event; none: not taken up.
 */
ours: string | null, 
/**
 * What can be taken up, the newest report or directive; none where it is ours or nothing may be read.
 */
take_up: string | null, 
/**
 * 县 市 省, the highest first.
 */
cells: Array<LevelCell>, 
/**
 * Others' reports, oldest first.
 */
reports: Array<LevelReport>, 
/**
 * Directives, newest first.
 */
directives: Array<DirectiveRow>, 
/**
 * 毗邻通报, oldest first.
 */
peers: Array<PeerTold>, 
/**
 * The same event, or perhaps.
 */
same: Array<SameRow>, 
/**
 * Units below, the likely one first.
 */
below: Array<UnitRow>, 
/**
 * 退回原因
 */
reasons: Array<ReasonRow>, 
/**
 * Who is at the desk, to be offered as a name; empty where nobody has signed in.
 */
officer: string, };

export type Line = { 
/**
 * Id in the pack.
 */
id: string, 
/**
 * The post: 带班领导, 值守, 备勤.
 */
post: string, 
/**
 * What else the post is called in sheets: 值班领导, 备班.
 */
also?: Array<string>, 
/**
 * What the shift is called: 全天, 白班, 夜班.
 */
shift: string, 
/**
 * When the shift begins, Beijing time.
 */
from: string, 
/**
 * When it ends; not later than it begins: on the next day.
 */
until: string, 
/**
 * How many people it wants.
 */
count: number, 
/**
 * Whether only a leader may hold it.
 */
leads?: boolean, 
/**
 * 备勤: reachable, not in the room.
 */
standby?: boolean, };

export type LinkView = { 
/**
 * 在线 or 离线.
 */
online: boolean, 
/**
 * Entries waiting to be sent.
 */
waiting: number, 
/**
 * Reports among them.
 */
waiting_reports: number, 
/**
 * Entries that were refused and need a person.
 */
attention: number, 
/**
 * Why it is 离线, in words.
 */
trouble: string | null, 
/**
 * What is being carried, entries or an attachment, where it takes long: how much, how fast, how long still.
 */
carrying: string | null, };

export type ListOfficer = { 
/**
 * The person, where already listed.
 */
officer: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * Post.
 */
post: string, 
/**
 * Number; may be empty.
 */
phone: string, 
/**
 * 已调离
 */
left: boolean, };

export type LockAfter = { 
/**
 * Minutes without a key; 0 for never.
 */
minutes: number, };

export type LogCallOut = { 
/**
 * The incident.
 */
incident: string, 
/**
 * A recipient of the pack, or none.
 */
recipient: string | null, 
/**
 * Whom, where it is no recipient of the pack.
 */
name: string, 
/**
 * What for.
 */
purpose: Purpose, 
/**
 * How it ended.
 */
reached: Reached, 
/**
 * When, as typed; empty: now.
 */
time: string, 
/**
 * 接话人
 */
taken_by: string, 
/**
 * What was said.
 */
words: string, 
/**
 * 录音编号
 */
recording: string, };

export type LogNotice = { 
/**
 * The incident.
 */
incident: string, 
/**
 * A partner of the pack, or none.
 */
partner: string | null, 
/**
 * Whom, in words; of a partner empty, or which one exactly: 邻例县应急管理局值班室.
 */
name: string, 
/**
 * Which way.
 */
way: NoticeWay, 
/**
 * When, as typed; empty: now, or where that partner's call is on record and the notice speaks of it, the call's time.
 */
time: string, 
/**
 * Since when the partner itself knew, as typed; empty: it did not say.
 */
knew: string, 
/**
 * Who was spoken with.
 */
person: string, 
/**
 * What was said.
 */
words: string, };

export type LoggedChange = { 
/**
 * When it was logged on the desk, UTC.
 */
entered_at: string, 
/**
 * When the room knew, UTC.
 */
at: string, 
/**
 * What changed.
 */
what: ChangeKind, 
/**
 * Who told us: 县人民医院.
 */
source: string, 
/**
 * In words; empty where the numbers say it.
 */
words: string, 
/**
 * The adopted count from here on, where people are concerned.
 */
count: Count | null, 
/**
 * Figures that are now known or corrected.
 */
figures: { [key in string]: Quantity }, 
/**
 * Signs that are now known.
 */
signs: Array<string>, 
/**
 * 明火扑灭, where that is the news.
 */
flame_out: FlameOut | null, };

export type LookAgain = { 
/**
 * The incident.
 */
incident: string, 
/**
 * A line: what was found.
 */
note: string, };

export type LookAgainAtCall = { 
/**
 * The call.
 */
call: string, 
/**
 * It is an incident after all.
 */
incident: boolean, 
/**
 * A line: what was found.
 */
note: string, };

export type LookedAgain = { 
/**
 * What was found: still below the standard, and why.
 */
note: string, 
/**
 * When, UTC.
 */
at: string, };

export type MadePacket = { 
/**
 * By which it is called: the beginning of its digest.
 */
packet: string, 
/**
 * For whom.
 */
to: string, 
/**
 * How many entries of each kind.
 */
kinds: Array<KindCount>, 
/**
 * How many in all.
 */
entries: number, 
/**
 * When.
 */
made_at: string, 
/**
 * 审批人
 */
approved_by: string, 
/**
 * Its size, in words.
 */
size: string, 
/**
 * How many frames; 0 where only a file will do.
 */
frames: number, 
/**
 * Why there are none.
 */
no_frames: string, };

export type MakePacket = { 
/**
 * For whom.
 */
to: PacketTo, 
/**
 * From when on, as typed; empty for what has no receipt yet.
 */
since: string, 
/**
 * 审批人
 */
approved_by: string, };

export type Material = { 
/**
 * Name of the file, as text.
 */
name: string, 
/**
 * Its text.
 */
text: string, };

export type Measure = "deaths" | "injured" | "seriously_injured" | "missing" | "trapped" | "evacuated" | "at_risk" | "lightly_injured" | "in_hospital" | "present" | "withdrawn" | "rescued";

export type MendReport = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The report.
 */
report: string, };

export type MergeIncident = { 
/**
 * The one that ends.
 */
incident: string, 
/**
 * The one that goes on.
 */
into: string, };

export type Milestone = { 
/**
 * When it happened, as said; UTC.
 */
at: string, 
/**
 * When it was entered, UTC.
 */
entered_at: string, 
/**
 * What, in the program's own neutral words: 首次电话报告.
 */
words: string, 
/**
 * What was typed of it: a name, a number, a reason. Quoted, never judged; empty where there is nothing.
 */
said: string, 
/**
 * Who recorded it: 值班员甲, 值班岗位, 值班岗位（值班员甲认领）, 上级节点.
 */
by: string, 
/**
 * Since when an upstream vouches for it, UTC; none: 仅本机.
 */
vouched_at: string | null, 
/**
 * 补记（18:40录入）; empty where it was entered at once.
 */
written_up: string, 
/**
 * 主要节点: in the short list.
 */
main: boolean, };

export type NameAttachment = { 
/**
 * The 普通信息.
 */
information: string, 
/**
 * SM3 of its bytes.
 */
attachment: string, };

export type NameFrame = { 
/**
 * The packet.
 */
packet: string, 
/**
 * Which, from 1.
 */
number: number, };

export type NameMonth = { 
/**
 * The month.
 */
month: YearMonth, };

export type NameOfficer = { 
/**
 * Who.
 */
officer: string, };

export type NamePack = { 
/**
 * SM3 of its text.
 */
text: string, };

export type NearMiss = { 
/**
 * Id of the `[[near_miss]]` row that decided.
 */
rule: string, 
/**
 * In words what decided it.
 */
why: string, 
/**
 * The clause.
 */
cite: string, 
/**
 * Whether its source was read.
 */
verified: boolean, };

export type NextStep = "phone" | "write" | "wait" | "relay" | "confirm" | "answer" | "done";

export type NoteCall = { 
/**
 * The call.
 */
call: string, 
/**
 * Caller's name.
 */
caller: string, 
/**
 * Caller's unit.
 */
caller_unit: string, 
/**
 * Number to call back.
 */
number: string, 
/**
 * Caller's words.
 */
words: string, 
/**
 * 录音编号
 */
recording: string, 
/**
 * 上级询问
 */
asked_by_superior: boolean, };

export type NoteChange = { 
/**
 * The incident.
 */
incident: string, 
/**
 * When the room knew, as typed; empty: now.
 */
time: string, 
/**
 * What changed.
 */
what: ChangeKind, 
/**
 * Who told us.
 */
source: string, 
/**
 * In words.
 */
words: string, 
/**
 * The numbers from here on, as typed; none where they stay.
 */
count: DraftCount | null, };

export type NoteExtension = { 
/**
 * The matter.
 */
incident: string, 
/**
 * The directive.
 */
directive: string, 
/**
 * Who granted it.
 */
by: string, 
/**
 * Until when, as typed.
 */
until: string, };

export type NoticeView = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Who told us when, whom we told when, by time.
 */
rows: Array<Shared>, 
/**
 * Partners of the pack, in their order.
 */
partners: Array<PartnerRow>, 
/**
 * 毗邻通报 that went, oldest first.
 */
sent: Array<PeerSent>, 
/**
 * Neighbours with a desk of their own: of the same superior and level.
 */
neighbours: Array<UnitRow>, 
/**
 * What a neighbour would be sent.
 */
notice: Letter, };

export type NoticeWay = "told_us" | "we_told";

export type Number = { "is": "not_asked" } | { "is": "whether_unknown" } | { "is": "some_unknown" } | { "is": "known", "n": number } | { "is": "over", "n": number };

export type NumberGiven = { 
/**
 * Year, Beijing time.
 */
year: number, 
/**
 * Number within unit, year and series.
 */
number: number, 
/**
 * Of the series of drills.
 */
drill: boolean, };

export type NumberState = "used" | "given" | "missing" | "twice";

export type Occurred = { 
/**
 * Earliest plausible instant, UTC.
 */
at: string, 
/**
 * How exactly it is known.
 */
precision: Precision, };

export type Officer = { 
/**
 * The subject.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Post.
 */
post: string, 
/**
 * Number.
 */
phone: string, 
/**
 * 已调离
 */
left: boolean, };

export type Origin = "occurred" | "aware" | "first_reported" | "directive_received" | "change_known" | "time_of_day" | "month_end";

export type OtherDraft = { 
/**
 * The author's name of the draft.
 */
author: string, 
/**
 * Who: 值班员甲, 值班岗位.
 */
name: string, 
/**
 * When it was saved last.
 */
saved_at: string, };

export type OtherSource = { 
/**
 * The call that was merged.
 */
call: string, 
/**
 * When it was picked up.
 */
received_at: string, 
/**
 * Caller's name.
 */
caller: string, 
/**
 * Caller's unit.
 */
caller_unit: string, 
/**
 * Number.
 */
number: string, 
/**
 * Words.
 */
words: string, 
/**
 * 录音编号
 */
recording: string, 
/**
 * When it was entered on the desk.
 */
entered_at: string, };

export type PackChange = { 
/**
 * What it is, in words: 规则 N1, 分级表 order-493.
 */
what: string, 
/**
 * How it stands before, as TOML; none where it is new.
 */
before: string | null, 
/**
 * How it stands afterwards, as TOML; none where it is gone.
 */
after: string | null, };

export type PackOffer = { 
/**
 * SM3 of its text.
 */
text: string, 
/**
 * What it is, where it can be read.
 */
pack: PackRow | null, 
/**
 * Why it is refused, line by line; none: it can be added.
 */
faults: Array<string>, 
/**
 * What it would change.
 */
changes: Array<PackChange>, 
/**
 * Whether it would be in force here today.
 */
in_force: boolean, };

export type PackRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * Layer; empty where it cannot be read.
 */
layer: string, 
/**
 * Version; empty where it cannot be read.
 */
version: string, 
/**
 * In force from, a date of Beijing time; none where it cannot be read.
 */
effective_from: string | null, 
/**
 * In force up to and including, where it ends.
 */
effective_until: string | null, 
/**
 * Beginning of the codes of the units it holds for; none: every unit.
 */
region: string | null, 
/**
 * It came with the program.
 */
shipped: boolean, 
/**
 * A person withdrew it.
 */
withdrawn: boolean, 
/**
 * It is in force here today.
 */
in_force: boolean, 
/**
 * Why it cannot be used, and the others are.
 */
fault: string | null, 
/**
 * SM3 of its text.
 */
text: string, };

export type PacketFrame = { 
/**
 * Which, from 1.
 */
number: number, 
/**
 * Of how many.
 */
count: number, 
/**
 * Side of the square in modules, with the quiet zone.
 */
side: number, 
/**
 * The dark modules as the outline of an SVG path.
 */
path: string, };

export type PacketTo = { "is": "superior", 
/**
 * Which.
 */
unit: UnitCode, } | { "is": "own_unit" } | { "is": "upstream" };

export type PacketView = { 
/**
 * This unit.
 */
unit: string, 
/**
 * Units above, the nearest first.
 */
superiors: Array<UnitRow>, 
/**
 * How many entries wait to be sent.
 */
waiting: number, 
/**
 * What has to be read before.
 */
warning: string, 
/**
 * The packet that was made last and not put away.
 */
made: MadePacket | null, 
/**
 * The packet that was taken in last.
 */
taken: TakenPacket | null, };

export type Paper = { 
/**
 * 突发事件信息专报
 */
masthead: string, 
/**
 * 〔2026〕第018期（续报三）　特急　内部资料 注意保存: what there is of it.
 */
head: string, 
/**
 * 署名
 */
unit: string, 
/**
 * 2026年5月12日18时32分
 */
date: string, 
/**
 * 签发：×××（电话）　审核：×××　值班员：×××　联系电话：…: what there is of it.
 */
tail: string, 
/**
 * One an addressee.
 */
sheets: Array<PaperSheet>, };

export type PaperCall = { 
/**
 * When, as typed: 1809. Required: a line without a time is no record.
 */
time: string, 
/**
 * Which way.
 */
way: PaperWay, 
/**
 * 拨: a recipient of the pack, or none.
 */
recipient: string | null, 
/**
 * 接: the caller as named; 拨: whom, where it is no recipient of the pack.
 */
name: string, 
/**
 * 接: number to call back.
 */
number: string, 
/**
 * 拨: what for.
 */
purpose: Purpose, 
/**
 * 拨: how it ended.
 */
reached: Reached, 
/**
 * 拨: 接话人
 */
taken_by: string, 
/**
 * What was said.
 */
words: string, 
/**
 * 录音编号
 */
recording: string, };

export type PaperSheet = { 
/**
 * Id in the pack.
 */
id: string, 
/**
 * 主送
 */
to: string, 
/**
 * 抄送
 */
copies: string, 
/**
 * Title with as much of 省市县 as its reader needs.
 */
title: string, 
/**
 * Body, paragraphs joined by line feeds.
 */
body: string, 
/**
 * The whole sheet as plain text, as it is printed.
 */
text: string, };

export type PaperWay = "in" | "out";

export type Part = "title" | "body";

export type PartnerRow = { 
/**
 * Id in the pack.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Full number, where known.
 */
phone: string | null, 
/**
 * The pack wants it told in this situation, and nothing is on record.
 */
untold: boolean, 
/**
 * When it called us, where that call is on record and nothing more was noted of it.
 */
called_at: string | null, };

export type PasteIntoRoster = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * Where its first cell goes, unless it has a header of its own.
 */
place: Place, 
/**
 * As pasted.
 */
text: string, };

export type PatternView = { 
/**
 * Id.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * On what it rests.
 */
cite: string, 
/**
 * Whether its source was read.
 */
verified: boolean, };

export type PeerCame = { 
/**
 * The entry.
 */
id: string, 
/**
 * Who tells.
 */
from: string, 
/**
 * Title as sent.
 */
title: string, 
/**
 * Text as sent.
 */
body: string, 
/**
 * Number to call back; empty where none was given.
 */
phone: string, 
/**
 * When it was sent.
 */
at: string, 
/**
 * Who took it here; none while nobody did.
 */
signed: SignedRow | null, };

export type PeerNoticeView = { 
/**
 * The matter.
 */
incident: string, 
/**
 * Oldest first.
 */
came: Array<PeerCame>, 
/**
 * Who is at the desk, by name; empty: nobody signed in.
 */
officer: string, };

export type PeerSent = { 
/**
 * The entry.
 */
id: string, 
/**
 * When.
 */
at: string, 
/**
 * Title as sent.
 */
title: string, 
/**
 * Text as sent.
 */
body: string, 
/**
 * When the upstream had it; none while it waits here.
 */
received_at: string | null, 
/**
 * To whom.
 */
to: Array<PeerTo>, };

export type PeerTo = { 
/**
 * Its name.
 */
unit: string, 
/**
 * Who took it there; none while nobody did.
 */
signed: SignedRow | null, };

export type PeerTold = { 
/**
 * The entry.
 */
id: string, 
/**
 * Who tells.
 */
from: string, 
/**
 * Who is told.
 */
to: Array<string>, 
/**
 * Title as sent.
 */
title: string, 
/**
 * Text as sent.
 */
body: string, 
/**
 * Number to call back.
 */
phone: string, 
/**
 * When.
 */
at: string, 
/**
 * The machine's receipt.
 */
receipt: ReceiptShown | null, 
/**
 * 确认收到
 */
signed: Array<SignedFor>, };

export type Phone = { 
/**
 * Whose.
 */
name: string, 
/**
 * The full number.
 */
number: string, };

export type Place = { 
/**
 * Day of the month, from 1.
 */
day: number, 
/**
 * Place of the line among the lines, from 0.
 */
line: number, };

export type Plan = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * The lines of every day.
 */
lines: Array<Line>, 
/**
 * As many days as the month has, each with as many cells as there are lines.
 */
days: Array<Array<Array<Rostered>>>, };

export type Precision = "minute" | "about" | "hour" | "part" | "day";

export type Pressing = "late" | "near" | "calm";

export type ProcessRow = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Its short name.
 */
name: string, };

export type Purpose = "report" | "verify" | "confirm" | "correct";

export type PutProposalAside = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * The proposal.
 */
proposal: string, 
/**
 * Why.
 */
reason: string, 
/**
 * 带班领导 who agreed, and how.
 */
agreed: Consent, };

export type Quantity = number;

export type Reached = "answered" | "busy" | "no_answer";

export type ReadFrames = { 
/**
 * The lines.
 */
lines: Array<string>, };

export type ReasonRow = { 
/**
 * Which.
 */
reason: ReturnReason, 
/**
 * 1 to 16.
 */
number: number, 
/**
 * In words.
 */
words: string, };

export type ReceiptShown = { 
/**
 * When the upstream had it.
 */
received_at: string, 
/**
 * Its position there.
 */
position: string, };

export type RecipientRow = { 
/**
 * Id in the pack.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Full number, where known.
 */
phone: string | null, 
/**
 * Whether a call there is our report upward.
 */
superior: boolean, 
/**
 * When it was told by phone.
 */
phoned_at: string | null, 
/**
 * Who took it.
 */
taken_by: string, 
/**
 * Attempts that reached nobody.
 */
failed: number, 
/**
 * When somebody there confirmed the written report.
 */
confirmed_at: string | null, 
/**
 * Was told what a correction has made untrue since, and has not been told so.
 */
to_correct: boolean, 
/**
 * What the next call there is for, unless somebody says otherwise.
 */
usual: Purpose, };

export type RecordRelay = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The report that was typed in.
 */
report: string, 
/**
 * When the national system took it, as typed; empty: now.
 */
time: string, 
/**
 * Its number there; empty where none was shown.
 */
number: string, 
/**
 * What proves it where no number was shown.
 */
instead: string, };

export type RegisterOf = { 
/**
 * The year; none: the newest.
 */
year: number | null, };

export type RegisterRow = { 
/**
 * The number.
 */
number: NumberGiven, 
/**
 * 〔2026〕第018期
 */
words: string, 
/**
 * What it says.
 */
state: NumberState, 
/**
 * The incident; none where the number is missing.
 */
incident: string | null, 
/**
 * What it is called.
 */
name: string, 
/**
 * When the number was given.
 */
given_at: string | null, 
/**
 * 首报、续报一
 */
reports: string, 
/**
 * Why it is missing, or given and not used; empty: nobody has said.
 */
note: string, };

export type RegisterView = { 
/**
 * Years that have numbers, newest first.
 */
years: Array<number>, 
/**
 * The year shown.
 */
year: number, 
/**
 * Its lines, newest number first; drills behind.
 */
rows: Array<RegisterRow>, };

export type RelayField = { 
/**
 * Its label.
 */
label: string, 
/**
 * Exactly what to type there.
 */
text: string, };

export type Relayed = { 
/**
 * When the national system took it.
 */
at: string, 
/**
 * Its number there; empty where none was shown.
 */
number: string, 
/**
 * What proves it where no number was shown.
 */
instead: string, };

export type ReopenIncident = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Why.
 */
reason: string, };

export type ReportStanding = { 
/**
 * The report.
 */
report: string, 
/**
 * Where it stands.
 */
state: ReportState, 
/**
 * When the system of record had it; a save and a send are nothing of the kind.
 */
entered_at: string | null, 
/**
 * How it stands with its signature: 签发：张某（电话）18:33.
 */
signed_words: string, 
/**
 * Who sent it: 值班员甲, 值班岗位, 值班岗位（值班员甲认领）.
 */
by: string, 
/**
 * Went as the desk, and nobody has claimed it.
 */
claimable: boolean, };

export type ReportState = "drafting" | "saved_here" | "needs_attention" | "received" | "on_record";

export type Reported = { 
/**
 * The entry.
 */
id: string, 
/**
 * 首报 …
 */
stage: Stage, 
/**
 * 首报, 续报一
 */
words: string, 
/**
 * Place among the reports of its stage, from 1; 0 where it is not counted.
 */
nth: number, 
/**
 * The report it follows or corrects.
 */
follows: string | null, 
/**
 * 补正件: the report that was sent back and in whose place this one stands.
 */
mends: string | null, 
/**
 * 〔2026〕第018期
 */
number: string, 
/**
 * The number of the register.
 */
given: NumberGiven, 
/**
 * Title as sent.
 */
title: string, 
/**
 * Body as sent.
 */
body: string, 
/**
 * The facts it carries.
 */
facts: Facts, 
/**
 * Grade as judged then.
 */
grading: Grading, 
/**
 * Which grade 初判 had from when on until then.
 */
grades: GradeHistory, 
/**
 * The unit that wrote it.
 */
unit: string, 
/**
 * Who wrote it: an officer, or the desk where nobody had signed in.
 */
written_by: unknown, 
/**
 * 认领: whose it was, where the desk wrote it.
 */
claimed_by: string | null, 
/**
 * Digest of the packs it was judged by.
 */
packs: string, 
/**
 * How it was signed.
 */
signed: Signed, 
/**
 * When it was submitted on the desk.
 */
submitted_at: string, 
/**
 * The unit's system of record then.
 */
system_of_record: SystemOfRecord, 
/**
 * The machine's receipt.
 */
receipt: ReceiptShown | null, 
/**
 * The earliest relay into the national system.
 */
relay: Relayed | null, };

export type RetentionRow = { 
/**
 * Id.
 */
id: string, 
/**
 * What goes.
 */
what: string, 
/**
 * From when on the days count: 来电办结.
 */
after: string, 
/**
 * So many days.
 */
days: number, 
/**
 * The clause, or that the number is a proposal.
 */
cite: string, 
/**
 * Title of the document.
 */
source: string, 
/**
 * Whether the document names this number of days.
 */
verified: boolean, };

export type RetentionView = { 
/**
 * The rules.
 */
rules: Array<RetentionRow>, 
/**
 * Days after which a draft goes, with its typing times.
 */
draft_days: number, 
/**
 * Entries of which something was cleared so far.
 */
cleared: number, 
/**
 * When something was cleared last; none where nothing was.
 */
cleared_at: string | null, };

export type ReturnReason = "element_missing" | "times_contradict" | "numbers_differ" | "place_vague" | "accounts_differ" | "verdict_too_early" | "attachment_for_body" | "wrong_channel" | "wrong_kind_or_grade" | "title_irregular" | "retold" | "follow_up_overdue" | "name_wrong" | "signer_missing" | "reported_twice" | "words_improper";

export type Returnable = { 
/**
 * Why.
 */
reason: ReturnReason, 
/**
 * Its number in the list.
 */
number: number, 
/**
 * The words of the list.
 */
word: string, 
/**
 * A sentence that says what happened and what to do.
 */
message: string, 
/**
 * Name of the draft's field where it can be put right, `title` and `body` included; none: not in the form.
 */
field: string | null, };

export type ReturnedRow = { 
/**
 * The directive.
 */
directive: string, 
/**
 * The report.
 */
report: string, 
/**
 * 首报 〔2026〕第018期
 */
about: string, 
/**
 * 4 地点不具体/未冠省市县，写明村组（样例市应急管理局 值班员甲）
 */
words: string, };

export type RosterChange = { 
/**
 * What became of it.
 */
step: RosterStep, 
/**
 * Who stood where, and who stands there.
 */
cells: Array<CellChange>, 
/**
 * Why.
 */
reason: string, 
/**
 * 本人同意
 */
consents: Array<Consent>, 
/**
 * 带班领导 who agreed.
 */
agreed: Consent, };

export type RosterCheckKind = "gap" | "overlap" | "leader_level" | "on_site" | "rest" | "left" | "number" | "unlisted" | "too_many";

export type RosterDay = { 
/**
 * Day of the month.
 */
day: number, 
/**
 * 周一
 */
weekday: string, 
/**
 * What kind of day it is.
 */
kind: DayKind, 
/**
 * 国庆节; 班 on a weekend that is worked; else empty.
 */
mark: string, 
/**
 * Whether it is today.
 */
today: boolean, 
/**
 * Whether somebody changed it since it was published.
 */
changed: boolean, };

export type RosterEdit = { "put": { 
/**
 * The cell.
 */
place: Place, 
/**
 * Who stands there.
 */
who: Array<Rostered>, } } | { "take": { 
/**
 * Each cell with who stands there.
 */
cells: Array<[Place, Array<Rostered>]>, } } | { "fill_down": { 
/**
 * The cell that is repeated.
 */
place: Place, 
/**
 * Down to this day of the month.
 */
until: number, } } | "copy_previous" | { "rotate": Rotation } | { "swap": { 
/**
 * Who, and where they stand.
 */
one: [Place, Rostered], 
/**
 * For whom.
 */
other: [Place, Rostered], } } | { "exchange": { 
/**
 * A cell.
 */
one: Place, 
/**
 * Another.
 */
other: Place, } };

export type RosterFault = { 
/**
 * What it is.
 */
of: RosterCheckKind, 
/**
 * Its word.
 */
word: string, 
/**
 * Where.
 */
place: Place, 
/**
 * Whom it concerns; empty for a gap.
 */
who: string, 
/**
 * What is wrong and what to do.
 */
words: string, 
/**
 * The words of the clause.
 */
text: string, 
/**
 * The clause.
 */
cite: string, 
/**
 * Whether its source was read.
 */
verified: boolean, 
/**
 * Whether the month goes out only where somebody says why.
 */
must_be_explained: boolean, 
/**
 * What somebody said; empty where nobody did.
 */
explained: string, };

export type RosterImport = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * What it would change.
 */
cells: Array<CellChange>, 
/**
 * What could not be read, at its cell.
 */
errors: Array<SheetError>, };

export type RosterMonth = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * 12月
 */
words: string, 
/**
 * Whether it is out.
 */
published: boolean, 
/**
 * Whether all of it stands in the system of record.
 */
entered: boolean, };

export type RosterOf = { 
/**
 * Whose; none: our own.
 */
unit: UnitCode | null, 
/**
 * The month.
 */
month: YearMonth | null, };

export type RosterProposal = { 
/**
 * The entry.
 */
entry: string, 
/**
 * When it was made at the desk.
 */
at: string, 
/**
 * What it would change of the month as it holds.
 */
cells: Array<CellChange>, 
/**
 * Why; empty where it was a month.
 */
reason: string, };

export type RosterShare = { 
/**
 * Name.
 */
name: string, 
/**
 * What of it.
 */
share: Share, };

export type RosterStep = { 
/**
 * The entry.
 */
entry: string, 
/**
 * When it was made at the desk.
 */
at: string, 
/**
 * The machine's receipt.
 */
receipt: ReceiptShown | null, 
/**
 * Typed into the national system.
 */
relay: Relayed | null, };

export type RosterToEnter = { 
/**
 * The entry.
 */
entry: string, 
/**
 * 12月值班表, 12日值班员：丙某→庚某
 */
words: string, 
/**
 * What became of it.
 */
step: RosterStep, };

export type RosterUnit = { 
/**
 * Its code.
 */
unit: UnitCode, 
/**
 * Its name.
 */
name: string, 
/**
 * When it published the month; none: nothing has come here.
 */
published_at: string | null, 
/**
 * Since when all of it stands in the national system, as it says.
 */
entered_at: string | null, 
/**
 * How often it was changed since.
 */
changes: number, };

export type RosterUnits = { 
/**
 * The month.
 */
month: YearMonth, 
/**
 * Each unit.
 */
rows: Array<RosterUnit>, };

export type RosterView = { 
/**
 * Whose it is; only our own can be planned here.
 */
unit: UnitCode, 
/**
 * What that unit is called.
 */
unit_name: string, 
/**
 * Whether it is our own.
 */
own: boolean, 
/**
 * The month.
 */
month: YearMonth, 
/**
 * 2026年12月
 */
words: string, 
/**
 * Months beside it.
 */
months: Array<RosterMonth>, 
/**
 * Who stands where: as it is being planned where somebody does, else as it holds.
 */
plan: Plan, 
/**
 * Its days.
 */
days: Array<RosterDay>, 
/**
 * What the lines are called.
 */
lines: Array<string>, 
/**
 * Whether it is being planned here, and differs from what holds.
 */
drafting: boolean, 
/**
 * Whether a step can be taken back.
 */
can_undo: boolean, 
/**
 * Whether a step that was taken back can be taken again.
 */
can_redo: boolean, 
/**
 * Whom one may put there.
 */
people: Array<Rostered>, 
/**
 * Ways to divide the day; none may be chosen once the month is out.
 */
patterns: Array<PatternView>, 
/**
 * What is wrong.
 */
faults: Array<RosterFault>, 
/**
 * How much of that hinders.
 */
hindering: number, 
/**
 * Who has how much.
 */
shares: Array<RosterShare>, 
/**
 * The publication; none while the month is not out.
 */
published: RosterStep | null, 
/**
 * What was changed since.
 */
changes: Array<RosterChange>, 
/**
 * What lost against what holds.
 */
proposals: Array<RosterProposal>, 
/**
 * Of a month that is out: what the draft would change.
 */
changing: Array<CellChange>, 
/**
 * Who must have agreed to that.
 */
concerned: Array<string>, 
/**
 * Days that somebody else changed since this was begun.
 */
overtaken: Array<number>, 
/**
 * What is to be typed into the national system.
 */
to_enter: Array<RosterToEnter>, 
/**
 * Whether only the national system counts.
 */
national: boolean, 
/**
 * 没有2027年节假日表，按周一至周五计; none where there is one.
 */
no_calendar: string | null, 
/**
 * A sheet that was read.
 */
imported: RosterImport | null, 
/**
 * The clock of the next month's roster.
 */
due: Deadline | null, };

export type Rostered = { 
/**
 * 值班人员, where the person is on that list.
 */
officer?: string | null, 
/**
 * Name.
 */
name: string, 
/**
 * 职务
 */
title?: string, 
/**
 * Number; empty where not known.
 */
phone?: string, 
/**
 * 在岗带班: leads from the room on that day.
 */
on_site?: boolean, };

export type Rotation = { 
/**
 * Place of the line among the lines, from 0.
 */
line: number, 
/**
 * First day of the month that is filled.
 */
from: number, 
/**
 * Last day.
 */
until: number, 
/**
 * Who takes part, in the order in which they begin.
 */
people: Array<Rostered>, };

export type RuleRow = { 
/**
 * Id.
 */
id: string, 
/**
 * What is to be done.
 */
what: string, 
/**
 * On whose word.
 */
basis: Basis, 
/**
 * What it runs from: 发生.
 */
origin: string, 
/**
 * The clause's words.
 */
text: string, 
/**
 * The clause.
 */
cite: string, 
/**
 * Title of the document.
 */
source: string, 
/**
 * Whether the source was read.
 */
verified: boolean, };

export type Rung = { 
/**
 * The rule whose clock it is.
 */
rule: string, 
/**
 * The step.
 */
step: string, 
/**
 * What it said.
 */
words: string, 
/**
 * When the step was due.
 */
due_at: string, 
/**
 * When it rang.
 */
rang_at: string, 
/**
 * 迟到提醒
 */
late: boolean, 
/**
 * The program that played its sound; none where no device could.
 */
played_by: string | null, 
/**
 * When somebody said that it was seen.
 */
acknowledged_at: string | null, };

export type SameRow = { 
/**
 * The other matter.
 */
incident: string, 
/**
 * What the room calls it.
 */
name: string, 
/**
 * Whose reports it has: 样例县应急管理局.
 */
units: string, 
/**
 * When it was there.
 */
since: string, 
/**
 * Why it may be the same: 同在河东镇，类型相同.
 */
why: string, 
/**
 * It stands as the same.
 */
joined: boolean, };

export type SaveDraft = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Whose page it was typed on; none: of whoever is at the desk.
 */
author?: string, 
/**
 * As typed.
 */
draft: Draft, };

export type SaveInformation = { 
/**
 * The subject.
 */
information: string, 
/**
 * Whose page it was typed on; none: of whoever is at the desk.
 */
author?: string, 
/**
 * As typed.
 */
title: string, 
/**
 * As typed.
 */
body: string, };

export type ScopeStep = { 
/**
 * How far up.
 */
to: ScopeTo, 
/**
 * Its word.
 */
word: string, 
/**
 * Id of the `[[scope]]` row that decided.
 */
rule: string, 
/**
 * The clause's words.
 */
text: string, 
/**
 * The clause.
 */
cite: string, 
/**
 * Whether its source was read.
 */
verified: boolean, };

export type ScopeTo = "county" | "city" | "province" | "ministry";

export type SeekSignOff = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Post, from the pack.
 */
post: string, 
/**
 * Name; may be empty.
 */
signer: string, 
/**
 * How it was asked.
 */
way: SignOffWay, 
/**
 * How it ended.
 */
ended: SoughtEnd, 
/**
 * When, as typed; empty: now.
 */
time: string, };

export type Segment = { 
/**
 * 发生→接报
 */
name: string, 
/**
 * 来源环节 or 本局.
 */
whose: string, 
/**
 * Its beginning, UTC; none where it is not known.
 */
from: string | null, 
/**
 * Its end, UTC; none where it is not known or has not come.
 */
to: string | null, 
/**
 * Minutes between, as records show them; none where an end is not known or comes first.
 */
minutes: number | null, 
/**
 * 5分, or in words why there is no number.
 */
words: string, };

export type SendInformation = { 
/**
 * The subject.
 */
information: string, 
/**
 * The title on screen.
 */
title: string, 
/**
 * The body on screen.
 */
body: string, 
/**
 * Why it is none, where its words read as an incident; else empty.
 */
reason: string, };

export type SendPeerNotice = { 
/**
 * The incident.
 */
incident: string, 
/**
 * To whom.
 */
units: Array<string>, 
/**
 * The title on screen.
 */
title: string, 
/**
 * The text on screen.
 */
body: string, };

export type Sensitivity = "people" | "place" | "time" | "opinion" | "neighbour" | "at_risk";

export type SentAllTheSame = { 
/**
 * What was shown, quoting the words.
 */
shown: Array<string>, 
/**
 * Why it is 普通信息, in the words of the officer.
 */
reason: string, };

export type SessionView = { 
/**
 * Under which name drafts are kept that are written now: `desk`, or the officer's id. Pages of one author are never
 * written on by another.
 */
author: string, 
/**
 * Who signed in, also while locked.
 */
officer: string | null, 
/**
 * Their name; 值班岗位 where nobody has signed in.
 */
name: string, 
/**
 * Since when.
 */
since: string | null, 
/**
 * The one who signed in has to give their PIN again before anything bears their name.
 */
locked: boolean, 
/**
 * The rooms are behind the lock: locked, and no first report is owed.
 */
curtain: boolean, 
/**
 * The officers of the unit are listed, so somebody could sign in.
 */
listed: boolean, };

export type SettingsView = { 
/**
 * The unit.
 */
unit: Unit | null, 
/**
 * Address of the upstream.
 */
upstream: string | null, 
/**
 * Fingerprint of its pinned key.
 */
upstream_key: string | null, 
/**
 * 主通道
 */
system_of_record: SystemOfRecord, 
/**
 * Where the device's key lies.
 */
key_kept_in: string | null, 
/**
 * Packs on the shelf; those in force first, in the order in which they are laid.
 */
packs: Array<PackRow>, 
/**
 * SM3 of the packs in force together, which entries name.
 */
packs_digest: string, 
/**
 * Said on screen when a pack that was added cannot be used.
 */
pack_trouble: string | null, 
/**
 * Rules in force.
 */
rules: Array<RuleRow>, 
/**
 * Grading tables and clauses of the scope in force.
 */
clauses: Array<ClauseRow>, 
/**
 * Division codes that were loaded: 411121 舞阳县.
 */
divisions: Array<Division>, 
/**
 * Event codes that were loaded.
 */
event_codes: Array<EventCode>, 
/**
 * The documents they name.
 */
sources: Array<SourceRow>, 
/**
 * Minutes without a key after which the desk is locked; 0 for never.
 */
lock_after: number, 
/**
 * 备份
 */
backup: BackupView, 
/**
 * 保留与清除
 */
retention: RetentionView, 
/**
 * 查阅与导出记录, newest first.
 */
accesses: Array<AccessRow>, 
/**
 * What happened to the desk itself, newest first.
 */
desk_log: Array<DeskEvent>, 
/**
 * Where the data lies.
 */
data_folder: string, 
/**
 * Version of the program.
 */
version: string, };

export type Severity = "hint" | "warning" | "error";

export type Share = { 
/**
 * Turns in all, without 备勤.
 */
turns: number, 
/**
 * Of those, with a night.
 */
nights: number, 
/**
 * On weekends.
 */
weekends: number, 
/**
 * On public holidays.
 */
holidays: number, 
/**
 * 备勤
 */
standby: number, };

export type Shared = { 
/**
 * Id of the partner in the pack; none for anybody else.
 */
partner: string | null, 
/**
 * Whom, in words.
 */
name: string, 
/**
 * Which way.
 */
way: NoticeWay, 
/**
 * Since when the partner itself knew, where it said so.
 */
knew_at: string | null, 
/**
 * When it was told.
 */
at: string, 
/**
 * Who was spoken with.
 */
person: string, 
/**
 * What was said.
 */
words: string, 
/**
 * Where it comes from.
 */
by: SharedBy, 
/**
 * 部门先知→我局接报, in minutes; none where it did not say, or knew no earlier than we did.
 */
lead_minutes: number | null, };

export type SharedBy = "call" | "call_out" | "noted";

export type SheetError = { 
/**
 * B5; empty where it is of the whole sheet.
 */
cell: string, 
/**
 * What is wrong and what to do.
 */
words: string, };

export type Sign = { 
/**
 * Id, as in the facts and in tables.
 */
id: string, 
/**
 * Words on screen and in reasons.
 */
words: string, 
/**
 * Families of kinds that have it.
 */
families: Array<string>, 
/**
 * Kinds that have it.
 */
kinds: Array<string>, };

export type SignInName = { 
/**
 * The officer.
 */
officer: string, 
/**
 * Name.
 */
name: string, 
/**
 * Post.
 */
post: string, 
/**
 * Has chosen a PIN at this desk.
 */
has_pin: boolean, };

export type SignLine = { 
/**
 * Posts in their order.
 */
signers: Array<SignerTried>, 
/**
 * Place in the list of whom to ask now; none when all were tried.
 */
next: number | null, 
/**
 * 先报后签 is offered: everybody was tried, or little time is left. Sending is never refused for want of a signature.
 */
may_go_first: boolean, 
/**
 * What the record would say if the report went now without a signature.
 */
statement: string, 
/**
 * Whether a 授权书 stands behind it.
 */
authorised: boolean, 
/**
 * Who is told at the same time: 较大以上同时报局长.
 */
tell_also: Array<string>, };

export type SignOffSought = { 
/**
 * Post, from the pack.
 */
post: string, 
/**
 * Name, empty where it was not typed.
 */
signer: string, 
/**
 * How it was asked.
 */
way: SignOffWay, 
/**
 * When, UTC.
 */
at: string, 
/**
 * How it ended.
 */
ended: SoughtEnd, };

export type SignOffWay = "in_person" | "by_phone" | "by_message" | "authorised";

export type Signed = { "is": "by", 
/**
 * Post of the signer.
 */
post: string, 
/**
 * Name of the signer.
 */
signer: string, 
/**
 * How.
 */
way: SignOffWay, 
/**
 * When, UTC.
 */
at: string, 
/**
 * Whether the letter was changed after it was signed.
 */
changed_since: boolean, } | { "is": "afterwards", 
/**
 * What the record says of it: who was asked when, on what authority it went first.
 */
statement: string, };

export type SignedFor = { 
/**
 * The entry that was received.
 */
of: string, 
/**
 * The unit that signed for it.
 */
unit: string, 
/**
 * By name.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type SignedOff = { 
/**
 * Post.
 */
post: string, 
/**
 * Name.
 */
signer: string, 
/**
 * How.
 */
way: SignOffWay, 
/**
 * When.
 */
at: string, 
/**
 * Digest of the letter signed, hex.
 */
letter: string, 
/**
 * 期号, where it was given with this signature.
 */
number: NumberGiven | null, };

export type SignedRow = { 
/**
 * The unit.
 */
unit: string, 
/**
 * By name.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type SignerTried = { 
/**
 * Post, from the pack.
 */
post: string, 
/**
 * Number to dial, where the pack has one.
 */
phone: string | null, 
/**
 * What was tried, in the order of its times.
 */
tries: Array<SignOffSought>, 
/**
 * Tried as often as the pack asks; the next in line is asked.
 */
passed: boolean, 
/**
 * When another try is due, where one is.
 */
again_at: string | null, };

export type SimilarRow = { 
/**
 * The other incident.
 */
incident: string, 
/**
 * Its short name.
 */
name: string, 
/**
 * 首次接报
 */
first_received: string, 
/**
 * Its 首报 has gone.
 */
reported: boolean, 
/**
 * What they share, in words.
 */
why: string, };

export type SoughtEnd = "no_answer" | "busy" | "sent_back";

export type SoundHeard = { 
/**
 * The person's answer.
 */
heard: boolean, };

export type SoundTestView = { 
/**
 * The program that played.
 */
played_by: string | null, 
/**
 * Why none could, in words.
 */
trouble: string | null, };

export type SourceRow = { 
/**
 * Title.
 */
title: string, 
/**
 * Where it can be read.
 */
at: string, 
/**
 * Whether the document itself was read.
 */
read: boolean, };

export type Span = { 
/**
 * Its beginning, UTC.
 */
from: string, 
/**
 * Its end, UTC.
 */
until: string | null, };

export type Stage = "first" | "follow_up" | "final" | "correction";

export type Stated = { "is": "not_asked" } | { "is": "checking" } | { "is": "not_applicable" } | { "is": "known", "text": string };

export type Step = { 
/**
 * The word.
 */
label: string, 
/**
 * Its time and who: 18:14 市应急管理局指挥中心.
 */
detail: string, 
/**
 * Done.
 */
done: boolean, 
/**
 * The one to do next.
 */
current: boolean, };

export type SubIncident = { 
/**
 * The incident.
 */
incident: string, 
/**
 * What the room calls it: 红石镇红石村一民房房屋倒塌.
 */
name: string, 
/**
 * 乡镇; empty where nobody said.
 */
town: string, 
/**
 * 〔2026〕第019期, once it was reported on its own; empty before.
 */
number: string, 
/**
 * Its numbers by the township table's columns; what nobody gave is not there.
 */
numbers: { [key in string]: Quantity }, };

export type Submit = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The title on screen.
 */
title: string, 
/**
 * The body on screen.
 */
body: string, };

export type SystemOfRecord = "national" | "upstream";

export type Take = { 
/**
 * Name of the draft's field; a measure is `counts.deaths`.
 */
field: string, 
/**
 * What is typed there.
 */
value: string, };

export type TakeOver = { 
/**
 * The incident, or the 普通信息.
 */
subject: string, 
/**
 * Whose: the author's name of the draft.
 */
author: string, };

export type TakeUp = { 
/**
 * The matter.
 */
incident: string, 
/**
 * The report or directive by which the room knows of it.
 */
from: string, };

export type TakenPacket = { 
/**
 * The unit that made it.
 */
from: string, 
/**
 * When it was made.
 */
made_at: string, 
/**
 * 审批人
 */
approved_by: string, 
/**
 * Entries that were not here before.
 */
new: number, 
/**
 * Entries that were.
 */
known: number, 
/**
 * The new ones by kind.
 */
kinds: Array<KindCount>, 
/**
 * Incidents among them.
 */
incidents: Array<BroughtIncident>, 
/**
 * All of it in one sentence.
 */
said: string, };

export type Tally = { 
/**
 * 突发事件; what turned out not to be true is none, though its report went.
 */
incidents: number, 
/**
 * Those among them that are 险情 of a process.
 */
within_processes: number, 
/**
 * 死亡
 */
deaths: number, 
/**
 * 失踪（失联）
 */
missing: number, 
/**
 * 受伤
 */
injured: number, 
/**
 * 演练件
 */
drills: number, 
/**
 * 经核实不属实
 */
not_true: number, };

export type TallyView = { 
/**
 * The year, Beijing time.
 */
year: number, 
/**
 * What was reported.
 */
tally: Tally, };

export type TellLevel = { 
/**
 * The matter.
 */
incident: string, 
/**
 * Whose report is spoken of.
 */
unit: string, 
/**
 * It is in the system there.
 */
reported: boolean, 
/**
 * Who said so.
 */
told_by: string, 
/**
 * When, as typed; empty: now.
 */
time: string, };

export type ThreeLevelRow = { 
/**
 * The matter to open.
 */
incident: string, 
/**
 * What the room calls it.
 */
name: string, 
/**
 * Our own incident of it.
 */
ours: boolean, 
/**
 * When it was first known here.
 */
since: string, 
/**
 * The cells, the highest level first.
 */
cells: Array<LevelCell>, 
/**
 * What is done next; none where nothing is.
 */
next: LevelStep | null, };

export type ThreeLevels = { 
/**
 * How many days back.
 */
days: number, 
/**
 * Events, newest first; drills are left out.
 */
rows: Array<ThreeLevelRow>, 
/**
 * Sums, the highest level first.
 */
totals: Array<LevelTotal>, };

export type TickDuty = { 
/**
 * The incident.
 */
incident: string, 
/**
 * The rule whose clock it stops.
 */
rule: string, 
/**
 * When it was done, as typed; empty: now.
 */
time: string, 
/**
 * A line on it.
 */
note: string, };

export type TimeCorrection = { 
/**
 * The time that stood before.
 */
from: string, 
/**
 * The time given.
 */
to: string, 
/**
 * Why.
 */
reason: string, 
/**
 * When it was corrected.
 */
at: string, };

export type Timeline = { 
/**
 * 18:14电话报告，18:37系统报送，用时23分（规定30分）
 */
proof: string, 
/**
 * The clause that the limit in it comes from; empty where it names no limit.
 */
cite: string, 
/**
 * Later reports, a line each: 续报一：19:40系统报送.
 */
later: Array<string>, 
/**
 * 发生→接报, 接报→电话报告, 电话→书面: always apart.
 */
segments: Array<Segment>, 
/**
 * One line for each round: 呈签18:20 · 再请示18:26 · 签发18:33 · 退改1次.
 */
signing: Array<string>, 
/**
 * Oldest first, by when they happened.
 */
milestones: Array<Milestone>, };

export type TimelineView = { 
/**
 * The incident.
 */
incident: string, 
/**
 * Its short name.
 */
name: string, 
/**
 * 〔2026〕第018期; none before a number was given.
 */
number: string | null, 
/**
 * 演练件
 */
drill: boolean, 
/**
 * The unit that reads it.
 */
unit: string, 
/**
 * 样例: nothing of it was ever so.
 */
sample: boolean, 
/**
 * Who is at the desk: whose name stands on the printed page.
 */
reader: string, 
/**
 * As of when, UTC.
 */
as_of: string, 
/**
 * What happened.
 */
timeline: Timeline, 
/**
 * When drafts were typed: this desk's own, never printed and never sent (practice 2.6).
 */
drafted: Array<Drafted>, };

export type Todo = { 
/**
 * What.
 */
what: string, 
/**
 * Detail.
 */
detail: string, 
/**
 * Whether it stands first, with a sign.
 */
urgent: boolean, 
/**
 * How it is drawn.
 */
tone: Pressing, 
/**
 * The incident it belongs to.
 */
incident: string | null, 
/**
 * The call it belongs to, which is no incident: 再看.
 */
call: string | null, 
/**
 * The matter whose three levels it is about.
 */
levels: string | null, 
/**
 * The matter of which a neighbour told us: 毗邻通报.
 */
peer: string | null, 
/**
 * 补签: it is done by signing, on F8 of the incident.
 */
signs: boolean, 
/**
 * Until when, where it has a limit.
 */
due_at: string | null, 
/**
 * On whose word that limit rests.
 */
basis: Basis, };

export type Township = { 
/**
 * 乡镇（街道）
 */
town: string, 
/**
 * Its numbers by the column's measure or figure; what nobody gave is not there.
 */
numbers: { [key in string]: Quantity }, };

export type TownshipColumn = { 
/**
 * A measure of people or the id of a `[[figure]]`.
 */
of: string, 
/**
 * Label on screen and in the letter.
 */
label: string, };

export type UnderToday = { 
/**
 * Titles and versions of the packs in force today.
 */
packs: Array<string>, 
/**
 * Grade.
 */
grading: Grading, 
/**
 * 报送范围, the farthest first.
 */
scope: Array<ScopeStep>, 
/**
 * Deadlines, nearest first.
 */
deadlines: Array<Deadline>, };

export type Unit = { 
/**
 * Division code, unique in the tree.
 */
code: UnitCode, 
/**
 * Full name, such as 样例县应急管理局.
 */
name: string, 
/**
 * Level at which it works.
 */
level: Level, 
/**
 * Names of the divisions from the province down: `[样例省, 样例市, 样例县]`.
 */
divisions: Array<string>, 
/**
 * The unit above, none for the top of the tree.
 */
parent: UnitCode | null, 
/**
 * Sample data, marked 样例 on every screen.
 */
sample: boolean, };

export type UnitCode = string;

export type UnitRow = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: string, };

export type WaitingRow = { 
/**
 * The entry.
 */
entry: string, 
/**
 * What it is: 首报, 国家系统录入, 来电 …
 */
what: string, 
/**
 * The incident or call it belongs to, in words; empty where it has none.
 */
name: string, 
/**
 * Who wrote it: 值班员甲, 值班岗位.
 */
by: string, 
/**
 * The incident to open, where it has one.
 */
incident: string | null, 
/**
 * Since when it waits.
 */
since: string, 
/**
 * How often it was tried.
 */
attempts: number, 
/**
 * Not before this instant is it tried again; none: at once.
 */
next_at: string | null, 
/**
 * Why it has not gone, in words.
 */
trouble: string | null, 
/**
 * Refused: 未发出·需处理.
 */
attention: boolean, };

export type WireRow = { 
/**
 * When it began, by the room's clock.
 */
at: string, 
/**
 * 校时, 报送3条, 收取, 附件上传 …
 */
what: string, 
/**
 * The entries that were sent, by kind and the end of their id: 首报 …9f3c21aa.
 */
entries: Array<string>, 
/**
 * Size of the body that was sent; empty where there was none.
 */
sent: string, 
/**
 * Size of the body that came; empty where there was none.
 */
received: string, 
/**
 * How long it took.
 */
took: string, 
/**
 * What came of it: 回执3条, 连不上, 拒收 and why.
 */
came_of: string, 
/**
 * It was answered as it should be.
 */
well: boolean, };

export type WithdrawalOffer = { 
/**
 * Why it cannot be withdrawn; none: it can.
 */
faults: Array<string>, 
/**
 * What would change.
 */
changes: Array<PackChange>, };

export type WriteUpCalls = { 
/**
 * The incident they belong to, where there is one already.
 */
incident: string | null, 
/**
 * The lines; all are written, or none. A fault is at `rows.2.time`.
 */
rows: Array<PaperCall>, };

export type WrittenUp = { 
/**
 * The incident to open.
 */
incident: string | null, 
/**
 * How many calls were written.
 */
written: number, };

export type YearMonth = string;

export type ZeroReportHours = { 
/**
 * In words.
 */
words: string, 
/**
 * On what that rests.
 */
cite: string, 
/**
 * Whether the source itself was read.
 */
verified: boolean, };

/** Every command: what is asked and what is answered. */
export interface Commands {
  /** 当班 */
  desk: { request: null; response: DeskView };
  /** 事件 */
  incidents: { request: null; response: Array<IncidentRow> };
  /** 来电记录 */
  calls: { request: null; response: Array<Call> };
  /** 一起事件 */
  incident: { request: IncidentRef; response: IncidentView };
  /** 来电（F2） */
  call_open: { request: null; response: Call };
  /** 来电补充 */
  call_note: { request: NoteCall; response: Call };
  /** 更正接报时间 */
  call_correct: { request: CorrectCallTime; response: Call };
  /** 来电办结 */
  call_end: { request: EndCall; response: CallEndedView };
  /** 再看来电 */
  call_look_again: { request: LookAgainAtCall; response: CallEndedView };
  /** 拨出登记 */
  call_out: { request: LogCallOut; response: IncidentView };
  /** 存草稿并成文 */
  draft_save: { request: SaveDraft; response: Composed };
  /** 补记 */
  write_up: { request: WriteUpCalls; response: WrittenUp };
  /** 请示未果 */
  sign_off_sought: { request: SeekSignOff; response: IncidentView };
  /** 签发 */
  sign_off: { request: GiveSignOff; response: IncidentView };
  /** 系统报送 */
  submit: { request: Submit; response: IncidentView };
  /** 续报、终报、情况更正 */
  report_begin: { request: BeginReport; response: IncidentView };
  /** 丢弃开始了的续报、终报、更正 */
  report_discard: { request: IncidentRef; response: IncidentView };
  /** 取文件文字 */
  material_choose: { request: IncidentRef; response: FileStep };
  /** 归入灾害过程 */
  process_join: { request: JoinProcess; response: IncidentView };
  /** 统计 */
  tally: { request: null; response: TallyView };
  /** 期号登记 */
  register: { request: RegisterOf; response: RegisterView };
  /** 缺号说明 */
  number_explain: { request: ExplainNumber; response: RegisterView };
  /** 普通信息 */
  information_list: { request: null; response: InformationList };
  /** 一份普通信息 */
  information: { request: InformationRef; response: InformationView };
  /** 写普通信息 */
  information_begin: { request: BeginInformation; response: InformationView };
  /** 存普通信息草稿 */
  information_save: { request: SaveInformation; response: InformationView };
  /** 不写了 */
  information_discard: { request: InformationRef; response: InformationList };
  /** 零报告 */
  zero_report_begin: { request: null; response: InformationView };
  /** 报送普通信息 */
  information_send: { request: SendInformation; response: InformationView };
  /** 改按突发事件报送 */
  information_to_incident: { request: InformationRef; response: IncidentView };
  /** 加附件 */
  attachment_add: { request: InformationRef; response: FileStep };
  /** 去掉附件 */
  attachment_take_off: { request: NameAttachment; response: InformationView };
  /** 附件另存 */
  attachment_save: { request: NameAttachment; response: FileStep };
  /** 值排班 */
  roster: { request: RosterOf; response: RosterView };
  /** 下级单位的值班表 */
  roster_units: { request: RosterOf; response: RosterUnits };
  /** 排班 */
  roster_edit: { request: EditRoster; response: RosterView };
  /** 撤销一步排班 */
  roster_undo: { request: NameMonth; response: RosterView };
  /** 重做一步排班 */
  roster_redo: { request: NameMonth; response: RosterView };
  /** 选班次 */
  roster_pattern: { request: ChoosePattern; response: RosterView };
  /** 缺岗、重叠说明 */
  roster_explain: { request: ExplainFault; response: RosterView };
  /** 不改了 */
  roster_discard: { request: NameMonth; response: RosterView };
  /** 发布值班表 */
  roster_publish: { request: NameMonth; response: RosterView };
  /** 选择要导入的值班表 */
  roster_choose: { request: NameMonth; response: FileStep };
  /** 收入读入的表 */
  roster_take_over: { request: NameMonth; response: RosterView };
  /** 不收读入的表 */
  roster_put_away: { request: NameMonth; response: RosterView };
  /** 粘贴 */
  roster_paste: { request: PasteIntoRoster; response: RosterView };
  /** 导出值班表 */
  roster_export: { request: RosterOf; response: FileStep };
  /** 值班变更 */
  roster_change: { request: ChangeRoster; response: RosterView };
  /** 提议不采用 */
  roster_put_aside: { request: PutProposalAside; response: RosterView };
  /** 值班表录入国家系统 */
  roster_enter: { request: EnterRoster; response: RosterView };
  /** 口径核对 */
  accord_check: { request: CheckAccord; response: IncidentView };
  /** 变化登记 */
  change_note: { request: NoteChange; response: IncidentView };
  /** 办结一项时限 */
  duty_tick: { request: TickDuty; response: IncidentView };
  /** 延期 */
  extension_grant: { request: GrantExtension; response: IncidentView };
  /** 事件办结 */
  incident_end: { request: EndIncident; response: IncidentView };
  /** 并入另一起事件 */
  incident_merge: { request: MergeIncident; response: IncidentView };
  /** 重新打开 */
  incident_reopen: { request: ReopenIncident; response: IncidentView };
  /** 再看：仍未达标准 */
  incident_look_again: { request: LookAgain; response: IncidentView };
  /** 按现行规则看 */
  incident_under_today: { request: IncidentRef; response: UnderToday };
  /** 过程留痕 */
  timeline: { request: IncidentRef; response: TimelineView };
  /** 留痕文件 */
  evidence_save: { request: IncidentRef; response: FileStep };
  /** 三级 */
  levels: { request: IncidentRef; response: LevelsView };
  /** 三级报送 */
  three_levels: { request: null; response: ThreeLevels };
  /** 承接 */
  take_up: { request: TakeUp; response: IncidentView };
  /** 签收、确认收到 */
  acknowledge: { request: Acknowledge; response: LevelsView };
  /** 发指令 */
  directive_issue: { request: IssueDirective; response: LevelsView };
  /** 答复指令 */
  directive_answer: { request: AnswerDirective; response: LevelsView };
  /** 指令延期登记 */
  directive_extended: { request: NoteExtension; response: LevelsView };
  /** 据告知 */
  level_told: { request: TellLevel; response: LevelsView };
  /** 同一事件 */
  same_event: { request: JoinEvents; response: LevelsView };
  /** 补正 */
  report_mend: { request: MendReport; response: IncidentView };
  /** 互通共享 */
  notices: { request: IncidentRef; response: NoticeView };
  /** 互通记录 */
  notice_log: { request: LogNotice; response: NoticeView };
  /** 毗邻通报 */
  peer_notice_send: { request: SendPeerNotice; response: NoticeView };
  /** 收到的毗邻通报 */
  peer_notices: { request: IncidentRef; response: PeerNoticeView };
  /** 国家系统录入 */
  relay: { request: RecordRelay; response: IncidentView };
  /** 设置 */
  settings: { request: null; response: SettingsView };
  /** 选择主通道 */
  choose_system_of_record: { request: ChooseSystemOfRecord; response: SettingsView };
  /** 注册到上级节点 */
  enrol: { request: Enrol; response: SettingsView };
  /** 试用样例县 */
  try_sample: { request: null; response: SettingsView };
  /** 退出样例县 */
  leave_sample: { request: null; response: SettingsView };
  /** 首次启动完成 */
  finish_first_start: { request: null; response: DeskView };
  /** 值班人员 */
  officers: { request: null; response: Array<Officer> };
  /** 值班人员姓名 */
  officer_names: { request: null; response: Array<Officer> };
  /** 登记值班人员 */
  officer_list: { request: ListOfficer; response: Array<Officer> };
  /** 可登录的人 */
  sign_in_names: { request: null; response: Array<SignInName> };
  /** 值班登录 */
  sign_in: { request: GivePin; response: DeskView };
  /** 设定登录码 */
  pin_choose: { request: ChoosePin; response: DeskView };
  /** 清除登录码 */
  pin_clear: { request: NameOfficer; response: Array<SignInName> };
  /** 退出登录 */
  sign_out: { request: null; response: DeskView };
  /** 锁定 */
  desk_lock: { request: null; response: DeskView };
  /** 有人在按键 */
  desk_active: { request: null; response: null };
  /** 无人操作多久锁定 */
  lock_after: { request: LockAfter; response: SettingsView };
  /** 认领报告 */
  report_claim: { request: ClaimReport; response: IncidentView };
  /** 可调阅什么，已调阅什么 */
  disclosure: { request: IncidentRef; response: DisclosureView };
  /** 调阅 */
  disclose: { request: Disclose; response: DisclosureView };
  /** 接过草稿 */
  draft_take_over: { request: TakeOver; response: IncidentView };
  /** 接过普通信息草稿 */
  information_take_over: { request: TakeOver; response: InformationView };
  /** 待发 */
  waiting: { request: null; response: Array<WaitingRow> };
  /** 立即重发 */
  send_now: { request: null; response: Array<WaitingRow> };
  /** 传输记录 */
  wire_log: { request: null; response: Array<WireRow> };
  /** 提醒已知悉 */
  alarm_acknowledge: { request: AcknowledgeAlarm; response: DeskView };
  /** 提示音自检 */
  sound_test: { request: null; response: SoundTestView };
  /** 提示音听到没有 */
  sound_heard: { request: SoundHeard; response: SettingsView };
  /** 选择规则包文件 */
  pack_choose: { request: null; response: FileStep };
  /** 选好的规则包 */
  pack_offer: { request: null; response: PackOffer | null };
  /** 不加入选好的规则包 */
  pack_put_away: { request: null; response: SettingsView };
  /** 加入规则包 */
  pack_add: { request: NamePack; response: SettingsView };
  /** 停用规则包会改什么 */
  pack_withdrawal: { request: NamePack; response: WithdrawalOffer };
  /** 停用规则包 */
  pack_withdraw: { request: NamePack; response: SettingsView };
  /** 启用停用了的规则包 */
  pack_resume: { request: NamePack; response: SettingsView };
  /** 离线包 */
  packet: { request: null; response: PacketView };
  /** 制作离线包 */
  packet_make: { request: MakePacket; response: PacketView };
  /** 离线包存为文件 */
  packet_save: { request: null; response: FileStep };
  /** 离线包的一幅二维码 */
  packet_frame: { request: NameFrame; response: PacketFrame };
  /** 收起做好的离线包 */
  packet_put_away: { request: null; response: PacketView };
  /** 选择要收入的离线包文件 */
  packet_choose: { request: null; response: FileStep };
  /** 收入扫到的各幅 */
  packet_read: { request: ReadFrames; response: FramesRead };
  /** 备份到文件 */
  backup: { request: null; response: FileStep };
  /** 取消备份 */
  backup_stop: { request: null; response: SettingsView };
  /** 由备份恢复 */
  restore: { request: null; response: FileStep };
}

export const GRADE: Readonly<Record<Grade, string>> = {
  "ordinary": "一般",
  "large": "较大",
  "major": "重大",
  "extraordinary": "特别重大",
};

export const BASIS: Readonly<Record<Basis, string>> = {
  "prescribed": "规定",
  "superior": "上级要求",
  "internal": "内控",
};

export const STAGE: Readonly<Record<Stage, string>> = {
  "first": "首报",
  "follow_up": "续报",
  "final": "终报",
  "correction": "情况更正",
};

export const SIGN_OFF_WAY: Readonly<Record<SignOffWay, string>> = {
  "in_person": "当面",
  "by_phone": "电话",
  "by_message": "短信",
  "authorised": "授权",
};

export const SOUGHT_END: Readonly<Record<SoughtEnd, string>> = {
  "no_answer": "未接通",
  "busy": "占线",
  "sent_back": "退改",
};

export const PURPOSE: Readonly<Record<Purpose, string>> = {
  "report": "电话报告",
  "verify": "核实",
  "confirm": "确认收到",
  "correct": "告知更正",
};

export const REACHED: Readonly<Record<Reached, string>> = {
  "answered": "通",
  "busy": "占线",
  "no_answer": "无人接听",
};

export const ACCORD: Readonly<Record<Accord, string>> = {
  "agrees": "一致",
  "differs": "不一致",
  "not_reached": "未联系上",
};

export const CHANGE: Readonly<Record<ChangeKind, string>> = {
  "casualties": "伤亡",
  "stable": "灾情稳定",
  "other": "其他",
};

export const JURISDICTION: Readonly<Record<Jurisdiction, string>> = {
  "ours": "本县",
  "neighbour": "邻县",
  "undecided": "待定",
};

export const SENSITIVITY: Readonly<Record<Sensitivity, string>> = {
  "people": "敏感人群",
  "place": "敏感地点",
  "time": "敏感时段",
  "opinion": "已有舆情",
  "neighbour": "影响毗邻",
  "at_risk": "涉险被困",
};

export const CALL_OUTCOME: Readonly<Record<CallOutcome, string>> = {
  "incident": "突发事件",
  "merged": "并入已有事件",
  "below_threshold": "未达标准·本级掌握",
  "inbound": "预警/来文",
  "passed_on": "转其他部门",
  "other": "误报/抽查/其他",
};

export const INCIDENT_OUTCOME: Readonly<Record<IncidentOutcome, string>> = {
  "reported": "属实·已报",
  "below_threshold": "未达标准·本级掌握",
  "not_true": "经核实不属实",
  "merged": "重复并入",
  "handed_over": "移交",
  "drill": "演练",
};

export const INFORMATION_KIND: Readonly<Record<InformationKind, string>> = {
  "work": "工作信息",
  "zero_report": "零报告",
};

export const DEMAND: Readonly<Record<Demand, string>> = {
  "return": "退回补正",
  "verify": "要求核报",
  "follow_up": "催报续报",
  "supplement": "补报通知",
  "extension": "同意延期",
};

/** Somebody still has to do something about it. */
export const OPEN: ReadonlySet<DeadlineState> = new Set(["running", "promptly", "past_internal", "overdue"]);
