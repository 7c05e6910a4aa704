//! What is held, byte for byte, as verification, evidence and comparison with the upstream read it.

use domain::certificate::SealedCertificate;
use domain::entry::{ReceiptAnchor, Sealed};
use domain::purge::{Purged, PurgedBody, Remainder};
use domain::unit::UnitCode;
use store::table::{certificate, delivery, entry, purge, receipt};
use store::{InspectedDelivery, Place, Strays, readable_entries};
use uuid::Uuid;

use crate::desk::{ANOTHER, Desk, MATTER, id, minutes, noted, opened};
use crate::writer::{Device, evening, receipt_of, upstream_key};

const DEVICE: Uuid = Uuid::from_bytes([1; 16]);

#[test]
fn every_row_is_shown_once_in_the_order_of_its_chain_however_many_at_a_time() {
    let mut desk = Desk::new();
    let entries = [opened(), noted("甲"), noted("乙")].map(|one| desk.says(MATTER, one));
    desk.received(&entries[0], 1, 4);
    desk.received(&entries[0], 2, 1_004);
    assert_eq!(desk.store.count_entries().unwrap(), 3);
    let mut after: Option<Place> = None;
    let mut seen = Vec::new();
    loop {
        let page = desk.store.inspect_after(after.as_ref(), 2).unwrap();
        let Some(last) = page.last() else { break };
        after = Some(last.place.clone());
        seen.extend(page);
    }
    assert_eq!(seen.iter().map(|row| row.sealed.clone()).collect::<Vec<_>>(), entries);
    let places: Vec<_> = seen.iter().map(|row| (row.place.epoch, row.place.seq, row.queued)).collect();
    assert_eq!(places, [(1, 1, false), (1, 2, true), (1, 3, true)], "what waits is said to wait");
    let standing = seen[0].receipt.as_ref().unwrap();
    assert_eq!((standing.generation, standing.position), (2, 1_004), "of several receipts the newest generation's");
    assert_eq!((seen[1].receipt.is_none(), seen[1].purged_by.is_none()), (true, true));
    assert_eq!(seen[0].subject, MATTER.to_string());
    let mut earlier = Vec::new();
    desk.store.inspect_earlier_receipts(|sealed, receipt| earlier.push((sealed, receipt.position))).unwrap();
    assert_eq!(earlier, [(entries[0].clone(), 4)], "and the one beside it is looked at too");
    assert_eq!(desk.store.entry_by_text(&id(&entries[1]).to_string()).unwrap().as_ref(), Some(&entries[1]));
    assert_eq!(desk.store.entry_by_text("no id").unwrap(), None);
}

#[test]
fn a_row_that_somebody_took_out_or_a_body_that_is_not_there_is_found() {
    let mut desk = Desk::new();
    let mut other = Device::new(2);
    let (whole, header_only) = (other.write(MATTER, opened()), other.write(MATTER, noted("甲")));
    desk.delivered(1, &other, &whole);
    desk.delivered(2, &other, &Sealed { body: None, ..header_only });
    desk.received(&whole, 1, 1);
    let own = desk.says(MATTER, noted("乙"));
    let deliveries = |desk: &Desk| {
        let mut seen = Vec::new();
        desk.store.inspect_deliveries(|one| seen.push(one)).unwrap();
        seen
    };
    let sound = |n| InspectedDelivery { n, entry_held: true, body_missing: false };
    assert_eq!(deliveries(&desk), [sound(1), sound(2)], "what came without its body misses none");
    assert_eq!(desk.store.strays().unwrap(), Strays::default());
    desk.by_hand(&format!(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER entries_are_never_changed; DROP TRIGGER entries_are_never_deleted;
         UPDATE entries SET body = NULL WHERE id = '{}'; DELETE FROM entries WHERE id = '{}';",
        id(&whole),
        id(&own),
    ));
    assert_eq!(deliveries(&desk)[0], InspectedDelivery { body_missing: true, ..sound(1) });
    assert_eq!(desk.store.strays().unwrap(), Strays { queued: 1, ..Strays::default() });
    desk.by_hand(&format!("PRAGMA foreign_keys = OFF; DELETE FROM entries WHERE id = '{}';", id(&whole)));
    assert!(!deliveries(&desk)[0].entry_held);
    assert_eq!(desk.store.strays().unwrap().receipts, 1);
}

