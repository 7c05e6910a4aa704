//! 重发: what an older epoch said without a receipt is said again under another id; whatever names it names it by that.

use domain::claim::Claimed;
use domain::directive::{Acknowledged, Demand, Directive, DirectiveAnswered};
use domain::disclosure::{Disclosed, MAX_DISCLOSED};
use domain::entry::{Content, EntryId, Relation, Relay};
use domain::reissue::{each_once, rename_links};
use domain::report::Stage;
use domain::taken_up::TakenUp;
use uuid::Uuid;

use crate::accident::deaths;
use crate::desk::evening;
use crate::log::{COUNTY, Log, report};

const OLD: EntryId = Uuid::from_u128(1);
const NEW: EntryId = Uuid::from_u128(2);
const OTHER: EntryId = Uuid::from_u128(3);

fn name(id: EntryId) -> EntryId {
    if id == OLD { NEW } else { id }
}

/// Everything that names an entry, naming this one.
fn naming(id: EntryId) -> Vec<Content> {
    let mut later = report(Stage::FollowUp, &deaths(1), evening("18:09"));
    (later.follows, later.mends) = (Some(id), Some(id));
    let words = String::new;
    let directive = Directive {
        demand: Demand::Return,
        about: Some(id),
        reason: None,
        words: words(),
        issued_by: words(),
        until: None,
        extends: Some(id),
    };
    let at = evening("19:00");
    let answered = DirectiveAnswered { directive: id, done: true, words: words(), report: Some(id), at };
    let (asked_by, consented_by, post, reason) = (words(), words(), words(), words());
    vec![
        Content::Report(Box::new(later)),
        Content::Relay(Relay { report: id, at, number: words(), instead: String::new() }),
        Content::TakenUp(TakenUp { from: id, source: words(), aware_at: at }),
        Content::Acknowledged(Acknowledged { of: id, by: words(), at }),
        Content::Directive(Box::new(directive)),
        Content::DirectiveAnswered(answered),
        Content::Claimed(Claimed { entry: id }),
        Content::Disclosed(Disclosed { asked_by, consented_by, post, at, reason, entries: vec![OTHER, id] }),
    ]
}

#[test]
fn whatever_names_an_entry_names_it_by_the_id_under_which_it_stands() {
    for (old, new) in naming(OLD).into_iter().zip(naming(NEW)) {
        assert_eq!(old.clone().renaming(&name), new, "{old:?}");
    }
    for other in naming(OTHER) {
        assert_eq!(other.clone().renaming(&name), other, "another entry keeps its name");
    }
}

#[test]
fn links_follow_but_for_what_was_issued_again_and_for_matters() {
    let mut log = Log::incident();
    let entry = log.write(COUNTY, "18:20", Content::Claimed(Claimed { entry: OLD }));
    use Relation::{About, MergedInto, OtherEvent, PartOf, Reissues, SameEvent};
    for relation in [About, MergedInto, PartOf, Reissues, SameEvent, OtherEvent] {
        log.linked(entry, relation, OLD);
    }
    let links = log.entries.pop().unwrap().header.links;
    let renamed: Vec<_> = rename_links(links, &name).into_iter().map(|link| link.to).collect();
    assert_eq!(renamed, [NEW, NEW, NEW, OLD, OLD, OLD]);
}

#[test]
fn a_claim_of_what_was_said_again_is_a_claim_of_what_stands() {
    let mut log = Log::incident();
    let old = log.write(
        COUNTY,
        "18:36",
        Content::Relay(Relay { report: OTHER, at: evening("18:36"), number: String::new(), instead: String::new() }),
    );
    let claim = log.write(COUNTY, "18:40", Content::Claimed(Claimed { entry: old }));
    let again = log.write(
        COUNTY,
        "18:36",
        Content::Relay(Relay { report: OTHER, at: evening("18:36"), number: String::new(), instead: String::new() }),
    );
    log.linked(again, Relation::Reissues, old);
    log.received(again, "18:45", 3);
    let (stand, left_out) = each_once(log.entries);
    assert_eq!(left_out, [old]);
    let of_claim = stand.iter().find(|placed| placed.header.id == claim).unwrap();
    assert_eq!(of_claim.content, Content::Claimed(Claimed { entry: again }));
}

#[test]
fn a_disclosure_that_names_too_many_shows_as_many_as_may_be_shown() {
    let of = |n: usize| Disclosed {
        asked_by: String::new(),
        consented_by: String::new(),
        post: String::new(),
        at: evening("19:00"),
        reason: String::new(),
        entries: vec![OTHER; n],
    };
    assert_eq!(of(MAX_DISCLOSED + 1).named().len(), MAX_DISCLOSED);
    assert_eq!(of(2).named().len(), 2);
}
