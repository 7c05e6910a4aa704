//! What an inquiry asks afterwards, of a world in which everything is well again. Each sentence says why it asks.

use std::collections::{BTreeMap, BTreeSet};

use domain::entry::{Audience, Header};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use upstream::{DataFolder, DatabaseAt};
use uuid::Uuid;

use super::desk::Desk;
use super::ledger::Ledger;
use super::province::is_within;
use super::reissues::{Reissues, said};
use super::world::World;
use crate::held::{self, Entries};

impl World {
    /// Asks everything.
    pub(crate) async fn is_inquired_into(&self) {
        let above = held::at_upstream(&self.folder.path().join("upstream"), &DatabaseAt::Folder);
        self.the_upstreams_log_is_whole().await;
        let gone = self.gone_with_two_disks(&above);
        nothing_is_lost(&self.ledger, &above, &gone);
        no_receipt_has_moved(&self.ledger, &above, &gone);
        for desk in &self.desks {
            is_sound(desk);
            reads_what_is_its_own_to_read(desk, &above);
        }
        everybody_is_shown_the_same(&self.desks, &above);
    }

    /// What the upstream forgot and no desk holds any more: its own disk was lost too, and nobody else had been handed it.
    fn gone_with_two_disks(&self, above: &Entries) -> BTreeSet<String> {
        let mut gone = self.forgotten.clone();
        gone.retain(|id| !above.contains_key(id));
        for desk in &self.desks {
            let held = held::at_desk(&desk.folder);
            gone.retain(|id| !held.contains_key(id));
        }
        gone
    }

    async fn the_upstreams_log_is_whole(&self) {
        let folder = self.folder.path().join("upstream");
        let data = DataFolder::open_existing(&folder, &DatabaseAt::Folder).await.expect("the upstream's folder");
        let findings = upstream::check(&data).await.expect("it can be checked");
        assert!(findings.ok, "every seal, receipt, position and chain of the log holds: {:?}", findings.problems);
    }
}

/// An officer who saw 已保存本机 need not ask again whether it went.
fn nothing_is_lost(ledger: &Ledger, above: &Entries, gone: &BTreeSet<String>) {
    let reissues = Reissues::among(ledger.entries.values().chain(above.values()).map(held::Held::read));
    for (id, written) in &ledger.entries {
        if let Some(held) = above.get(id) {
            let held = held::Held { receipt: None, ..held.clone() };
            assert_eq!(held, *written, "{id}: the upstream holds the bytes that were sealed");
            continue;
        }
        if ledger.gone_with_a_disk.contains(id) || gone.contains(id) {
            continue;
        }
        let name = written.read().name();
        let again = reissues.of(id).find_map(|other| above.get(other));
        let again =
            again.unwrap_or_else(|| panic!("{name}: what was saved at a desk is above, or was said again there"));
        assert_eq!(said(again, &reissues), said(written, &reissues), "{name}: what was said again says the same");
    }
}

/// 何时收到 is the product: whoever was given a receipt, once, on a line that then broke, holds the one there is.
fn no_receipt_has_moved(ledger: &Ledger, above: &Entries, gone: &BTreeSet<String>) {
    for (id, receipts) in ledger.receipts.iter().filter(|(id, _)| !gone.contains(*id)) {
        let held = above.get(id).and_then(|held| held.receipt.as_ref());
        // An answer that was lost before the upstream was put back: only then is there a second.
        let standing = receipts.last_key_value().map(|(_, receipt)| receipt);
        assert_eq!(held, standing, "{id}: what was called received is received, at that time and no other");
    }
    assert!(above.values().all(|held| held.receipt.is_some()), "nothing is held above without a receipt");
}

/// Nobody had to touch anything, and the file proves itself.
fn is_sound(desk: &Desk) {
    let name = &desk.name;
    assert_eq!(desk.waiting(), json!([]), "{name}: nothing waits and nothing was set aside");
    let shown = desk.does("desk", Value::Null);
    assert_eq!(shown["link"]["trouble"], Value::Null, "{name}: all is well again, and the desk says so");
    let differ = desk.workstation().check_views().expect("views can be folded");
    assert_eq!(differ, Vec::<Uuid>::new(), "{name}: what is on screen is what the entries say");
    let verdict = workstation::verify(desk.workstation()).expect("the file can be verified");
    assert_eq!(verdict.faults, Vec::<String>::new(), "{name}: every entry and receipt of the file is proven");
}