#[test]
fn evidence_has_the_matter_whole_and_what_stands_between_by_its_headers() {
    let mut desk = Desk::new();
    let first = desk.says(MATTER, opened());
    let between = desk.says(ANOTHER, opened());
    let last = desk.says(MATTER, noted("甲"));
    desk.received(&first, 1, 1);
    let connection = desk.store.connection();
    let mut kept = entry::kept_of_subject(connection, MATTER).unwrap();
    kept.sort_by_key(|one| one.sealed.read_header().unwrap().seq);
    assert_eq!(kept.iter().map(|one| &one.sealed).collect::<Vec<_>>(), [&first, &last]);
    assert_eq!(kept.iter().map(|one| one.receipt.is_some()).collect::<Vec<_>>(), [true, false]);
    let headers = entry::headers_between(connection, (DEVICE, 1), (2, 3)).unwrap();
    let bodiless = |sealed: &Sealed| Sealed { body: None, ..sealed.clone() };
    let found: Vec<_> = headers.into_iter().map(|one| one.sealed).collect();
    assert_eq!(found, [bodiless(&between), bodiless(&last)], "another matter's body is nobody's to read");
    assert_eq!(entry::span_since(connection, (DEVICE, 1), evening()).unwrap(), Some((1, 3)));
    let later = evening() + chrono::Duration::seconds(2);
    assert_eq!(entry::span_since(connection, (DEVICE, 1), later).unwrap(), Some((2, 3)));
    assert_eq!(entry::span_since(connection, (DEVICE, 1), minutes(60)).unwrap(), None);
    assert_eq!(entry::first_header_of(connection, MATTER).unwrap().as_ref(), Some(&first.header));
    assert_eq!(readable_entries(connection, MATTER).unwrap().len(), 2);
}

#[test]
fn a_packet_takes_what_its_unit_wrote_and_nothing_of_which_only_the_header_is_here() {
    let mut desk = Desk::new();
    let own = [opened(), noted("甲"), noted("乙")].map(|one| desk.says(MATTER, one));
    let mut neighbour = Device::at(2, "990122");
    let (theirs, header_only) = (neighbour.write(ANOTHER, opened()), neighbour.write(ANOTHER, noted("丙")));
    desk.delivered(1, &neighbour, &theirs);
    desk.delivered(2, &neighbour, &Sealed { body: None, ..header_only });
    let of = |unit: &str, most, wanted: &dyn Fn(u64) -> bool| -> Vec<Sealed> {
        let unit = UnitCode(unit.into());
        let found = entry::kept_of_unit(desk.store.connection(), &unit, most, |header, kept| {
            assert_eq!(kept.sealed.read_header().unwrap(), *header);
            wanted(header.seq)
        });
        found.unwrap().into_iter().map(|(_, kept)| kept.sealed).collect()
    };
    assert_eq!(of("990121", 9, &|_| true), own);
    assert_eq!(of("990121", 2, &|seq| seq > 1), own[1..], "no more than fit, of those that are wanted");
    assert_eq!(of("990122", 9, &|_| true), [theirs]);
}

#[test]
fn comparison_with_the_upstream_asks_where_each_chain_stands() {
    let mut desk = Desk::new();
    let entries = [opened(), noted("甲")].map(|one| desk.says(MATTER, one));
    let place = (DEVICE, 1);
    let connection = desk.store.connection();
    assert_eq!(
        (entry::last_received(connection, place).unwrap(), entry::newest_epoch(connection, DEVICE).unwrap()),
        (None, Some(1))
    );
    assert_eq!(entry::newest_epoch(connection, Uuid::from_u128(9)).unwrap(), None);
    assert!(entry::waits_at(connection, place, 1).unwrap());
    desk.received(&entries[0], 1, 7);
    desk.received(&entries[0], 3, 9_007);
    let connection = desk.store.connection();
    assert_eq!(entry::last_received(connection, place).unwrap(), Some(1));
    assert!(!entry::waits_at(connection, place, 1).unwrap() && entry::waits_at(connection, place, 2).unwrap());
    assert_eq!(delivery::cursor(connection).unwrap(), 0, "nothing was handed over yet");
}

