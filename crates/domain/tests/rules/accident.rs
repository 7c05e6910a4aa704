//! What the tests of clocks share: an accident of a county in Henan or Shandong, and its clocks by name.

use std::sync::LazyLock;

use domain::Moment;
use domain::count::{Count, Number};
use domain::deadline::{ClockFacts, Deadline};
use domain::facts::Facts;
use domain::grading::grade;
use domain::pack::{Packs, SHIPPED, lay};
use domain::unit::Level;

use crate::desk::{at, minute, row};

pub(crate) fn laid(unit: &str, day: &str) -> Packs {
    lay(SHIPPED, unit, day.parse().unwrap()).unwrap()
}

/// 舞阳县, Henan.
pub(crate) static HENAN: LazyLock<Packs> = LazyLock::new(|| laid("411121", "2026-05-12"));
/// A county of Shandong.
pub(crate) static SHANDONG: LazyLock<Packs> = LazyLock::new(|| laid("370102", "2026-05-12"));

/// That day: `10:08`.
pub(crate) fn day(clock: &str) -> Moment {
    at(&format!("2026-05-12 {clock}"))
}

pub(crate) fn deaths(n: u32) -> Facts {
    Facts {
        kind: Some("collapse".to_owned()),
        counts: vec![Count { deaths: Number::Known(n), ..row("县消防救援大队", None) }],
        ..Facts::default()
    }
}

/// An accident as the desk would have it: occurred, known, phoned.
pub(crate) fn accident(packs: &Packs, facts: Facts, times: [&str; 3]) -> ClockFacts {
    let [occurred, aware, phoned] = times;
    let facts = Facts { occurred: minute(day(occurred)), ..facts };
    ClockFacts {
        grading: grade(packs, &facts),
        facts,
        first_reported: Some(day(phoned)),
        first_reported_to: Some("市应急管理局指挥中心".to_owned()),
        ..ClockFacts::new(day(aware), Level::County)
    }
}

pub(crate) fn of<'d>(all: &'d [Deadline], rule: &str) -> &'d Deadline {
    all.iter().find(|deadline| deadline.rule == rule).unwrap_or_else(|| panic!("{rule} in {:#?}", ids(all)))
}

pub(crate) fn ids(all: &[Deadline]) -> Vec<&str> {
    all.iter().map(|deadline| deadline.rule.as_str()).collect()
}

pub(crate) fn due(all: &[Deadline], rule: &str) -> Option<Moment> {
    of(all, rule).due_at
}
