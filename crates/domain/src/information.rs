//! 普通信息: everything that is not an incident. Body and attachments (notice of 2024: 工作信息通过普通信息报送, 灾害事故信息
//! 必须在正文中报送); sent once and immutable.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::Moment;
use crate::digest::Digest;
use crate::entry::{BlobRef, Content, Subject};
use crate::hygiene;
use crate::incident::ReceiptShown;
use crate::placed::Placed;
use crate::report::SystemOfRecord;
use crate::span::Span;
use crate::unit::UnitCode;
use crate::zero_report::ZeroReport;

/// Largest attachment in bytes.
pub const LARGEST_ATTACHMENT: u64 = 20 * 1024 * 1024;
/// Most attachments of one 普通信息: each has its digit.
pub const MOST_ATTACHMENTS: usize = 9;
/// Most characters of a title.
pub const LONGEST_TITLE: usize = 200;
/// Most bytes of the name under which an attachment is shown and saved.
const LONGEST_NAME: usize = 200;
/// The name of a file whose own says nothing.
const UNNAMED: &str = "附件";

/// What a 普通信息 is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InformationKind {
    /// 工作信息
    #[default]
    Work,
    /// 每日值班信息（零报告）
    ZeroReport,
}

impl InformationKind {
    /// The word on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Work => "工作信息",
            Self::ZeroReport => "零报告",
        }
    }
}

/// A file that goes with it. The name is text; the file is found by its digest alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its name as text.
    pub name: String,
    /// SM3 of its bytes.
    #[ts(type = "string")]
    pub digest: Digest,
    /// Length in bytes.
    #[ts(type = "number")]
    pub length: u64,
}

impl Attachment {
    /// As the entry's header names it.
    #[must_use]
    pub const fn blob(&self) -> BlobRef {
        BlobRef { digest: self.digest, length: self.length }
    }
}

/// 坚持按普通信息报送: the words read as an incident, an officer saw why, and said why it is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SentAllTheSame {
    /// What was shown, quoting the words.
    pub shown: Vec<String>,
    /// Why it is 普通信息, in the words of the officer.
    pub reason: String,
}

/// 普通信息 as typed; this desk only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct InformationDraft {
    /// What it is.
    pub what: InformationKind,
    /// Of a 零报告: from when to when.
    pub period: Option<Span>,
    /// The title as typed.
    pub title: String,
    /// The body as typed.
    pub body: String,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Of a 零报告: as the journal composed it, to tell what a hand has changed.
    pub composed: Option<ZeroReport>,
    /// The incident that it became, where it was taken up as one.
    pub incident: Option<Uuid>,
}

impl InformationDraft {
    /// A 零报告 as it was composed, unchanged.
    #[must_use]
    pub fn is_as_composed(&self) -> bool {
        self.composed.as_ref().is_some_and(|made| made.title == self.title && made.body == self.body)
    }

    /// Nobody has written anything yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.title.trim().is_empty() && self.body.trim().is_empty() && self.attachments.is_empty()
    }
}

/// 普通信息 as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InformationSent {
    /// What it is.
    pub what: InformationKind,
    /// Of a 零报告: from when to when.
    pub period: Option<Span>,
    /// Title.
    pub title: String,
    /// Body: paragraphs joined by line feeds; empty where the attachments are all of it.
    pub body: String,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Where its words read as an incident: what was shown, and why it went all the same.
    pub all_the_same: Option<SentAllTheSame>,
    /// The unit's system of record when it was sent.
    pub system_of_record: SystemOfRecord,
}

/// 普通信息 as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Information {
    /// The subject.
    pub id: Uuid,
    /// The entry.
    pub entry: Uuid,
    /// The unit that sent it.
    pub unit: UnitCode,
    /// What it is.
    pub what: InformationKind,
    /// Of a 零报告: from when to when.
    pub period: Option<Span>,
    /// Title.
    pub title: String,
    /// Body.
    pub body: String,
    /// What goes with it.
    pub attachments: Vec<Attachment>,
    /// Why it went though its words read as an incident.
    pub all_the_same: Option<SentAllTheSame>,
    /// The unit's system of record then.
    pub system_of_record: SystemOfRecord,
    /// When it was sent on the desk.
    pub sent_at: Moment,
    /// The machine's receipt.
    pub receipt: Option<ReceiptShown>,
}

impl Information {
    /// Folds the entries of one subject, which come in the fold's order; none where none is 普通信息. It is sent once: of two
    /// desks that took up the same, the first that was received stands.
    #[must_use]
    pub fn fold(subject: Subject, entries: &[Placed]) -> Option<Self> {
        let (placed, sent) = entries.iter().find_map(|placed| match &placed.content {
            Content::Information(sent) => Some((placed, sent)),
            _ => None,
        })?;
        let InformationSent { what, period, title, body, attachments, all_the_same, system_of_record } =
            sent.as_ref().clone();
        let receipt = placed.receipt.as_ref().map(ReceiptShown::of);
        let (entry, unit, sent_at) = (placed.header.id, placed.header.unit.clone(), placed.header.claimed_at);
        Some(Self {
            id: subject,
            entry,
            unit,
            what,
            period,
            title,
            body,
            attachments,
            all_the_same,
            system_of_record,
            sent_at,
            receipt,
        })
    }

    /// Whether the system of record has it: only where our upstream is that system.
    #[must_use]
    pub fn is_on_record(&self) -> bool {
        self.system_of_record == SystemOfRecord::Upstream && self.receipt.is_some()
    }
}

/// The name of a file as it is shown and as it is offered for saving: one clean line without what a path or a shell reads.
/// Never a place on a disk.
#[must_use]
pub fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe =
        |c: char| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '，') { '_' } else { c };
    let clean: String = hygiene::line(last).chars().map(safe).collect();
    let clean = clean.trim_matches(['.', ' ']);
    if clean.is_empty() { UNNAMED.to_owned() } else { shortened(clean) }
}

/// Cut in the middle, so that what kind of file it is can still be seen.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST_NAME {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 10);
    let ending = ending.map(|ending| format!("….{ending}")).unwrap_or_default();
    let mut kept = String::new();
    for c in name.chars() {
        if kept.len() + c.len_utf8() + ending.len() > LONGEST_NAME {
            break;
        }
        kept.push(c);
    }
    kept + &ending
}

/// 20MB, 1.3MB, 512KB: never said to be smaller than it is.
#[must_use]
pub fn size_words(bytes: u64) -> String {
    const KB: u64 = 1024;
    match bytes {
        0..KB => format!("{bytes}字节"),
        KB..1_048_576 => format!("{}KB", bytes.div_ceil(KB)),
        _ => {
            let tenths = bytes.saturating_mul(10).div_ceil(KB * KB);
            if tenths.is_multiple_of(10) {
                format!("{}MB", tenths / 10)
            } else {
                format!("{}.{}MB", tenths / 10, tenths % 10)
            }
        }
    }
}
