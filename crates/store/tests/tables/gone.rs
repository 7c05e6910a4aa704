//! A file whose tables are gone: whatever is asked of it is answered by an error. An empty answer would tell an officer that
//! nothing waits, that nobody called, that there is no incident.

use domain::access::Accessed;
use domain::digest::Digest;
use domain::draft::Draft;
use domain::entry::{Author, BlobRef, ReceiptAnchor};
use domain::generation::Generation;
use domain::grade_history::GradeHistory;
use domain::information::InformationDraft;
use domain::roster::{Plan, RosterDraft, YearMonth};
use domain::unit::UnitCode;
use rusqlite::Connection;
use store::table::draft::SavedDraft;
use store::table::information::SavedInformation;
use store::table::pack::KeptPack;
use store::table::transfer::{Transfer, Way};
use store::table::{
    access, blob, certificate, delivery, draft, entry, information, levels, number, offer, officer, pack, pin, purge,
    queue, receipt, roster, transfer, unread, view,
};
use store::{Store, StoreError, Writing, readable_entries};
use uuid::Uuid;

use crate::desk::{Desk, MATTER, minutes, opened};
use crate::writer::evening;

/// As somebody who drops every table with a tool of his own.
fn every_table_is_dropped(connection: &Connection) {
    let mut tables = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid DESC")
        .unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    for table in tables {
        connection.execute_batch(&format!("DROP TABLE {table}")).unwrap();
    }
}

fn unit() -> UnitCode {
    UnitCode("990121".to_owned())
}

type Asked = (&'static str, fn(&Store) -> Result<(), StoreError>);

macro_rules! asked {
    ($connection:ident: $($question:expr,)+) => {
        vec![$((stringify!($question), |store: &Store| {
            let $connection = store.connection();
            $question.map(drop)
        })),+]
    };
}

fn questions() -> Vec<Asked> {
    asked![c:
        access::recent(c, 9),
        access::noted_since(c, &Author::Desk, Accessed::Contacts, evening()),
        blob::was_kept(c, Digest::of(b"")),
        blob::in_use(c),
        blob::all(c),
        certificate::all(c),
        certificate::find(c, Uuid::nil()),
        delivery::cursor(c),
        draft::find(c, MATTER, ""),
        draft::of_subject(c, MATTER),
        draft::untouched_since(c, evening()),
        entry::find(c, Uuid::nil()),
        entry::kept_of_subject(c, MATTER),
        entry::kept_of_unit(c, &unit(), 9, |_, _| true),
        entry::headers_between(c, (Uuid::nil(), 1), (1, 9)),
        entry::span_since(c, (Uuid::nil(), 1), evening()),
        entry::last_received(c, (Uuid::nil(), 1)),
        entry::newest_epoch(c, Uuid::nil()),
        entry::last_entered_at(c, Uuid::nil()),
        entry::header_at(c, (Uuid::nil(), 1), 1),
        entry::waits_at(c, (Uuid::nil(), 1), 1),
        entry::first_header_of(c, MATTER),
        readable_entries(c, MATTER),
        information::find(c, MATTER),
        information::recent(c, 9),
        information::zero_reported_until(c, "990121"),
        information::draft(c, MATTER, ""),
        information::drafts(c, ""),
        information::drafts_of_others(c, ["", ""]),
        levels::find(c, MATTER),
        levels::since(c, evening()),
        levels::one_event(c, MATTER),
        number::of_year(c, "990121", 2024),
        number::years(c, "990121"),
        number::explained(c, 2024),
        offer::forgotten(c, &unit(), &Generation { number: 2, beginnings: vec![1], lost_after: Some(0) }, (0, 0), 9),
        officer::find(c, MATTER),
        officer::all(c),
        pack::all(c),
        pack::of_set(c, Digest::of(b"")),
        pin::find(c, Uuid::nil()),
        purge::naming_somebody(c, evening()),
        purge::cleared(c),
        purge::purged_by(c, Uuid::nil()),
        queue::ready(c, evening(), 9),
        queue::unreceipted(c),
        queue::due(c, evening()),
        queue::list(c, 9),
        queue::counts(c),
        queue::quarantined_trouble(c, Uuid::nil()),
        roster::find(c, MATTER),
        roster::of_month(c, month()),
        roster::draft(c, month()),
        receipt::named_by(c, &ReceiptAnchor { position: 1, digest: Digest::of(b"") }),
        transfer::next(c, evening()),
        transfer::waiting(c, Way::Up),
        unread::all(c),
        view::call(c, MATTER),
        view::open_calls(c),
        view::recent_calls(c, 9),
        view::calls_since(c, evening()),
        view::kept_calls(c),
        view::incident(c, MATTER),
        view::running_incidents(c, evening()),
        view::followed_incidents(c, evening(), minutes(9)),
        view::incidents_of_process(c, MATTER),
        view::incidents_between(c, evening(), minutes(9)),
        view::recent_incidents(c, 9),
    ]
}

/// What `zhiban verify` and `rebuild --check` read.
fn inspections() -> Vec<Asked> {
    vec![
        ("count_entries", |store| store.count_entries().map(drop)),
        ("inspect_after", |store| store.inspect_after(None, 9).map(drop)),
        ("inspect_earlier_receipts", |store| store.inspect_earlier_receipts(|_, _| ())),
        ("inspect_deliveries", |store| store.inspect_deliveries(|_| ())),
        ("entry_by_text", |store| store.entry_by_text(&Uuid::nil().to_string()).map(drop)),
    ]
}

#[test]
fn whatever_is_asked_of_a_file_whose_tables_are_gone_is_answered_by_an_error_and_never_by_nothing() {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    for (question, ask) in questions().into_iter().chain(inspections()) {
        assert!(ask(&desk.store).is_ok(), "while it is sound: {question}");
    }
    every_table_is_dropped(desk.store.connection());
    for (question, ask) in questions().into_iter().chain(inspections()) {
        assert!(ask(&desk.store).is_err(), "that there is nothing is not known: {question}");
    }
}

type Done = (&'static str, fn(&mut Writing<'_>) -> Result<(), StoreError>);

