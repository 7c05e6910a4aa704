//! 用词: two things that are not the same never bear the same word on screen or on paper, and none is without one.

use std::collections::BTreeSet;
use std::fmt::Debug;

use domain::access::Accessed;
use domain::accord::Accord;
use domain::call::CallOutcome;
use domain::change::ChangeKind;
use domain::channel::Channel;
use domain::contact::{Purpose, Reached};
use domain::directive::Demand;
use domain::entry::{Kind, Lane};
use domain::facts::{Jurisdiction, Sensitivity};
use domain::incident_end::IncidentOutcome;
use domain::information::InformationKind;
use domain::pack::{Class, Layer, RetentionStart};
use domain::report::Stage;
use domain::rule::{Basis, Origin};
use domain::scope::ScopeTo;
use domain::signoff::{SignOffWay, SoughtEnd};
use domain::unit::Level;

fn told_apart<T: Copy + Debug>(all: impl AsRef<[T]>, word: impl Fn(T) -> &'static str) {
    let all = all.as_ref();
    let words: BTreeSet<&str> = all.iter().map(|one| word(*one)).collect();
    assert!(!all.is_empty());
    assert_eq!(words.len(), all.len(), "{all:?} are called {words:?}");
    assert!(words.iter().all(|word| !word.is_empty()), "{words:?}");
}

/// Every kind, read off its own schema: a new one cannot be forgotten here.
fn kinds() -> Vec<Kind> {
    let schema = serde_json::to_value(schemars::schema_for!(Kind)).unwrap();
    let names = schema["oneOf"].as_array().unwrap().iter().map(|one| one["const"].clone());
    names.map(|name| serde_json::from_value(name).unwrap()).collect()
}

#[test]
fn no_two_things_that_an_officer_chooses_between_are_called_the_same() {
    use Accessed::{Attachment, Backup, Contacts, Evidence, Packet, PacketTakenIn};
    told_apart([Contacts, Evidence, Backup, Attachment, Packet, PacketTakenIn], Accessed::word);
    told_apart([Accord::Agrees, Accord::Differs, Accord::NotReached], Accord::word);
    {
        use CallOutcome::{BelowThreshold, Inbound, Incident, Merged, Other, PassedOn};
        told_apart([Incident, Merged, BelowThreshold, Inbound, PassedOn, Other], CallOutcome::word);
    }
    told_apart(ChangeKind::ALL, ChangeKind::word);
    told_apart(Purpose::ALL, Purpose::word);
    told_apart(Reached::ALL, Reached::word);
    told_apart([Channel::Incident, Channel::Information], Channel::word);
    {
        use Demand::{Extension, FollowUp, Return, Supplement, Verify};
        told_apart([Return, Verify, FollowUp, Supplement, Extension], Demand::word);
    }
    {
        use IncidentOutcome::{BelowThreshold, Drill, HandedOver, Merged, NotTrue, Reported};
        told_apart([Reported, BelowThreshold, NotTrue, Merged, HandedOver, Drill], IncidentOutcome::word);
    }
    told_apart(Sensitivity::ALL, Sensitivity::word);
    told_apart([Jurisdiction::Ours, Jurisdiction::Neighbour, Jurisdiction::Undecided], Jurisdiction::word);
    told_apart([InformationKind::Work, InformationKind::ZeroReport], InformationKind::word);
    told_apart([Class::Natural, Class::Accident, Class::Health, Class::Security], Class::word);
    told_apart([Layer::Nation, Layer::Province, Layer::City, Layer::County], Layer::word);
    told_apart([RetentionStart::CallEnded, RetentionStart::IncidentEnded], RetentionStart::word);
    told_apart([Stage::First, Stage::FollowUp, Stage::Final, Stage::Correction], Stage::word);
    told_apart([Basis::Prescribed, Basis::Superior, Basis::Internal], Basis::word);
    {
        use Origin::{Aware, ChangeKnown, DirectiveReceived, FirstReported, MonthEnd, Occurred, TimeOfDay};
        let all = [Occurred, Aware, FirstReported, DirectiveReceived, ChangeKnown, TimeOfDay, MonthEnd];
        told_apart(all, Origin::word);
    }
    told_apart(ScopeTo::ALL, ScopeTo::word);
    {
        use SignOffWay::{Authorised, ByMessage, ByPhone, InPerson};
        told_apart([InPerson, ByPhone, ByMessage, Authorised], SignOffWay::word);
    }
    told_apart([SoughtEnd::NoAnswer, SoughtEnd::Busy, SoughtEnd::SentBack], SoughtEnd::word);
}

#[test]
fn every_kind_of_entry_has_a_name_of_its_own_in_a_file_that_an_inquiry_reads() {
    told_apart(kinds(), Kind::word);
    let script = include_str!("../../../../scripts/verify-evidence.sh");
    for kind in kinds() {
        let name = serde_json::to_value(kind).unwrap();
        let line = format!("[{}]={}", name.as_str().unwrap(), kind.word());
        assert!(
            script.split([' ', '(', ')', '\n']).any(|said| said == line),
            "the script that needs no program says {line}"
        );
    }
}

#[test]
fn what_has_a_clock_goes_first_and_then_what_another_desk_waits_for() {
    let of = |lane| kinds().into_iter().filter(|kind| kind.lane() == lane).collect::<Vec<_>>();
    use Kind::{Acknowledged, Directive, DirectiveAnswered, PeerNotice, Relay, Report, SameEvent};
    assert_eq!(of(Lane::Reports), [Report, Relay]);
    assert_eq!(of(Lane::Directives), [Acknowledged, Directive, DirectiveAnswered, SameEvent, PeerNotice]);
    assert!(Lane::Reports < Lane::Directives && Lane::Directives < Lane::Duty);
}

#[test]
fn a_level_is_kept_by_its_name_and_each_knows_the_one_above() {
    let all = [Level::County, Level::City, Level::Province, Level::Nation];
    told_apart(all, Level::name);
    for level in all {
        assert_eq!(Level::named(level.name()), Some(level));
    }
    assert_eq!(Level::named("village"), None);
    assert_eq!(all.map(Level::above), [Some(Level::City), Some(Level::Province), Some(Level::Nation), None]);
}

#[test]
fn a_step_of_the_scope_is_above_a_unit_or_it_is_the_units_own() {
    use ScopeTo::{City, County, Ministry, Province};
    let above = |level| ScopeTo::ALL.into_iter().filter(|to| to.is_above(level)).collect::<Vec<_>>();
    assert_eq!(above(Level::County), [Ministry, Province, City], "报县委县政府 is the county itself");
    assert_eq!(above(Level::City), [Ministry, Province]);
    assert_eq!(above(Level::Province), [Ministry]);
    assert_eq!(above(Level::Nation), []);
    assert!(!County.is_above(Level::County));
}
