//! A save goes on from what the save before it left, without reading the file again. Nobody may see a difference: whatever
//! came between them, what is shown is what the file says.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

mod writer;

use domain::call::CallOutcome;
use domain::entry::{CallEnded, CallNoted, CallOpened, CallTimeCorrected, Content, Header, Sealed, Subject};
use domain::officer::OfficerListed;
use domain::purge::{Purged, PurgedBody, Remainder};
use domain::report::NumberGiven;
use domain::signoff::{SignOff, SignOffWay, letter_digest};
use proptest::prelude::*;
use proptest::sample::Index;
use store::table::view;
use store::{Store, StoreError};
use uuid::Uuid;
use writer::{Device, evening, receipt_for, upstream_key};

const INCIDENT: Uuid = Uuid::from_u128(7);
const ANOTHER: Uuid = Uuid::from_u128(8);

/// What may happen to a desk's file between two saves.
#[derive(Debug, Clone)]
enum Step {
    /// The officer writes, in one of two matters.
    Said(Subject, Content),
    /// The same, and then the transaction fails.
    SaidInVain(Content),
    /// Two entries of two matters in one transaction.
    SaidTwice(Box<[Content; 2]>),
    /// One of our entries is received.
    Received(Index),
    /// Another desk of the room wrote.
    Theirs(Content),
    /// The caller of one of our notes is cleared.
    Cleared(Index),
    /// Something else is written.
    Setting,
}

fn said() -> impl Strategy<Value = Content> {
    let minute = (0_i64..60).prop_map(|minute| evening() + chrono::Duration::minutes(minute));
    let outcome = prop_oneof![Just(CallOutcome::Incident), Just(CallOutcome::Other)];
    prop_oneof![
        ("[甲乙丙]{0,2}", "(138000000)?[0-9]{0,2}").prop_map(|(caller, number)| Content::CallNoted(CallNoted {
            caller,
            number,
            ..CallNoted::default()
        })),
        minute.clone().prop_map(|received_at| Content::CallTimeCorrected(CallTimeCorrected {
            received_at,
            reason: "记错".into()
        })),
        outcome.prop_map(|outcome| Content::CallEnded(CallEnded {
            outcome,
            note: String::new(),
            into: None,
            agreed_by: String::new()
        })),
        "[甲乙丙]{1,2}".prop_map(|name| Content::OfficerListed(OfficerListed {
            name,
            post: "值班员".into(),
            phone: String::new(),
            left: false
        })),
        (minute, 1_u32..9).prop_map(|(at, number)| Content::SignOff(SignOff {
            post: "带班领导".into(),
            signer: "甲".into(),
            way: SignOffWay::ByPhone,
            at,
            letter: letter_digest("标题", "正文"),
            number: Some(NumberGiven { year: 2026, number, drill: false }),
        })),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => said().prop_map(|content| Step::Said(INCIDENT, content)),
        1 => said().prop_map(|content| Step::Said(ANOTHER, content)),
        1 => said().prop_map(Step::SaidInVain),
        1 => [said(), said()].prop_map(|both| Step::SaidTwice(Box::new(both))),
        2 => any::<Index>().prop_map(Step::Received),
        1 => said().prop_map(Step::Theirs),
        1 => any::<Index>().prop_map(Step::Cleared),
        1 => Just(Step::Setting),
    ]
}