#[test]
fn a_receipt_is_found_by_who_names_it_in_whichever_generation() {
    let mut desk = Desk::new();
    let entries = [opened(), noted("甲")].map(|one| desk.says(MATTER, one));
    let of = |entry: &Sealed, generation, position| receipt_of(entry, generation, position).0;
    desk.received(&entries[0], 1, 7);
    desk.received(&entries[0], 3, 9_007);
    desk.received(&entries[1], 3, 7);
    let connection = desk.store.connection();
    for sealed in [of(&entries[0], 1, 7), of(&entries[1], 3, 7), of(&entries[0], 3, 9_007)] {
        let anchor = ReceiptAnchor { position: sealed.read().unwrap().position, digest: sealed.digest() };
        assert_eq!(receipt::named_by(connection, &anchor).unwrap(), Some(sealed));
    }
    let nobody = ReceiptAnchor { position: 7, digest: domain::digest::Digest::ZERO };
    assert_eq!(receipt::named_by(connection, &nobody).unwrap(), None);
}

#[test]
fn the_certificate_of_a_device_is_kept_as_it_came_first() {
    let mut desk = Desk::new();
    let mut other = Device::new(2);
    let (one, two) = (other.write(MATTER, opened()), other.write(MATTER, noted("甲")));
    let first: SealedCertificate = desk.delivered(1, &other, &one);
    desk.delivered(2, &other, &two);
    let connection = desk.store.connection();
    let device = one.read_header().unwrap().device;
    assert_eq!(certificate::find(connection, device).unwrap().as_ref(), Some(&first));
    assert_eq!(certificate::find(connection, Uuid::nil()).unwrap(), None);
    assert_eq!(certificate::all(connection).unwrap(), [(device.to_string(), first.clone())]);
    assert!(first.verify(&upstream_key().public()).is_ok());
    assert_eq!(delivery::cursor(connection).unwrap(), 2);
}

#[test]
fn a_cleared_body_is_gone_from_the_file_the_record_of_it_stays_and_nobody_is_named_any_more() {
    let mut desk = Desk::new();
    desk.says(MATTER, opened());
    let caller = desk.says(MATTER, noted("来电群众戊"));
    assert_eq!(
        purge::naming_somebody(desk.store.connection(), minutes(0)).unwrap(),
        Vec::<Uuid>::new(),
        "not before it was written"
    );
    assert_eq!(purge::naming_somebody(desk.store.connection(), minutes(1)).unwrap(), [MATTER]);
    assert_eq!(purge::cleared(desk.store.connection()).unwrap(), None);
    desk.received(&caller, 1, 1);
    let header = caller.read_header().unwrap();
    let purged = Purged {
        bodies: vec![PurgedBody { entry: header.id, body_hash: header.body_hash }],
        rule: "caller-after-call".into(),
        cite: "第八十五条".into(),
        remainders: vec![Remainder::CallNoted(Default::default())],
    };
    let by = desk.says(MATTER, domain::entry::Content::Purged(purged));
    let connection = desk.store.connection();
    assert_eq!(entry::find(connection, header.id).unwrap(), Some(Sealed { body: None, ..caller }), "the header stays");
    assert_eq!(purge::purged_by(connection, header.id).unwrap(), Some(id(&by)));
    assert_eq!(purge::purged_by(connection, id(&by)).unwrap(), None);
    let cleared = purge::cleared(connection).unwrap().unwrap();
    assert_eq!((cleared.bodies, cleared.last_at), (1, by.read_header().unwrap().entered_at));
    assert_eq!(purge::naming_somebody(connection, minutes(9)).unwrap(), Vec::<Uuid>::new());
    assert_eq!(desk.store.setting::<bool>(purge::WRITE_ANEW).unwrap(), Some(true), "free pages still hold it");
    desk.store.write_anew().unwrap();
    let row = &desk.store.inspect_after(None, 9).unwrap()[1];
    assert_eq!(row.purged_by.as_deref(), Some(id(&by).to_string().as_str()));
    let bytes = std::fs::read(desk.file()).unwrap();
    let name = "来电群众戊".as_bytes();
    assert!(!bytes.windows(name.len()).any(|window| window == name), "no trace of the name is in the file");
}
