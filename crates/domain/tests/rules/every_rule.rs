//! Every rule of every pack that comes with the program, by name: an incident that owes it, with the time that its clause
//! gives, and one just beside it that does not. Times are counted by hand from the clause: occurred 10:00, known 10:08,
//! phoned 10:12, in the system at 10:30, a Tuesday (domain.md §5.1, §5.2, §10).

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Change, ChangeKind};
use domain::count::{Count, Number};
use domain::deadline::{
    ClockFacts, Deadline, DeadlineState, DirectiveFacts, InboundFacts, RoomFacts, deadlines, directive_deadlines,
    inbound_deadlines, room_deadlines,
};
use domain::directive::Demand;
use domain::facts::{Facts, Sensitivity};
use domain::grading::grade;
use domain::pack::{Pack, Packs, SHIPPED};
use domain::unit::Level::{self, City, County, Province};

use crate::accident::{HENAN, SHANDONG, accident, day};
use crate::desk::{PACKS, at, row};

/// What is known of it. What is not said is as with nearly every incident.
#[derive(Clone, Default)]
struct Told {
    kind: &'static str,
    level: Option<Level>,
    people: Count,
    sign: &'static str,
    sensitive: bool,
    change: Option<ChangeKind>,
    in_the_system: bool,
    not_phoned: bool,
    phoned_over_the_citys_head: bool,
}

fn of(kind: &'static str) -> Told {
    Told { kind, ..Told::default() }
}

impl Told {
    fn at(self, level: Level) -> Self {
        Self { level: Some(level), ..self }
    }

    fn dead(mut self, n: u32) -> Self {
        self.people.deaths = Number::Known(n);
        self
    }

    fn people(self, people: Count) -> Self {
        Self { people, ..self }
    }

    fn sign(self, sign: &'static str) -> Self {
        Self { sign, ..self }
    }

    fn sensitive(self) -> Self {
        Self { sensitive: true, ..self }
    }

    fn changed(self, what: ChangeKind) -> Self {
        Self { change: Some(what), ..self }
    }

    fn entered(self) -> Self {
        Self { in_the_system: true, ..self }
    }

    fn clock_facts(self, packs: &Packs) -> ClockFacts {
        let facts = Facts {
            kind: Some(self.kind.to_owned()),
            counts: vec![Count { adopted: true, ..self.people }],
            signs: (!self.sign.is_empty()).then(|| self.sign.to_owned()).into_iter().collect(),
            sensitive: self.sensitive.then_some(Sensitivity::People).into_iter().collect(),
            ..Facts::default()
        };
        let mut facts = accident(packs, facts, ["10:00", "10:08", "10:12"]);
        facts.level = self.level.unwrap_or(County);
        facts.grading = grade(packs, &facts.facts);
        if self.not_phoned {
            facts.first_reported = None;
        }
        if self.phoned_over_the_citys_head {
            facts.told = BTreeMap::from([("province_bureau".to_owned(), day("10:12"))]);
        }
        if self.in_the_system {
            facts = facts.entered(day("10:30"));
        }
        facts.changes.extend(self.change.map(|what| Change { at: day("11:00"), what, noted_at: None }));
        facts
    }
}

fn missing(n: u32) -> Count {
    Count { missing: Number::Known(n), ..row("县消防救援大队", None) }
}

fn trapped(n: u32) -> Count {
    Count { trapped: Number::Known(n), ..row("县消防救援大队", None) }
}

fn gravely_hurt(n: u32) -> Count {
    Count { injured: Number::Known(n), seriously_injured: Number::Known(n), ..row("县消防救援大队", None) }
}

