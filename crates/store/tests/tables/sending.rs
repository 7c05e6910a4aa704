//! What waits to be sent: in which order, until when, why not; and what the upstream may have forgotten.

use domain::digest::Digest;
use domain::directive::Acknowledged;
use domain::entry::{BlobRef, Content, Lane, Relay};
use domain::generation::Generation;
use domain::unit::UnitCode;
use store::table::queue::{self, Due};
use store::table::transfer::{self, Transfer, Way};
use store::table::{blob, offer};
use uuid::Uuid;

use crate::desk::{ANOTHER, Desk, MATTER, id, minutes, noted, opened};
use crate::writer::{Device, evening};

fn relay() -> Content {
    Content::Relay(Relay { report: Uuid::nil(), at: evening(), number: String::new(), instead: String::new() })
}

fn signed() -> Content {
    Content::Acknowledged(Acknowledged { of: Uuid::nil(), by: "甲某".into(), at: evening() })
}

fn attachment(bytes: &[u8]) -> BlobRef {
    BlobRef { digest: Digest::of(bytes), length: bytes.len() as u64 }
}

#[test]
fn what_has_a_clock_goes_first_then_what_another_desk_waits_for_and_each_lane_in_its_order() {
    let mut desk = Desk::new();
    let [call, directive, report, note] = [opened(), signed(), relay(), noted("甲")].map(|one| desk.says(MATTER, one));
    let connection = desk.store.connection();
    let ready = queue::ready(connection, evening(), 10).unwrap();
    let order: Vec<_> = ready.iter().map(|one| (one.id, one.lane)).collect();
    let (first, second, rest) = (Lane::Reports, Lane::Directives, Lane::Duty);
    assert_eq!(order, [(id(&report), first), (id(&directive), second), (id(&call), rest), (id(&note), rest)]);
    assert_eq!(ready[0].sealed, report, "the exact bytes");
    assert_eq!(queue::ready(connection, evening(), 2).unwrap(), ready[..2], "no more than were asked for");
    let all = queue::unreceipted(connection).unwrap();
    assert_eq!(all, [call, directive, report, note], "for a new epoch they are taken in the order of the chain");
    assert_eq!(queue::counts(connection).unwrap(), (4, 1, 0));
    let mut due = queue::due(connection, evening()).unwrap();
    due.sort_by_key(|one| ready.iter().position(|waiting| waiting.id == one.id));
    assert_eq!(due, ready.iter().map(Due::from).collect::<Vec<_>>());
}

#[test]
fn what_was_put_off_waits_for_its_time_and_goes_at_once_when_the_network_is_back() {
    let mut desk = Desk::new();
    let call = desk.says(MATTER, opened());
    desk.does(|writing| writing.postpone(id(&call), minutes(5), "上级节点没有应答"));
    let ready = |desk: &Desk, n| queue::ready(desk.store.connection(), minutes(n), 10).unwrap().len();
    assert_eq!((ready(&desk, 4), ready(&desk, 5)), (0, 1));
    assert_eq!(queue::due(desk.store.connection(), minutes(4)).unwrap(), []);
    let listed = queue::list(desk.store.connection(), 10).unwrap();
    assert_eq!((listed[0].attempts, listed[0].not_before), (1, Some(minutes(5))));
    assert_eq!(listed[0].trouble.as_deref(), Some("上级节点没有应答"), "待发 says why");
    desk.does(|writing| writing.hurry());
    assert_eq!(ready(&desk, 0), 1);
    assert_eq!(queue::list(desk.store.connection(), 10).unwrap()[0].attempts, 1, "attempts stay counted");
}

#[test]
fn what_was_refused_needs_a_person_stands_first_and_is_offered_again_when_he_says_so() {
    let mut desk = Desk::new();
    let (call, note) = (desk.says(MATTER, opened()), desk.says(MATTER, noted("甲")));
    desk.does(|writing| writing.quarantine(id(&note), "上级节点不收"));
    desk.does(|writing| writing.hurry());
    let connection = desk.store.connection();
    assert_eq!(queue::counts(connection).unwrap(), (1, 0, 1));
    assert_eq!(queue::quarantined_trouble(connection, id(&note)).unwrap().as_deref(), Some("上级节点不收"));
    assert_eq!(queue::quarantined_trouble(connection, id(&call)).unwrap(), None);
    let listed: Vec<_> = queue::list(connection, 10).unwrap().iter().map(|one| (one.id, one.quarantined)).collect();
    assert_eq!(listed, [(id(&note), true), (id(&call), false)]);
    assert_eq!(queue::ready(connection, minutes(60), 10).unwrap().len(), 1, "and it is not sent by itself");
    desk.does(|writing| writing.release_refused());
    assert_eq!(queue::counts(desk.store.connection()).unwrap(), (2, 0, 0));
}

#[test]
fn an_own_entry_that_came_back_without_its_receipt_is_set_aside_for_a_person() {
    let mut desk = Desk::new();
    let device = Device::new(1);
    let sealed = desk.device.write(MATTER, opened());
    desk.delivered(1, &device, &sealed);
    let header = sealed.read_header().unwrap();
    desk.does(|writing| writing.set_aside(&header, "回执不成立"));
    assert_eq!(queue::counts(desk.store.connection()).unwrap(), (0, 0, 1));
    assert_eq!(desk.store.check_views().unwrap(), []);
}