/// A superior has all that was reported below it; nobody has what is not for them.
fn reads_what_is_its_own_to_read(desk: &Desk, above: &Entries) {
    let (name, unit) = (&desk.name, desk.place.code);
    let here = held::at_desk(&desk.folder);
    let due: Entries = above
        .iter()
        .filter(|(_, held)| is_for(&held.read(), unit))
        .map(|(id, held)| (id.clone(), held.clone()))
        .collect();
    let missing: Vec<_> = due.keys().filter(|id| !here.contains_key(*id)).map(|id| above[id].read().name()).collect();
    assert_eq!(missing, Vec::<String>::new(), "{name}: whatever is for this unit is here");
    let extra: Vec<_> =
        here.iter().filter(|(id, _)| !due.contains_key(*id)).map(|(_, held)| held.read().name()).collect();
    assert_eq!(extra, Vec::<String>::new(), "{name}: nothing is here that is a neighbour's or a subordinate's own");
    assert_eq!(here, due, "{name}: with bodies, seals and receipts, byte for byte");
}

fn is_for(header: &Header, unit: &str) -> bool {
    match header.audience {
        Audience::UnitAndSuperiors | Audience::SuperiorsAndAddressees => is_within(&header.unit.0, unit),
        Audience::Unit | Audience::Addressees => header.unit.0 == unit,
    }
}

/// Two who talk about one incident on the phone talk about the same.
fn everybody_is_shown_the_same(desks: &[Desk], above: &Entries) {
    let reported = reports_of(above);
    let mut of_unit: BTreeMap<&str, (&str, Views)> = BTreeMap::new();
    let mut of_incident: BTreeMap<String, (&str, Value)> = BTreeMap::new();
    for desk in desks {
        let views = views(desk);
        for (subject, view) in
            views.iter().filter(|((table, _), _)| *table == "incidents").map(|((_, id), view)| (id, view))
        {
            let reports = view["reports"].clone();
            let shown = reports.as_array().map_or(0, Vec::len);
            let sent = reported.get(subject).copied().unwrap_or(0);
            assert_eq!(shown, sent, "{}: each report of {subject} stands once, however often it was said", desk.name);
            let (other, first) = of_incident.entry(subject.clone()).or_insert((&desk.name, reports.clone()));
            assert_eq!(*first, reports, "{} and {other} are shown the same reports of {subject}", desk.name);
        }
        let (other, first) = of_unit.entry(desk.place.code).or_insert_with(|| (&desk.name, views.clone()));
        assert_eq!(*first, views, "{} and {other} of one unit are shown the same of everything", desk.name);
    }
}

/// How many reports an incident has: those that were said again count once.
fn reports_of(above: &Entries) -> BTreeMap<String, usize> {
    let reissues = Reissues::among(above.values().map(held::Held::read));
    let mut reported: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (id, held) in above {
        let header = held.read();
        if header.kind == domain::entry::Kind::Report {
            reported.entry(header.subject.to_string()).or_default().insert(reissues.name(id));
        }
    }
    reported.into_iter().map(|(subject, reports)| (subject, reports.len())).collect()
}

type Views = BTreeMap<(&'static str, String), Value>;

/// Every stored view of a desk.
fn views(desk: &Desk) -> Views {
    let file = Connection::open_with_flags(desk.file(), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("its file");
    let mut views = Views::new();
    for table in ["calls", "incidents", "information"] {
        let mut statement = file.prepare(&format!("SELECT subject, view FROM {table}")).expect("views");
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).expect("views");
        for row in rows {
            let (subject, view) = row.expect("a view");
            views.insert((table, subject), serde_json::from_str(&view).expect("a view is JSON"));
        }
    }
    views
}