/// Due then (`10:38`, or with its date), or at once without a number.
enum Owed {
    By(&'static str),
    AtOnce,
}

use Owed::{AtOnce, By};

/// Rule, who owes it, when, and who does not; a rule for everybody is owed by all.
type Row = (&'static str, Told, Owed, Option<Told>);

const FIRE: &str = "forest_fire";
/// 泥石流, a natural disaster with a table of its own.
const SLIDE: &str = "debris_flow";
const MIDNIGHT: &str = "2026-05-13 00:00";

fn national() -> Vec<Row> {
    let unphoned = Told { not_phoned: true, ..of("fire") };
    let over = Told { phoned_over_the_citys_head: true, ..of("fire") };
    let fell = || of("collapse");
    let large = |level| fell().dead(3).at(level);
    let two_dead = |level| fell().dead(2).at(level);
    let major = |level| fell().dead(10).at(level);
    let nine_dead = |level| fell().dead(9).at(level);
    let slid = |dead, level| of(SLIDE).dead(dead).at(level).entered();
    let steady = |level| of(SLIDE).at(level).changed(ChangeKind::Stable);
    let burning = |sign| of(FIRE).sign(sign);
    vec![
        ("T1", unphoned, AtOnce, None),
        ("T4", over, AtOnce, Some(of("fire"))),
        ("N0", of("fire"), By("10:38"), None),
        ("N1", of("fire"), By("10:42"), None),
        ("N2", major(County), By("10:50"), Some(nine_dead(County))),
        ("N2-county", major(County), By("10:20"), Some(major(City))),
        ("N2-city", major(City), By("10:35"), Some(major(Province))),
        ("N2-province", major(Province), By("10:50"), Some(major(County))),
        ("N3", major(County), By("11:00"), Some(nine_dead(County))),
        ("L62", fell().sign("major_expected"), AtOnce, Some(fell())),
        // 第493号令第二条: 环境污染事故 is not its own.
        ("A2", fell(), By("12:08"), Some(of("environment"))),
        ("A10-county", fell(), By("12:08"), Some(fell().at(City))),
        ("A2-city", large(City), By("12:08"), Some(two_dead(City))),
        ("A2-province", major(Province), By("12:08"), Some(nine_dead(Province))),
        ("A3-county", large(County), By("11:08"), Some(two_dead(County))),
        ("A3-city", large(City), By("11:08"), Some(large(Province))),
        ("A3-social-county", fell().sensitive(), By("11:08"), Some(fell())),
        ("A3-social-city", fell().sensitive().at(City), By("11:08"), Some(fell().sensitive())),
        ("A4", fell().dead(1).entered(), By(MIDNIGHT), Some(fell().dead(1))),
        ("A4-near-miss", fell().people(trapped(3)).entered(), By(MIDNIGHT), Some(fell().people(trapped(2)).entered())),
        ("A4-major", major(County).entered(), By("12:00"), Some(nine_dead(County).entered())),
        ("A4-change", fell().changed(ChangeKind::Casualties), By(MIDNIGHT), Some(fell().changed(ChangeKind::Other))),
        ("A5-change", fell().changed(ChangeKind::Other), AtOnce, Some(fell())),
        ("A5-30", fell(), By("2026-06-12 00:00"), Some(of("fire"))),
        ("A5-7", of("road_traffic"), By("2026-05-20 00:00"), Some(fell())),
        ("F32-border", burning("forest_border"), AtOnce, Some(of(FIRE))),
        ("F32-major", of(FIRE).dead(10), AtOnce, Some(of(FIRE).dead(9))),
        ("F32-deaths", of(FIRE).dead(3), AtOnce, Some(of(FIRE).dead(2))),
        ("F32-injured", of(FIRE).people(gravely_hurt(10)), AtOnce, Some(of(FIRE).people(gravely_hurt(9)))),
        ("F32-threat", burning("forest_threat"), AtOnce, Some(burning("forest_border"))),
        ("F32-virgin", burning("forest_virgin"), AtOnce, Some(burning("forest_threat"))),
        ("F32-edge", burning("forest_province_edge"), AtOnce, Some(burning("forest_virgin"))),
        ("F32-support", burning("forest_support"), AtOnce, Some(burning("forest_province_edge"))),
        ("F24", of(FIRE), By("2026-05-13 10:00"), Some(of("grass_fire"))),
        ("Z16-dead", of(SLIDE).dead(1), AtOnce, Some(of(SLIDE))),
        ("Z16-injured", of(SLIDE).people(gravely_hurt(1)), AtOnce, Some(of(SLIDE).dead(1))),
        ("Z16-loss", of(SLIDE).sign("larger_property_loss"), AtOnce, Some(of(SLIDE))),
        ("D1", of(SLIDE), By("12:00"), Some(of(SLIDE).at(City))),
        ("D1b-10", of(SLIDE).people(missing(10)), By("12:00"), Some(of(SLIDE).people(missing(9)))),
        ("D1b-sensitive", of(SLIDE).sensitive(), By("12:00"), Some(of(SLIDE))),
        ("D1b-major", of(SLIDE).dead(10), By("12:00"), Some(of(SLIDE).dead(9))),
        ("D2-city", of(SLIDE).at(City), By("12:08"), Some(of(SLIDE).at(Province))),
        ("D2-province", of(SLIDE).at(Province), By("12:08"), Some(of(SLIDE).at(City))),
        ("D3-county", slid(10, County), By("2026-05-13 09:00"), Some(slid(9, County))),
        ("D3-city", slid(10, City), By("2026-05-13 10:00"), Some(slid(10, County))),
        ("D3-province", slid(10, Province), By("12:00"), Some(slid(10, City))),
        // Two, three and five workdays after Tuesday the twelfth: Thursday, Friday, and the Tuesday after.
        ("D4-county", steady(County), By("2026-05-15 00:00"), Some(of(SLIDE))),
        ("D4-city", steady(City), By("2026-05-16 00:00"), Some(steady(County))),
        ("D4-province", steady(Province), By("2026-05-20 00:00"), Some(steady(City))),
        ("D5", of("drought").entered(), By("2026-05-22 10:12"), Some(of("flood").entered())),
        ("G1", of(SLIDE).dead(10), By("14:08"), Some(of(SLIDE).dead(9))),
        ("G1-small", of(SLIDE).dead(1), By("22:08"), Some(of(SLIDE))),
    ]
}

fn henan() -> Vec<Row> {
    let (major, nine_dead) = (of("collapse").dead(10), of("collapse").dead(9));
    let (large, two_dead) = (of("collapse").dead(3), of("collapse").dead(2));
    vec![
        ("H1", major.clone(), By("10:15"), Some(nine_dead.clone())),
        ("H2", major, By("10:35"), Some(nine_dead)),
        ("H3", large.clone(), By("11:00"), Some(two_dead.clone())),
        ("H4", of("collapse").dead(1), By("16:00"), Some(of("collapse"))),
        ("H5", large.clone().entered(), By("17:00"), Some(two_dead.clone().entered())),
        ("H6", large, AtOnce, Some(two_dead.clone())),
        ("H6-social", two_dead.clone().sensitive(), AtOnce, Some(two_dead)),
    ]
}

fn shandong() -> Vec<Row> {
    let large = |level| of("collapse").dead(3).at(level);
    vec![
        ("SD1-county", of("collapse"), By("10:38"), Some(of("environment"))),
        ("SD1-city", of("collapse").at(City), By("10:38"), Some(of("collapse"))),
        ("SD2-county", large(County), By("11:08"), Some(of("collapse").dead(2))),
        ("SD2-city", large(City), By("11:08"), Some(large(County))),
    ]
}

fn moment(text: &str) -> domain::Moment {
    if text.len() == 5 { day(text) } else { at(text) }
}

/// The first turn of the rule's clock.
fn clock<'d>(all: &'d [Deadline], rule: &str) -> Option<&'d Deadline> {
    let turn = format!("{rule}@");
    all.iter().filter(|one| one.rule == rule || one.rule.starts_with(&turn)).min_by_key(|one| one.due_at)
}