macro_rules! done {
    ($writing:ident: $($work:expr,)+) => {
        vec![$((stringify!($work), |$writing: &mut Writing<'_>| $work.map(drop))),+]
    };
}

fn blob_ref() -> BlobRef {
    BlobRef { digest: Digest::of(b""), length: 0 }
}

fn kept_pack() -> KeptPack {
    let (pack, file, text) = ("own".to_owned(), "own.toml".to_owned(), String::new());
    KeptPack { text_digest: Digest::of(b""), pack, file, text, shipped: false, withdrawn: false }
}

fn saved() -> SavedDraft {
    SavedDraft { draft: Draft::default(), grades: GradeHistory::default(), begun_at: None, saved_at: evening() }
}

fn month() -> YearMonth {
    YearMonth::read("2026-12").unwrap()
}

fn planned() -> RosterDraft {
    RosterDraft::blank(Plan::empty(month(), Vec::new()))
}

fn information() -> SavedInformation {
    let (begun_at, saved_at) = (evening(), evening());
    SavedInformation { id: MATTER, draft: InformationDraft::default(), begun_at, saved_at }
}

fn works() -> Vec<Done> {
    done![w:
        w.chain_head(Uuid::nil(), 1),
        w.quarantine(Uuid::nil(), "甲"),
        w.postpone(Uuid::nil(), evening(), "甲"),
        w.hurry(),
        w.release_refused(),
        w.next_number(&unit(), 2024, false),
        w.save_draft(MATTER, "", &saved()),
        w.remove_draft(MATTER, ""),
        w.save_information("", &information()),
        w.put_information_away(MATTER, ""),
        w.save_roster(&planned(), evening()),
        w.put_roster_away(month()),
        w.keep_blob(&blob_ref(), evening()),
        w.keep_named_blob(&blob_ref(), evening()),
        w.want_transfer(Way::Up, &blob_ref()),
        w.want_transfers_again(&unit()),
        w.transferred(Way::Up, Digest::of(b"")),
        w.postpone_transfer(&Transfer { way: Way::Up, blob: blob_ref(), attempts: 1 }, evening()),
        w.forget_blob(Digest::of(b"")),
        w.keep_pack(&kept_pack(), evening()),
        w.add_pack(&kept_pack(), evening()),
        w.withdraw_pack(Digest::of(b""), evening()),
        w.keep_pack_set(Digest::of(b""), &[]),
        w.remove_pin(Uuid::nil()),
        w.set("name", &1),
    ]
}

#[test]
fn whatever_cannot_be_written_because_its_table_is_gone_says_so() {
    let mut desk = Desk::new();
    every_table_is_dropped(desk.store.connection());
    for (work, write) in works() {
        let mut refused = false;
        let written = desk.store.write(|writing| write(writing).inspect_err(|_| refused = true));
        assert!(refused && written.is_err(), "nobody is told that it was kept: {work}");
    }
    let sealed = desk.device.write(MATTER, opened());
    let header = sealed.read_header().unwrap();
    assert!(desk.store.write(|writing| writing.append_own(&sealed, &header)).is_err(), "a call least of all");
}
