//! What the settings room shows.

use domain::Moment;
use domain::pack::{Division, EventCode, PackChange};
use domain::report::SystemOfRecord;
use domain::rule::Basis;
use domain::unit::Unit;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AccessRow, RetentionView};

/// What the sound test did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SoundTestView {
    /// The program that played.
    pub played_by: Option<String>,
    /// Why none could, in words.
    pub trouble: Option<String>,
}

/// Something that happened to the desk itself: a set clock, a sound test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DeskEvent {
    /// When.
    pub at: Moment,
    /// What, in words.
    pub words: String,
}

/// 备份: the daily one, and one that a person began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupView {
    /// When the last daily one was made.
    pub made_at: Option<Moment>,
    /// How large it is, in words.
    pub size: Option<String>,
    /// Why the last one was not made, in words.
    pub trouble: Option<String>,
    /// Where they lie.
    pub folder: String,
    /// How far one is that a person began, 0 to 100.
    pub percent: Option<u32>,
}

/// A document that packs name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceRow {
    /// Title.
    pub title: String,
    /// Where it can be read.
    pub at: String,
    /// Whether the document itself was read.
    pub read: bool,
}

/// A pack on the shelf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackRow {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Layer; empty where it cannot be read.
    pub layer: String,
    /// Version; empty where it cannot be read.
    pub version: String,
    /// In force from, a date of Beijing time; none where it cannot be read.
    pub effective_from: Option<String>,
    /// In force up to and including, where it ends.
    pub effective_until: Option<String>,
    /// Beginning of the codes of the units it holds for; none: every unit.
    pub region: Option<String>,
    /// It came with the program.
    pub shipped: bool,
    /// A person withdrew it.
    pub withdrawn: bool,
    /// It is in force here today.
    pub in_force: bool,
    /// Why it cannot be used, and the others are.
    pub fault: Option<String>,
    /// SM3 of its text.
    pub text: String,
}

/// A rule in force, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleRow {
    /// Id.
    pub id: String,
    /// What is to be done.
    pub what: String,
    /// On whose word.
    pub basis: Basis,
    /// What it runs from: 发生.
    pub origin: String,
    /// The clause's words.
    pub text: String,
    /// The clause.
    pub cite: String,
    /// Title of the document.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

/// A grading table or a clause of the scope in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ClauseRow {
    /// Id.
    pub id: String,
    /// What it decides: 火灾等级, 报省.
    pub what: String,
    /// The clause.
    pub cite: String,
    /// Title of the document.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

/// A pack that was chosen and has not been added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PackOffer {
    /// SM3 of its text.
    pub text: String,
    /// What it is, where it can be read.
    pub pack: Option<PackRow>,
    /// Why it is refused, line by line; none: it can be added.
    pub faults: Vec<String>,
    /// What it would change.
    pub changes: Vec<PackChange>,
    /// Whether it would be in force here today.
    pub in_force: bool,
}

/// What withdrawing a pack would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WithdrawalOffer {
    /// Why it cannot be withdrawn; none: it can.
    pub faults: Vec<String>,
    /// What would change.
    pub changes: Vec<PackChange>,
}

/// A line of 传输记录: one request over the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WireRow {
    /// When it began, by the room's clock.
    pub at: Moment,
    /// 校时, 报送3条, 收取, 附件上传 …
    pub what: String,
    /// The entries that were sent, by kind and the end of their id: 首报 …9f3c21aa.
    pub entries: Vec<String>,
    /// Size of the body that was sent; empty where there was none.
    pub sent: String,
    /// Size of the body that came; empty where there was none.
    pub received: String,
    /// How long it took.
    pub took: String,
    /// What came of it: 回执3条, 连不上, 拒收 and why.
    pub came_of: String,
    /// It was answered as it should be.
    pub well: bool,
}

/// 设置
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SettingsView {
    /// The unit.
    pub unit: Option<Unit>,
    /// Address of the upstream.
    pub upstream: Option<String>,
    /// Fingerprint of its pinned key.
    pub upstream_key: Option<String>,
    /// 主通道
    pub system_of_record: SystemOfRecord,
    /// Where the device's key lies.
    pub key_kept_in: Option<String>,
    /// Packs on the shelf; those in force first, in the order in which they are laid.
    pub packs: Vec<PackRow>,
    /// SM3 of the packs in force together, which entries name.
    pub packs_digest: String,
    /// Said on screen when a pack that was added cannot be used.
    pub pack_trouble: Option<String>,
    /// Rules in force.
    pub rules: Vec<RuleRow>,
    /// Grading tables and clauses of the scope in force.
    pub clauses: Vec<ClauseRow>,
    /// Division codes that were loaded: 411121 舞阳县.
    pub divisions: Vec<Division>,
    /// Event codes that were loaded.
    pub event_codes: Vec<EventCode>,
    /// The documents they name.
    pub sources: Vec<SourceRow>,
    /// Minutes without a key after which the desk is locked; 0 for never.
    pub lock_after: u32,
    /// 备份
    pub backup: BackupView,
    /// 保留与清除
    pub retention: RetentionView,
    /// 查阅与导出记录, newest first.
    pub accesses: Vec<AccessRow>,
    /// What happened to the desk itself, newest first.
    pub desk_log: Vec<DeskEvent>,
    /// Where the data lies.
    pub data_folder: String,
    /// Version of the program.
    pub version: String,
}
