//! 离线包: what the page asks and is shown.

use domain::Moment;
use domain::unit::UnitCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{KindCount, UnitRow};

/// For whom a packet is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "is", deny_unknown_fields)]
pub enum PacketTo {
    /// 上级单位值班室
    Superior {
        /// Which.
        unit: UnitCode,
    },
    /// 本单位另一台
    OwnUnit,
    /// 上级节点
    Upstream,
}

/// Makes a packet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MakePacket {
    /// For whom.
    pub to: PacketTo,
    /// From when on, as typed; empty for what has no receipt yet.
    pub since: String,
    /// 审批人
    pub approved_by: String,
}

/// Asks for one frame of the packet at hand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NameFrame {
    /// The packet.
    pub packet: String,
    /// Which, from 1.
    pub number: u32,
}

/// One frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PacketFrame {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub count: u32,
    /// Side of the square in modules, with the quiet zone.
    pub side: u32,
    /// The dark modules as the outline of an SVG path.
    pub path: String,
}

/// A packet that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MadePacket {
    /// By which it is called: the beginning of its digest.
    pub packet: String,
    /// For whom.
    pub to: String,
    /// How many entries of each kind.
    pub kinds: Vec<KindCount>,
    /// How many in all.
    pub entries: u32,
    /// When.
    pub made_at: Moment,
    /// 审批人
    pub approved_by: String,
    /// Its size, in words.
    pub size: String,
    /// How many frames; 0 where only a file will do.
    pub frames: u32,
    /// Why there are none.
    pub no_frames: String,
}

/// An incident of which a packet brought something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BroughtIncident {
    /// It.
    pub incident: Uuid,
    /// It is our own unit's.
    pub ours: bool,
    /// What it is called.
    pub name: String,
    /// 首报、续报一: the reports of it that are here now.
    pub reports: Vec<String>,
}

/// A packet that was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TakenPacket {
    /// The unit that made it.
    pub from: String,
    /// When it was made.
    pub made_at: Moment,
    /// 审批人
    pub approved_by: String,
    /// Entries that were not here before.
    pub new: u32,
    /// Entries that were.
    pub known: u32,
    /// The new ones by kind.
    pub kinds: Vec<KindCount>,
    /// Incidents among them.
    pub incidents: Vec<BroughtIncident>,
    /// All of it in one sentence.
    pub said: String,
}

/// 离线包
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PacketView {
    /// This unit.
    pub unit: String,
    /// Units above, the nearest first.
    pub superiors: Vec<UnitRow>,
    /// How many entries wait to be sent.
    pub waiting: u32,
    /// What has to be read before.
    pub warning: String,
    /// The packet that was made last and not put away.
    pub made: Option<MadePacket>,
    /// The packet that was taken in last.
    pub taken: Option<TakenPacket>,
}

/// Hands in what a scanner typed so far, a line for each code.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadFrames {
    /// The lines.
    pub lines: Vec<String>,
}

/// How far one packet is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FramesProgress {
    /// By which its frames are called.
    pub of: String,
    /// Frames read.
    pub read: u32,
    /// Of how many.
    pub count: u32,
    /// 还差第3、7幅; empty where none is missing.
    pub missing: String,
    /// Why it was not taken in although none is missing; empty where nothing was wrong.
    pub trouble: String,
}

/// What scanned lines came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FramesRead {
    /// Packets that are not in yet.
    pub packets: Vec<FramesProgress>,
    /// The lines that are of use still: frames of packets that are not in yet.
    pub left: Vec<String>,
    /// What is wrong with the last line; empty where nothing is.
    pub last_line: String,
    /// The packet that was taken in by this.
    pub taken: Option<TakenPacket>,
}
