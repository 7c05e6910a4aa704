//! The one list of commands. It yields the dispatch for both hosts and the TypeScript interface of the window.

use domain::call::Call;
use domain::officer::Officer;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::TS;

use crate::command::{Command, OF_OTHERS, may_be_done, shown};
use crate::declarations::Declarations;
use crate::door::{
    Acknowledge, AcknowledgeAlarm, AnswerDirective, BeginInformation, BeginReport, CallEndedView, ChangeRoster,
    CheckAccord, ChoosePattern, ChoosePin, ChooseSystemOfRecord, ClaimReport, Composed, CorrectCallTime, DeskView,
    Disclose, DisclosureView, DoorError, EditRoster, EndCall, EndIncident, Enrol, EnterRoster, ExplainFault,
    ExplainNumber, FileStep, FramesRead, GivePin, GiveSignOff, GrantExtension, IncidentRef, IncidentRow, IncidentView,
    InformationList, InformationRef, InformationView, IssueDirective, JoinEvents, JoinProcess, LevelsView, ListOfficer,
    LockAfter, LogCallOut, LogNotice, LookAgain, LookAgainAtCall, MakePacket, MendReport, MergeIncident,
    NameAttachment, NameFrame, NameMonth, NameOfficer, NamePack, NoteCall, NoteChange, NoteExtension, NoticeView,
    PackOffer, PacketFrame, PacketView, PasteIntoRoster, PeerNoticeView, PutProposalAside, ReadFrames, RecordRelay,
    RegisterOf, RegisterView, ReopenIncident, RosterOf, RosterUnits, RosterView, SaveDraft, SaveInformation,
    SeekSignOff, SendInformation, SendPeerNotice, SettingsView, SignInName, SoundHeard, SoundTestView, Submit,
    TakeOver, TakeUp, TallyView, TellLevel, ThreeLevels, TickDuty, TimelineView, UnderToday, WaitingRow, WireRow,
    WithdrawalOffer, WriteUpCalls, WrittenUp,
};
use crate::tick::Tick;
use crate::use_case::{
    accord, acknowledge, alarm, attachment, backup, call, call_out, change, claim, desk as room, directive, disclose,
    draft, duty, ending, enrol, evidence, incident, information, later, levels, material, notice, officer, packet,
    packet_in, paper, peer_notice, process, register, relay, roster, roster_sheet, rule_pack, same_event, sample,
    send_information, settings, sign_in, sign_off, submit, take_over, take_up, tally, timeline, waiting, wire_log,
    zero_report,
};
use crate::words;
use crate::workstation::Workstation;