#[test]
fn attachments_go_up_behind_their_text_the_shortest_first_and_until_they_are_there() {
    let mut desk = Desk::new();
    let (long, short) = (attachment(&[1; 900]), attachment(b"short"));
    desk.does(|writing| writing.keep_blob(&long, evening()));
    assert_eq!(blob::in_use(desk.store.connection()).unwrap().len(), 0, "nothing names it yet");
    desk.device.attached = vec![long.clone(), short.clone()];
    desk.says(MATTER, noted("甲"));
    let connection = desk.store.connection();
    assert!(blob::in_use(connection).unwrap().contains(&long.digest), "an entry speaks of it");
    assert!(!blob::was_kept(connection, short.digest).unwrap(), "it was named and never was here");
    let next = |desk: &Desk, n| transfer::next(desk.store.connection(), minutes(n)).unwrap();
    assert_eq!(next(&desk, 0), Some(Transfer { way: Way::Up, blob: short.clone(), attempts: 0 }));
    let down = attachment(b"x");
    desk.does(|writing| writing.want_transfer(Way::Down, &down));
    assert_eq!(next(&desk, 0).unwrap().blob, short, "what others wait for goes before what we want");
    let first = next(&desk, 0).unwrap();
    desk.does(|writing| writing.postpone_transfer(&first, minutes(3)));
    assert_eq!(next(&desk, 2).unwrap().blob, long);
    assert_eq!(next(&desk, 3), Some(Transfer { attempts: 1, ..first }));
    for sent in [&short, &long] {
        desk.does(|writing| writing.transferred(Way::Up, sent.digest));
    }
    assert_eq!(next(&desk, 9), Some(Transfer { way: Way::Down, blob: down.clone(), attempts: 0 }));
    assert_eq!(transfer::waiting(desk.store.connection(), Way::Down).unwrap(), [down.digest].into());
    desk.does(|writing| writing.keep_named_blob(&down, minutes(9)));
    assert_eq!(next(&desk, 9), None, "it came");
    assert_eq!(blob::all(desk.store.connection()).unwrap(), [long.digest, down.digest].into());
}

#[test]
fn an_upstream_that_forgot_its_files_is_brought_every_attachment_of_the_unit_that_is_here() {
    let mut desk = Desk::new();
    let (ours, gone) = (attachment(b"ours"), attachment(b"gone"));
    desk.does(|writing| writing.keep_blob(&ours, evening()));
    desk.device.attached = vec![ours.clone(), gone];
    desk.says(MATTER, noted("甲"));
    let mut neighbour = Device::at(2, "990122");
    neighbour.attached = vec![ours.clone()];
    let theirs = neighbour.write(ANOTHER, noted("乙"));
    desk.delivered(1, &neighbour, &theirs);
    for way in transfer::waiting(desk.store.connection(), Way::Up).unwrap() {
        desk.does(|writing| writing.transferred(Way::Up, way));
    }
    desk.does(|writing| writing.want_transfers_again(&UnitCode("990122".into())));
    assert_eq!(transfer::waiting(desk.store.connection(), Way::Up).unwrap(), [ours.digest].into());
    desk.does(|writing| writing.transferred(Way::Up, ours.digest));
    desk.does(|writing| writing.want_transfers_again(&UnitCode("990121".into())));
    let waiting = transfer::waiting(desk.store.connection(), Way::Up).unwrap();
    assert_eq!(waiting, [ours.digest].into(), "what is not here cannot be brought");
    desk.does(|writing| writing.forget_blob(ours.digest));
    assert!(!blob::was_kept(desk.store.connection(), ours.digest).unwrap());
}

#[test]
fn what_the_upstream_received_after_its_backup_is_offered_once_in_its_order_and_nothing_else() {
    let mut desk = Desk::new();
    let entries: Vec<_> = (0..5).map(|n| desk.says(MATTER, noted(&format!("{n}")))).collect();
    for (entry, position) in entries.iter().zip([2, 3, 4, 5]) {
        desk.received(entry, 1, position);
    }
    // It has the last of them again, and handed one over anew; the fifth was never received.
    desk.received(&entries[3], 2, 1_001);
    let unit = UnitCode("990121".into());
    let second = Generation { number: 2, beginnings: vec![1_000], lost_after: Some(2) };
    let forgotten = |generation: &Generation, after, limit| {
        offer::forgotten(desk.store.connection(), &unit, generation, after, limit).unwrap()
    };
    let all = forgotten(&second, (0, 0), 10);
    let found: Vec<_> = all.iter().map(|one| (one.standing, &one.sealed)).collect();
    assert_eq!(found, [((1, 3), &entries[1]), ((1, 4), &entries[2])]);
    assert_eq!(all[0].receipt.read().unwrap().position, 3, "with its old receipt");
    assert_eq!(forgotten(&second, (1, 3), 10).len(), 1, "it goes on where it stood");
    assert_eq!(forgotten(&second, (0, 0), 1).len(), 1);
    assert_eq!(forgotten(&Generation::FIRST, (0, 0), 10), [], "an upstream that forgot nothing is offered nothing");
}