/// A desk of a room with two, and what it wrote so far.
struct Desk {
    _folder: tempfile::TempDir,
    store: Store,
    own: Device,
    theirs: Device,
    written: Vec<(Sealed, Header, Content)>,
    arrived: u64,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("desk.sqlite")).unwrap();
        let (own, theirs) = (Device::new(1), Device::new(2));
        let mut desk = Self { _folder: folder, store, own, theirs, written: Vec::new(), arrived: 0 };
        for subject in [INCIDENT, ANOTHER] {
            desk.say(vec![(subject, Content::CallOpened(CallOpened { received_at: evening() }))]);
        }
        desk
    }

    fn say(&mut self, all: Vec<(Subject, Content)>) {
        let own = &mut self.own;
        let entries: Vec<_> = all
            .into_iter()
            .map(|(subject, content)| {
                let sealed = own.write(subject, content.clone());
                let header = sealed.read_header().unwrap();
                (sealed, header, content)
            })
            .collect();
        let append = |writing: &mut store::Writing<'_>| {
            for (sealed, header, content) in &entries {
                let head = writing.chain_head(header.device, header.epoch)?;
                assert_eq!((head.seq, head.prev), (header.seq, header.prev), "the chain goes on where it ended");
                writing.append_saying(sealed, header.clone(), content.clone())?;
            }
            Ok::<_, StoreError>(())
        };
        self.store.write(append).unwrap();
        self.written.extend(entries);
    }

    fn do_step(&mut self, step: Step) {
        match step {
            Step::Said(subject, content) => self.say(vec![(subject, content)]),
            Step::SaidTwice(both) => {
                let [one, other] = *both;
                self.say(vec![(INCIDENT, one), (ANOTHER, other)]);
            }
            Step::SaidInVain(content) => {
                let sealed = self.own.clone().write(INCIDENT, content.clone());
                let header = sealed.read_header().unwrap();
                let failed: Result<(), StoreError> = self.store.write(|writing| {
                    writing.chain_head(header.device, header.epoch)?;
                    writing.append_saying(&sealed, header.clone(), content)?;
                    Err(StoreError::Full)
                });
                assert!(matches!(failed, Err(StoreError::Full)));
            }
            Step::Received(which) => {
                let (sealed, header, _) = which.get(&self.written);
                let (receipt, verified) = receipt_for(sealed, header.seq);
                self.store.write(|writing| writing.receipt(&receipt, &verified, header.subject)).unwrap();
            }
            Step::Theirs(content) => {
                self.arrived += 1;
                let sealed = self.theirs.write(INCIDENT, content);
                let header = sealed.read_header().unwrap();
                let certificate = self.theirs.certificate(&upstream_key());
                self.store.write(|writing| writing.receive(self.arrived, &sealed, &header, &certificate)).unwrap();
            }
            Step::Cleared(which) => {
                let (_, header, content) = which.get(&self.written);
                let Some(remainder) = Remainder::of(content) else { return };
                let body = PurgedBody { entry: header.id, body_hash: header.body_hash };
                let (bodies, remainders) = (vec![body], vec![remainder]);
                let purged = Purged { bodies, rule: "R1".into(), cite: "第八十五条".into(), remainders };
                self.say(vec![(header.subject, Content::Purged(purged))]);
            }
            Step::Setting => self.store.write(|writing| writing.set("session", &self.arrived)).unwrap(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn whatever_came_between_two_saves_what_is_shown_is_what_the_file_says(
        steps in prop::collection::vec(step(), 1..25),
    ) {
        let mut desk = Desk::new();
        for step in steps {
            let told = format!("{step:?}");
            desk.do_step(step);
            for subject in [INCIDENT, ANOTHER] {
                let connection = desk.store.connection();
                prop_assert_eq!(desk.store.call(subject).unwrap(), view::call(connection, subject).unwrap(), "{}", told);
                prop_assert_eq!(
                    desk.store.incident(subject).unwrap(),
                    view::incident(connection, subject).unwrap(),
                    "{}", told
                );
                prop_assert_eq!(desk.store.check_view(subject).unwrap(), None, "after {}: live equals rebuilt", told);
            }
            let known: Option<u64> = desk.store.setting("session").unwrap();
            let stored: Option<u64> = store::table::setting::get(desk.store.connection(), "session").unwrap();
            prop_assert_eq!(known, stored, "{}", told);
        }
    }
}

#[test]
fn a_setting_that_was_not_stored_after_all_is_not_taken_for_made() {
    let mut desk = Desk::new();
    desk.store.write(|writing| writing.set("session", &1)).unwrap();
    assert_eq!(desk.store.setting("session").unwrap(), Some(1));
    let failed: Result<(), StoreError> = desk.store.write(|writing| {
        writing.set("session", &2)?;
        Err(StoreError::Full)
    });
    assert!(matches!(failed, Err(StoreError::Full)));
    assert_eq!(desk.store.setting("session").unwrap(), Some(1), "who is at the desk is who was before");
}
