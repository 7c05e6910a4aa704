//! 分乡镇: one township's part of a process disaster. The parts add up to what is reported of the whole.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::count::Measure;
use crate::facts::Facts;
use crate::pack::{FormLayout, Packs, TownshipColumn};
use crate::quantity::Quantity;

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Township {
    /// 乡镇（街道）
    pub town: String,
    /// Its numbers by the column's measure or figure; what nobody gave is not there.
    #[serde(default)]
    pub numbers: BTreeMap<String, Quantity>,
}

/// A column whose rows do not add up to the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imbalance {
    /// The column.
    pub column: TownshipColumn,
    /// What the rows add up to.
    pub sum: Quantity,
    /// What is reported of the whole; none where nothing is.
    pub whole: Option<Quantity>,
}

/// What is reported of the whole under a column.
#[must_use]
pub fn whole(facts: &Facts, column: &str) -> Option<Quantity> {
    match Measure::ALL.into_iter().find(|measure| measure.key() == column) {
        Some(measure) => facts.adopted()?.of(measure).known().map(Quantity::whole),
        None => facts.figures.get(column).copied(),
    }
}

/// Every column in which somebody filled in a number and the rows do not add up to the whole.
#[must_use]
pub fn imbalances(form: &FormLayout, facts: &Facts) -> Vec<Imbalance> {
    let unlike = |column: &TownshipColumn| {
        let rows: Vec<Quantity> =
            facts.townships.iter().filter_map(|town| town.numbers.get(&column.of).copied()).collect();
        if rows.is_empty() {
            return None;
        }
        let sum = rows.into_iter().fold(Quantity::default(), Quantity::saturating_add);
        let whole = whole(facts, &column.of);
        (whole != Some(sum)).then(|| Imbalance { column: column.clone(), sum, whole })
    };
    form.townships.iter().filter_map(unlike).collect()
}

/// The unit behind a column's numbers: 人, or the figure's.
#[must_use]
pub fn unit_of<'p>(packs: &'p Packs, column: &str) -> &'p str {
    packs.figure(column).map_or("人", |figure| figure.unit.as_str())
}
