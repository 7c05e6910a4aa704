//! The words of the domain as the page says them: one table for each, written with the types of the door.

use domain::accord::Accord;
use domain::call::CallOutcome;
use domain::change::ChangeKind;
use domain::contact::{Purpose, Reached};
use domain::deadline::DeadlineState;
use domain::directive::Demand;
use domain::facts::{Jurisdiction, Sensitivity};
use domain::grade::Grade;
use domain::incident_end::IncidentOutcome;
use domain::information::InformationKind;
use domain::report::Stage;
use domain::rule::Basis;
use domain::signoff::{SignOffWay, SoughtEnd};
use serde::Serialize;
use ts_rs::{Config, TS};

/// A table whose lines stand in the order of the officer's digits. One that is missing is an error of the page's types.
macro_rules! table {
    ($name:literal, $of:ident, $all:expr) => {
        table($name, $all.map(|one: $of| (one, one.word())))
    };
}

/// Every table, and which states of a deadline ask for something to be done.
pub(crate) fn tables() -> String {
    let tables = [
        table!("GRADE", Grade, Grade::ALL),
        table!("BASIS", Basis, [Basis::Prescribed, Basis::Superior, Basis::Internal]),
        table!("STAGE", Stage, [Stage::First, Stage::FollowUp, Stage::Final, Stage::Correction]),
        table!("SIGN_OFF_WAY", SignOffWay, SignOffWay::ALL),
        table!("SOUGHT_END", SoughtEnd, [SoughtEnd::NoAnswer, SoughtEnd::Busy, SoughtEnd::SentBack]),
        table!("PURPOSE", Purpose, Purpose::ALL),
        table!("REACHED", Reached, Reached::ALL),
        table!("ACCORD", Accord, [Accord::Agrees, Accord::Differs, Accord::NotReached]),
        table!("CHANGE", ChangeKind, ChangeKind::ALL),
        table!("JURISDICTION", Jurisdiction, Jurisdiction::ALL),
        table!("SENSITIVITY", Sensitivity, Sensitivity::ALL),
        table!("CALL_OUTCOME", CallOutcome, CallOutcome::ALL),
        table!("INCIDENT_OUTCOME", IncidentOutcome, IncidentOutcome::ALL),
        table!("INFORMATION_KIND", InformationKind, [InformationKind::Work, InformationKind::ZeroReport]),
        table!("DEMAND", Demand, Demand::ALL),
    ];
    let open: Vec<String> = DeadlineState::ALL.into_iter().filter(|state| state.is_open()).map(quoted).collect();
    let open = open.join(", ");
    format!(
        "{}\n/** Somebody still has to do something about it. */\nexport const OPEN: ReadonlySet<DeadlineState> = new Set([{open}]);\n",
        tables.concat()
    )
}

fn table<T: Serialize + TS, const N: usize>(name: &str, lines: [(T, &'static str); N]) -> String {
    let of = T::name(&Config::new());
    let lines: Vec<String> = lines.into_iter().map(|(one, word)| format!("  {}: \"{word}\",\n", quoted(one))).collect();
    format!("\nexport const {name}: Readonly<Record<{of}, string>> = {{\n{}}};\n", lines.concat())
}

/// As it goes through the door; nothing that has a word fails to be written.
fn quoted<T: Serialize>(one: T) -> String {
    serde_json::to_string(&one).unwrap_or_default()
}