#[test]
fn each_rule_is_owed_by_whom_its_clause_names_by_the_time_that_it_gives_and_by_nobody_beside() {
    for (packs, rows) in [(&*PACKS, national()), (&*HENAN, henan()), (&*SHANDONG, shandong())] {
        for (rule, who, owed, others) in rows {
            let all = deadlines(packs, &who.clock_facts(packs), day("11:05"));
            let found = clock(&all, rule).unwrap_or_else(|| panic!("{rule} is owed"));
            match owed {
                By(due) => assert_eq!(found.due_at, Some(moment(due)), "{rule}: {}", found.why),
                AtOnce => {
                    assert_eq!((found.state, found.due_at), (DeadlineState::Promptly, None), "{rule}: {}", found.why);
                }
            }
            let Some(others) = others else { continue };
            let all = deadlines(packs, &others.clock_facts(packs), day("11:05"));
            assert_eq!(clock(&all, rule).map(|one| &one.why), None, "{rule} is not owed");
        }
    }
}

const DIRECTIVES: [(&str, Demand); 4] =
    [("K1", Demand::Verify), ("K2", Demand::Supplement), ("K3", Demand::Return), ("K4", Demand::FollowUp)];
const INBOUND: [(&str, &str); 2] = [("W10", "10:18"), ("W30", "10:38")];

