//! 普通信息: the list, one of them, and the draft as it is typed.

use domain::beijing;
use domain::channel::{Channel, advise};
use domain::entry::Subject;
use domain::hygiene;
use domain::information::{Attachment, Information, InformationDraft, InformationKind, size_words};
use domain::pack::Packs;
use domain::unit::UnitCode;
use domain::zero_report::period_words;
use store::table::information::SavedInformation;
use store::table::transfer::{self, Way};
use store::table::{blob, information, queue};
use store::{Store, Writing};

use super::author::{name_of, typed_by};
use crate::door::{
    AttachmentView, BeginInformation, DoorError, InformationList, InformationRef, InformationRow, InformationView,
    OtherDraft, ReportState, SaveInformation, ZeroReportHours,
};
use crate::enrolment::system_of_record;
use crate::session::{DESK_AUTHOR, draft_author};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// How many that were sent the list shows.
const LISTED: u32 = 200;
/// Longest draft in bytes: far above any text, far below what would stall the desk.
const LONGEST_DRAFT: usize = 500_000;

/// Drafts first, then what was sent, newest first.
pub(crate) fn list(desk: &Workstation, tick: &Tick) -> Result<InformationList, DoorError> {
    let store = desk.store();
    let own = desk.own_unit().ok().map(|unit| unit.code);
    let mut rows: Vec<InformationRow> = drafts_of(&store)?.into_iter().map(|saved| draft_row(saved, None)).collect();
    let own_name = draft_author(&store)?;
    for (author, saved) in information::drafts_of_others(store.connection(), [&own_name, DESK_AUTHOR])? {
        let other = OtherDraft { name: name_of(&store, &author)?, author, saved_at: saved.saved_at };
        if !rows.iter().any(|row| row.id == saved.id) {
            rows.push(draft_row(saved, Some(other)));
        }
    }
    for sent in information::recent(store.connection(), LISTED)? {
        rows.push(InformationRow {
            id: sent.id,
            what: sent.what,
            by: None,
            from: from_below(&sent, own.as_ref()),
            state: state_of(&store, &sent)?,
            at: sent.sent_at,
            attachments: count(&sent.attachments),
            title: sent.title,
        });
    }
    Ok(InformationList { rows, zero_report: hours(&desk.packs(), tick) })
}

fn draft_row(saved: SavedInformation, by: Option<OtherDraft>) -> InformationRow {
    InformationRow {
        id: saved.id,
        what: saved.draft.what,
        title: saved.draft.title,
        by,
        from: None,
        state: ReportState::Drafting,
        at: saved.saved_at,
        attachments: count(&saved.draft.attachments),
    }
}

/// The drafts of whoever is at the desk, and what the desk itself began, each once, the one begun last first.
pub(super) fn drafts_of(store: &Store) -> Result<Vec<SavedInformation>, DoorError> {
    let own = draft_author(store)?;
    let mut drafts = information::drafts(store.connection(), &own)?;
    if own != DESK_AUTHOR {
        for begun in information::drafts(store.connection(), DESK_AUTHOR)? {
            if !drafts.iter().any(|draft| draft.id == begun.id) {
                drafts.push(begun);
            }
        }
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.begun_at));
    }
    Ok(drafts)
}

/// It is written no more, neither by its author nor by the desk that began it.
pub(super) fn put_away(writing: &mut Writing<'_>, id: Subject, own: &str) -> Result<(), DoorError> {
    writing.put_information_away(id, own)?;
    Ok(writing.put_information_away(id, DESK_AUTHOR)?)
}

fn count(attachments: &[Attachment]) -> u32 {
    u32::try_from(attachments.len()).unwrap_or(u32::MAX)
}

fn hours(packs: &Packs, tick: &Tick) -> Option<ZeroReportHours> {
    let season = packs.zero_report()?.season_on(beijing::date(tick.now()))?;
    let times: Vec<String> = season.send_by.iter().map(ToString::to_string).collect();
    Some(ZeroReportHours {
        words: format!("{}：零报告每日{}前", season.name, times.join("、")),
        cite: season.cite.clone(),
        verified: season.verified,
    })
}