macro_rules! commands {
    ($( $(#[doc = $doc:literal])+ $name:ident: $request:ty => $response:ty = $use_case:expr; )+) => {
        /// Every command by name.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),+];

        /// Does one command: parses the request strictly, reads the clock once, runs the use case.
        ///
        /// # Errors
        /// [`DoorError`], as the window shows it.
        pub fn dispatch(desk: &Workstation, command: &Command<'_>, arguments: Value) -> Result<Value, DoorError> {
            let tick = desk.tick();
            may_be_done(desk, &tick, command)?;
            match command.name {
                $(stringify!($name) => {
                    let request: $request = parsed(arguments)?;
                    let response: $response = run(&$use_case, desk, &tick, request)?;
                    let answer = answered(&response)?;
                    Ok(if OF_OTHERS.contains(&command.name) { shown(answer) } else { answer })
                })+
                _ => Err(DoorError::malformed("没有这个操作，请更新程序后再试。")),
            }
        }

        fn interface(visitor: &mut Declarations) -> String {
            let mut lines = String::new();
            $({
                let doc = concat!($($doc),+).trim();
                visitor.take::<$request>();
                visitor.take::<$response>();
                let request = <$request as TS>::name(&visitor.config);
                let response = <$response as TS>::name(&visitor.config);
                let name = stringify!($name);
                lines.push_str(&format!("  /** {doc} */\n  {name}: {{ request: {request}; response: {response} }};\n"));
            })+
            lines
        }
    };
}

commands! {
    /// 当班
    desk: () => DeskView = |desk, tick, ()| room::show(desk, tick);
    /// 事件
    incidents: () => Vec<IncidentRow> = |desk, tick, ()| room::incidents(desk, tick);
    /// 来电记录
    calls: () => Vec<Call> = |desk, tick, ()| call::list(desk, tick);
    /// 一起事件
    incident: IncidentRef => IncidentView = incident::show;
    /// 来电（F2）
    call_open: () => Call = |desk, tick, ()| call::open(desk, tick);
    /// 来电补充
    call_note: NoteCall => Call = call::note;
    /// 更正接报时间
    call_correct: CorrectCallTime => Call = call::correct_time;
    /// 来电办结
    call_end: EndCall => CallEndedView = call::end;
    /// 再看来电
    call_look_again: LookAgainAtCall => CallEndedView = call::look_again;
    /// 拨出登记
    call_out: LogCallOut => IncidentView = call_out::log;
    /// 存草稿并成文
    draft_save: SaveDraft => Composed = draft::save;
    /// 补记
    write_up: WriteUpCalls => WrittenUp = paper::write_up;
    /// 请示未果
    sign_off_sought: SeekSignOff => IncidentView = sign_off::sought;
    /// 签发
    sign_off: GiveSignOff => IncidentView = sign_off::give;
    /// 系统报送
    submit: Submit => IncidentView = submit::report;
    /// 续报、终报、情况更正
    report_begin: BeginReport => IncidentView = later::begin;
    /// 丢弃开始了的续报、终报、更正
    report_discard: IncidentRef => IncidentView = later::discard;
    /// 取文件文字
    material_choose: IncidentRef => FileStep = material::choose;
    /// 归入灾害过程
    process_join: JoinProcess => IncidentView = process::join;
    /// 统计
    tally: () => TallyView = |desk, tick, ()| tally::show(desk, tick);
    /// 期号登记
    register: RegisterOf => RegisterView = register::show;
    /// 缺号说明
    number_explain: ExplainNumber => RegisterView = register::explain;
    /// 普通信息
    information_list: () => InformationList = |desk, tick, ()| information::list(desk, tick);
    /// 一份普通信息
    information: InformationRef => InformationView = information::show;
    /// 写普通信息
    information_begin: BeginInformation => InformationView = information::begin;
    /// 存普通信息草稿
    information_save: SaveInformation => InformationView = information::save;
    /// 不写了
    information_discard: InformationRef => InformationList = information::discard;
    /// 零报告
    zero_report_begin: () => InformationView = |desk, tick, ()| zero_report::begin(desk, tick);
    /// 报送普通信息
    information_send: SendInformation => InformationView = send_information::send;
    /// 改按突发事件报送
    information_to_incident: InformationRef => IncidentView = send_information::to_incident;
    /// 加附件
    attachment_add: InformationRef => FileStep = attachment::add;
    /// 去掉附件
    attachment_take_off: NameAttachment => InformationView = attachment::take_off;
    /// 附件另存
    attachment_save: NameAttachment => FileStep = attachment::save;
    /// 值排班
    roster: RosterOf => RosterView = roster::show;
    /// 下级单位的值班表
    roster_units: RosterOf => RosterUnits = roster::units;
    /// 排班
    roster_edit: EditRoster => RosterView = roster::edit;
    /// 撤销一步排班
    roster_undo: NameMonth => RosterView = roster::undo;
    /// 重做一步排班
    roster_redo: NameMonth => RosterView = roster::redo;
    /// 选班次
    roster_pattern: ChoosePattern => RosterView = roster::choose_pattern;
    /// 缺岗、重叠说明
    roster_explain: ExplainFault => RosterView = roster::explain;
    /// 不改了
    roster_discard: NameMonth => RosterView = roster::discard;
    /// 发布值班表
    roster_publish: NameMonth => RosterView = roster::go_out;
    /// 选择要导入的值班表
    roster_choose: NameMonth => FileStep = roster_sheet::choose;
    /// 收入读入的表
    roster_take_over: NameMonth => RosterView = roster_sheet::take_over;
    /// 不收读入的表
    roster_put_away: NameMonth => RosterView = roster_sheet::put_away;
    /// 粘贴
    roster_paste: PasteIntoRoster => RosterView = roster_sheet::paste;
    /// 导出值班表
    roster_export: RosterOf => FileStep = roster_sheet::export;
    /// 值班变更
    roster_change: ChangeRoster => RosterView = roster::change_out;
    /// 提议不采用
    roster_put_aside: PutProposalAside => RosterView = roster::put_aside;
    /// 值班表录入国家系统
    roster_enter: EnterRoster => RosterView = roster::entered;
    /// 口径核对
    accord_check: CheckAccord => IncidentView = accord::check;
    /// 变化登记
    change_note: NoteChange => IncidentView = change::note;
    /// 办结一项时限
    duty_tick: TickDuty => IncidentView = duty::tick_off;
    /// 延期
    extension_grant: GrantExtension => IncidentView = duty::extend;
    /// 事件办结
    incident_end: EndIncident => IncidentView = ending::end;
    /// 并入另一起事件
    incident_merge: MergeIncident => IncidentView = ending::merge;
    /// 重新打开
    incident_reopen: ReopenIncident => IncidentView = ending::reopen;
    /// 再看：仍未达标准
    incident_look_again: LookAgain => IncidentView = ending::look_again;
    /// 按现行规则看
    incident_under_today: IncidentRef => UnderToday = incident::under_today;
    /// 过程留痕
    timeline: IncidentRef => TimelineView = timeline::show;
    /// 留痕文件
    evidence_save: IncidentRef => FileStep = evidence::save;
    /// 三级
    levels: IncidentRef => LevelsView = levels::show;
    /// 三级报送
    three_levels: () => ThreeLevels = |desk, tick, ()| levels::three(desk, tick);
    /// 承接
    take_up: TakeUp => IncidentView = take_up::take_up;
    /// 签收、确认收到
    acknowledge: Acknowledge => LevelsView = acknowledge::sign;
    /// 发指令
    directive_issue: IssueDirective => LevelsView = directive::issue;
    /// 答复指令
    directive_answer: AnswerDirective => LevelsView = directive::answer;
    /// 指令延期登记
    directive_extended: NoteExtension => LevelsView = directive::extended;
    /// 据告知
    level_told: TellLevel => LevelsView = directive::told;
    /// 同一事件
    same_event: JoinEvents => LevelsView = same_event::join;
    /// 补正
    report_mend: MendReport => IncidentView = later::mend;
    /// 互通共享
    notices: IncidentRef => NoticeView = notice::show;
    /// 互通记录
    notice_log: LogNotice => NoticeView = notice::log;
    /// 毗邻通报
    peer_notice_send: SendPeerNotice => NoticeView = peer_notice::send;
    /// 收到的毗邻通报
    peer_notices: IncidentRef => PeerNoticeView = peer_notice::show;
    /// 国家系统录入
    relay: RecordRelay => IncidentView = relay::record;
    /// 设置
    settings: () => SettingsView = |desk, tick, ()| settings::show(desk, tick);
    /// 选择主通道
    choose_system_of_record: ChooseSystemOfRecord => SettingsView = settings::choose_system_of_record;
    /// 注册到上级节点
    enrol: Enrol => SettingsView = enrol::from_window;
    /// 试用样例县
    try_sample: () => SettingsView = |desk, tick, ()| sample::enter(desk, tick);
    /// 退出样例县
    leave_sample: () => SettingsView = |desk, tick, ()| sample::leave(desk, tick);
    /// 首次启动完成
    finish_first_start: () => DeskView = |desk, tick, ()| enrol::finish(desk, tick);
    /// 值班人员
    officers: () => Vec<Officer> = |desk, tick, ()| officer::list(desk, tick);
    /// 值班人员姓名
    officer_names: () => Vec<Officer> = |desk, tick, ()| officer::names(desk, tick);
    /// 登记值班人员
    officer_list: ListOfficer => Vec<Officer> = officer::put;
    /// 可登录的人
    sign_in_names: () => Vec<SignInName> = |desk, tick, ()| sign_in::names(desk, tick);
    /// 值班登录
    sign_in: GivePin => DeskView = sign_in::sign_in;
    /// 设定登录码
    pin_choose: ChoosePin => DeskView = sign_in::choose_pin;
    /// 清除登录码
    pin_clear: NameOfficer => Vec<SignInName> = sign_in::clear_pin;
    /// 退出登录
    sign_out: () => DeskView = |desk, tick, ()| sign_in::sign_out(desk, tick);
    /// 锁定
    desk_lock: () => DeskView = |desk, tick, ()| sign_in::lock(desk, tick);
    /// 有人在按键
    desk_active: () => () = |desk, tick, ()| sign_in::active(desk, tick);
    /// 无人操作多久锁定
    lock_after: LockAfter => SettingsView = sign_in::choose_lock;
    /// 认领报告
    report_claim: ClaimReport => IncidentView = claim::report;
    /// 可调阅什么，已调阅什么
    disclosure: IncidentRef => DisclosureView = disclose::show;
    /// 调阅
    disclose: Disclose => DisclosureView = disclose::give;
    /// 接过草稿
    draft_take_over: TakeOver => IncidentView = take_over::of_incident;
    /// 接过普通信息草稿
    information_take_over: TakeOver => InformationView = take_over::of_information;
    /// 待发
    waiting: () => Vec<WaitingRow> = |desk, tick, ()| waiting::list(desk, tick);
    /// 立即重发
    send_now: () => Vec<WaitingRow> = |desk, tick, ()| waiting::send_now(desk, tick);
    /// 传输记录
    wire_log: () => Vec<WireRow> = |desk, tick, ()| wire_log::list(desk, tick);
    /// 提醒已知悉
    alarm_acknowledge: AcknowledgeAlarm => DeskView = alarm::acknowledge;
    /// 提示音自检
    sound_test: () => SoundTestView = |desk, tick, ()| alarm::test_sound(desk, tick);
    /// 提示音听到没有
    sound_heard: SoundHeard => SettingsView = alarm::heard;
    /// 选择规则包文件
    pack_choose: () => FileStep = |desk, tick, ()| rule_pack::choose(desk, tick);
    /// 选好的规则包
    pack_offer: () => Option<PackOffer> = |desk, tick, ()| rule_pack::offer(desk, tick);
    /// 不加入选好的规则包
    pack_put_away: () => SettingsView = |desk, tick, ()| rule_pack::put_away(desk, tick);
    /// 加入规则包
    pack_add: NamePack => SettingsView = rule_pack::add;
    /// 停用规则包会改什么
    pack_withdrawal: NamePack => WithdrawalOffer = rule_pack::withdrawal;
    /// 停用规则包
    pack_withdraw: NamePack => SettingsView = rule_pack::withdraw;
    /// 启用停用了的规则包
    pack_resume: NamePack => SettingsView = rule_pack::resume;
    /// 离线包
    packet: () => PacketView = |desk, tick, ()| packet::show(desk, tick);
    /// 制作离线包
    packet_make: MakePacket => PacketView = packet::make;
    /// 离线包存为文件
    packet_save: () => FileStep = |desk, tick, ()| packet::save(desk, tick);
    /// 离线包的一幅二维码
    packet_frame: NameFrame => PacketFrame = packet::frame;
    /// 收起做好的离线包
    packet_put_away: () => PacketView = |desk, tick, ()| packet::put_away(desk, tick);
    /// 选择要收入的离线包文件
    packet_choose: () => FileStep = |desk, tick, ()| packet_in::choose(desk, tick);
    /// 收入扫到的各幅
    packet_read: ReadFrames => FramesRead = packet_in::read;
    /// 备份到文件
    backup: () => FileStep = |desk, tick, ()| backup::save(desk, tick);
    /// 取消备份
    backup_stop: () => SettingsView = |desk, tick, ()| backup::stop(desk, tick);
    /// 由备份恢复
    restore: () => FileStep = |desk, tick, ()| backup::restore(desk, tick);
}

fn run<Q, R>(
    use_case: &impl Fn(&Workstation, &Tick, Q) -> Result<R, DoorError>,
    desk: &Workstation,
    tick: &Tick,
    request: Q,
) -> Result<R, DoorError> {
    use_case(desk, tick, request)
}

fn parsed<T: DeserializeOwned>(arguments: Value) -> Result<T, DoorError> {
    // The parser's own words may repeat what was typed; they stay out of logs and screens.
    serde_json::from_value(arguments).map_err(|_| DoorError::malformed("请求格式有误，请更新程序后再试。"))
}

fn answered<T: serde::Serialize>(response: &T) -> Result<Value, DoorError> {
    serde_json::to_value(response).map_err(|error| DoorError::storage(format!("结果无法显示：{error}")))
}

/// The TypeScript side of the door: every type and the list of commands.
#[must_use]
pub fn typescript() -> String {
    let mut declarations = Declarations::default();
    declarations.take::<DoorError>();
    let interface = interface(&mut declarations);
    let mut text =
        String::from("// Generated from crates/workstation/src/commands.rs by `make bindings`; do not edit.\n\n");
    for declaration in declarations.found.values() {
        text.push_str(&format!("export {declaration}\n\n"));
    }
    text.push_str(&format!(
        "/** Every command: what is asked and what is answered. */\nexport interface Commands {{\n{interface}}}\n"
    ));
    text.push_str(&words::tables());
    text
}