#[test]
fn each_demand_of_a_superior_has_its_rule_and_no_other() {
    for (_, demand) in DIRECTIVES {
        let facts = DirectiveFacts {
            demand,
            received_at: day("10:08"),
            issued_by: "市局值班员".to_owned(),
            until: None,
            granted_by: None,
            answered_at: None,
        };
        let all = directive_deadlines(&PACKS, &facts, day("10:20"));
        let of_demand = DIRECTIVES.iter().find(|(_, other)| *other == demand).map(|(rule, _)| *rule);
        assert_eq!(all.iter().map(|one| Some(one.rule.as_str())).collect::<Vec<_>>(), [of_demand], "{demand:?}");
        assert_eq!(
            (all[0].state, all[0].due_at),
            (DeadlineState::Promptly, None),
            "{demand:?}: no clause has a number"
        );
    }
}

#[test]
fn what_comes_in_goes_to_the_shift_leader_in_ten_minutes_and_on_in_thirty() {
    let facts = InboundFacts {
        received_at: day("10:08"),
        leader_told_at: None,
        forwarded_at: None,
        answered_at: None,
        extensions: Vec::new(),
    };
    let all = inbound_deadlines(&PACKS, &facts, day("10:09"));
    let found: Vec<_> = all.iter().map(|one| (one.rule.as_str(), one.due_at)).collect();
    assert_eq!(found, INBOUND.map(|(rule, due)| (rule, Some(day(due)))));
}

// notice 五: 每月月底前，将下月值排班录入业务系统.
#[test]
fn the_room_owes_next_months_roster_and_nothing_else() {
    let all = room_deadlines(&PACKS, &RoomFacts::default(), day("10:08"));
    let found: Vec<_> = all.iter().map(|one| (one.rule.as_str(), one.due_at)).collect();
    assert_eq!(found, [("R1@2026-06", Some(at("2026-06-01 00:00")))]);
}

#[test]
fn no_rule_of_a_pack_that_comes_with_the_program_is_left_out_here() {
    let of_incidents = [national(), henan(), shandong()].into_iter().flatten().map(|(rule, ..)| rule);
    let others = DIRECTIVES.map(|(rule, _)| rule).into_iter().chain(INBOUND.map(|(rule, _)| rule)).chain(["R1"]);
    let listed: BTreeSet<String> = of_incidents.chain(others).map(str::to_owned).collect();
    let shipped = SHIPPED.iter().flat_map(|one| Pack::parse(one.file, one.text).unwrap().rules);
    assert_eq!(listed, shipped.map(|rule| rule.id).collect(), "a rule without a case is a rule that nobody checked");
}