/// Blank, or like one that was sent. A blank one that is there already is taken up.
pub(crate) fn begin(desk: &Workstation, tick: &Tick, request: BeginInformation) -> Result<InformationView, DoorError> {
    let mut store = desk.store();
    desk.own_unit()?;
    let draft = match request.like {
        Some(like) => copy_of(&store, like)?,
        None => InformationDraft::default(),
    };
    let blank = |saved: &SavedInformation| draft.is_blank() && saved.draft == draft;
    let there = drafts_of(&store)?.into_iter().find(blank);
    let id = match there {
        Some(saved) => saved.id,
        None => write_new(desk, &mut store, tick, draft)?,
    };
    drop(store);
    show(desk, tick, InformationRef { information: id })
}

/// Writes a draft that was not there.
pub(super) fn write_new(
    desk: &Workstation,
    store: &mut Store,
    tick: &Tick,
    draft: InformationDraft,
) -> Result<Subject, DoorError> {
    let id = tick.new_id(desk.machine.as_ref())?;
    let saved = SavedInformation { id, draft, begun_at: tick.now(), saved_at: tick.now() };
    let own = draft_author(store)?;
    store.write(|writing| writing.save_information(&own, &saved))?;
    Ok(id)
}

/// Title, body and those attachments that are kept here. Of a 零报告 the words would be of another day.
fn copy_of(store: &Store, like: Subject) -> Result<InformationDraft, DoorError> {
    let sent = sent(store, like)?.ok_or_else(unknown)?;
    if sent.what == InformationKind::ZeroReport {
        return Err(DoorError::not_now("零报告只说那一天。请按零报告键，按现在的值班记录成文。"));
    }
    let mut attachments = Vec::new();
    for attachment in sent.attachments {
        if blob::was_kept(store.connection(), attachment.digest)? {
            attachments.push(attachment);
        }
    }
    Ok(InformationDraft { title: sent.title, body: sent.body, attachments, ..InformationDraft::default() })
}

/// One, being written or sent.
pub(crate) fn show(desk: &Workstation, _: &Tick, request: InformationRef) -> Result<InformationView, DoorError> {
    let store = desk.store();
    match sent(&store, request.information)? {
        Some(sent) => sent_view(desk, &store, sent),
        None => draft_view(desk, &store, draft_of(&store, request.information)?),
    }
}

/// Saves title and body as typed; attachments are added and taken off by themselves.
pub(crate) fn save(desk: &Workstation, tick: &Tick, request: SaveInformation) -> Result<InformationView, DoorError> {
    if request.title.len() + request.body.len() > LONGEST_DRAFT {
        return Err(DoorError::field("body", "内容过长，未保存最后一次改动，请删减后继续。"));
    }
    let mut store = desk.store();
    let author = typed_by(&store, request.author)?;
    let before = draft_by(&store, request.information, &author)?;
    // The room knew when the first word was written, not when a blank page was laid out.
    let begun_at = if before.draft.is_blank() { tick.now() } else { before.begun_at };
    let draft = InformationDraft { title: request.title, body: request.body, ..before.draft };
    let saved = SavedInformation { id: before.id, draft, begun_at, saved_at: tick.now() };
    store.write(|writing| writing.save_information(&author, &saved))?;
    draft_view(desk, &store, saved)
}

/// 不写了: what was typed is given up.
pub(crate) fn discard(desk: &Workstation, tick: &Tick, request: InformationRef) -> Result<InformationList, DoorError> {
    let mut store = desk.store();
    let saved = draft_of(&store, request.information)?;
    let own = draft_author(&store)?;
    store.write(|writing| put_away(writing, saved.id, &own))?;
    drop(store);
    desk.shown(Some(saved.id));
    list(desk, tick)
}

pub(super) fn unknown() -> DoorError {
    DoorError::not_found("没有这份普通信息，请回到列表重新选择。")
}

pub(super) fn sent(store: &Store, id: Subject) -> Result<Option<Information>, DoorError> {
    Ok(information::find(store.connection(), id)?)
}

/// The draft; what was sent has none any more.
pub(super) fn draft_of(store: &Store, id: Subject) -> Result<SavedInformation, DoorError> {
    draft_by(store, id, &draft_author(store)?)
}

fn draft_by(store: &Store, id: Subject, author: &str) -> Result<SavedInformation, DoorError> {
    for name in [author, DESK_AUTHOR] {
        if let Some(saved) = information::draft(store.connection(), id, name)? {
            return Ok(saved);
        }
    }
    match sent(store, id)? {
        Some(_) => Err(DoorError::not_now("这份普通信息已经报送，不能再改，也不会重复报送。要补充请照此另写一份。")),
        None => Err(unknown()),
    }
}

