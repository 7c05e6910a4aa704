//! 普通信息: what the window asks for and what it shows.

use domain::Moment;
use domain::incident::ReceiptShown;
use domain::information::{InformationKind, SentAllTheSame};
use domain::report::SystemOfRecord;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::{OtherDraft, ReportState};

/// Names one 普通信息.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InformationRef {
    /// The subject.
    pub information: Uuid,
}

/// A new one, blank or like one that was sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeginInformation {
    /// The one to begin from; none: blank.
    pub like: Option<Uuid>,
}

/// Title and body as they stand.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveInformation {
    /// The subject.
    pub information: Uuid,
    /// Whose page it was typed on; none: of whoever is at the desk.
    #[serde(default)]
    #[ts(optional)]
    pub author: Option<String>,
    /// As typed.
    pub title: String,
    /// As typed.
    pub body: String,
}

/// 报送普通信息: what the officer saw on screen; other text is refused.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SendInformation {
    /// The subject.
    pub information: Uuid,
    /// The title on screen.
    pub title: String,
    /// The body on screen.
    pub body: String,
    /// Why it is none, where its words read as an incident; else empty.
    pub reason: String,
}

/// Names one attachment.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NameAttachment {
    /// The 普通信息.
    pub information: Uuid,
    /// SM3 of its bytes.
    pub attachment: String,
}

/// An attachment as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AttachmentView {
    /// SM3 of its bytes.
    pub digest: String,
    /// Its name, as text.
    pub name: String,
    /// 512KB
    pub size: String,
    /// Why its bytes are not here, or not whole; none: kept on this machine.
    pub trouble: Option<String>,
    /// Its bytes are still to be carried to the upstream.
    pub waits: bool,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InformationRow {
    /// The subject.
    pub id: Uuid,
    /// What it is.
    pub what: InformationKind,
    /// Its title; empty while nobody has written one.
    pub title: String,
    /// Of a draft that somebody else keeps: whose. It is taken over as a copy.
    pub by: Option<OtherDraft>,
    /// The unit below that sent it, by code; none: our own.
    pub from: Option<String>,
    /// Where it stands.
    pub state: ReportState,
    /// When it was sent, or a draft saved.
    pub at: Moment,
    /// How many attachments it has.
    pub attachments: u32,
}

/// 普通信息, drafts first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InformationList {
    /// The lines.
    pub rows: Vec<InformationRow>,
    /// 汛期，零报告每日08:30、16:30前; none where the packs do not say.
    pub zero_report: Option<ZeroReportHours>,
}

/// By when a 零报告 is asked for today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ZeroReportHours {
    /// In words.
    pub words: String,
    /// On what that rests.
    pub cite: String,
    /// Whether the source itself was read.
    pub verified: bool,
}

/// One 普通信息, being written or sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InformationView {
    /// The subject.
    pub id: Uuid,
    /// Whose page this is; a save says so, and is kept under no other name.
    pub author: String,
    /// What it is.
    pub what: InformationKind,
    /// Of a 零报告: 5月11日8时至12日8时; else empty.
    pub period: String,
    /// The unit below that sent it, by code; none: our own.
    pub from: Option<String>,
    /// Title, as typed or as sent.
    pub title: String,
    /// Body, as typed or as sent.
    pub body: String,
    /// What goes with it.
    pub attachments: Vec<AttachmentView>,
    /// Where it stands.
    pub state: ReportState,
    /// Why the upstream refused it, where it did.
    pub trouble: Option<String>,
    /// Why its words read as an incident; empty: they do not.
    pub reads_as_incident: Vec<String>,
    /// What was shown and answered when it went all the same.
    pub all_the_same: Option<SentAllTheSame>,
    /// When the draft was saved on this machine.
    pub saved_at: Option<Moment>,
    /// When it was sent; none while it is being written.
    pub sent_at: Option<Moment>,
    /// The machine's receipt.
    pub receipt: Option<ReceiptShown>,
    /// The unit's system of record.
    pub system_of_record: SystemOfRecord,
    /// The incident that it became, where it was taken up as one.
    pub incident: Option<Uuid>,
}