/// Why it is to go as an incident: its words, names of attachments among them, or that it went as one; empty where nothing
/// says so.
pub(super) fn reads_as_incident(packs: &Packs, draft: &InformationDraft) -> Vec<String> {
    let names = draft.attachments.iter().map(|attachment| attachment.name.as_str());
    // What is longer is not sent; it is not read while it is typed either.
    let [title, body] = [&draft.title, &draft.body].map(|text| hygiene::beginning(text, hygiene::MAX_BODY));
    let text: Vec<&str> = std::iter::once(body).chain(names).collect();
    let advice = advise(packs, title, &text.join("\n"));
    let read = advice.filter(|advice| advice.channel == Channel::Incident).map(|advice| advice.reasons);
    let went = draft.incident.map(|_| "这份已改按突发事件报送".to_owned());
    read.unwrap_or_default().into_iter().chain(went).collect()
}

fn from_below(sent: &Information, own: Option<&UnitCode>) -> Option<String> {
    (Some(&sent.unit) != own).then(|| sent.unit.to_string())
}

fn state_of(store: &Store, sent: &Information) -> Result<ReportState, DoorError> {
    if sent.is_on_record() {
        return Ok(ReportState::OnRecord);
    }
    if sent.receipt.is_some() {
        return Ok(ReportState::Received);
    }
    let refused = queue::quarantined_trouble(store.connection(), sent.entry)?;
    Ok(if refused.is_some() { ReportState::NeedsAttention } else { ReportState::SavedHere })
}

fn draft_view(desk: &Workstation, store: &Store, saved: SavedInformation) -> Result<InformationView, DoorError> {
    let SavedInformation { id, draft, saved_at, .. } = saved;
    Ok(InformationView {
        id,
        author: draft_author(store)?,
        what: draft.what,
        period: draft.period.map(period_words).unwrap_or_default(),
        from: None,
        attachments: to_mend(attachments(desk, store, &draft.attachments, None)?),
        state: ReportState::Drafting,
        trouble: None,
        reads_as_incident: reads_as_incident(&desk.packs(), &draft),
        all_the_same: None,
        incident: draft.incident,
        saved_at: Some(saved_at),
        sent_at: None,
        receipt: None,
        system_of_record: system_of_record(store)?,
        title: draft.title,
        body: draft.body,
    })
}

/// While it is written, what is wrong can be mended.
fn to_mend(mut views: Vec<AttachmentView>) -> Vec<AttachmentView> {
    for trouble in views.iter_mut().filter_map(|view| view.trouble.as_mut()) {
        trouble.push_str("，请重新选择原文件附上，或去掉");
    }
    views
}

fn sent_view(desk: &Workstation, store: &Store, sent: Information) -> Result<InformationView, DoorError> {
    let from = from_below(&sent, Some(&desk.own_unit()?.code));
    Ok(InformationView {
        id: sent.id,
        author: draft_author(store)?,
        what: sent.what,
        period: sent.period.map(period_words).unwrap_or_default(),
        attachments: attachments(desk, store, &sent.attachments, from.as_deref())?,
        state: state_of(store, &sent)?,
        trouble: queue::quarantined_trouble(store.connection(), sent.entry)?,
        reads_as_incident: Vec::new(),
        from,
        title: hygiene::shown(&sent.title),
        body: hygiene::shown(&sent.body),
        all_the_same: sent.all_the_same,
        incident: None,
        saved_at: None,
        sent_at: Some(sent.sent_at),
        receipt: sent.receipt,
        system_of_record: sent.system_of_record,
    })
}

/// Each with what is wrong with its bytes; those that were written elsewhere have not come yet.
fn attachments(
    desk: &Workstation,
    store: &Store,
    attachments: &[Attachment],
    from: Option<&str>,
) -> Result<Vec<AttachmentView>, DoorError> {
    let (mut views, waiting) = (Vec::new(), transfer::waiting(store.connection(), Way::Up)?);
    for attachment in attachments {
        let trouble = match (blob::was_kept(store.connection(), attachment.digest)?, from) {
            (true, _) => desk.blobs().check(&attachment.blob()).err().map(|trouble| trouble.to_string()),
            (false, None) => Some("在写这份信息的那台值班机上，它上传后自动取到本机".to_owned()),
            (false, Some(_)) => Some("报送单位尚未传到，传到后自动取到本机".to_owned()),
        };
        views.push(AttachmentView {
            digest: attachment.digest.to_string(),
            name: hygiene::shown(&attachment.name),
            size: size_words(attachment.length),
            trouble,
            waits: waiting.contains(&attachment.digest),
        });
    }
    Ok(views)
}
