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

/// What the rows of a column add up to beside what is reported of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnSum {
    /// The column's measure or figure.
    pub of: String,
    /// Label of the column.
    pub label: String,
    /// What the rows add up to; none where nobody gave a number.
    pub sum: Option<Quantity>,
    /// What is reported of the whole; none where nothing is.
    pub whole: Option<Quantity>,
    /// 多3, 少3, 无总数; empty where they are alike.
    pub unlike: String,
}

/// What is reported of the whole under a column.
#[must_use]
pub fn whole(facts: &Facts, column: &str) -> Option<Quantity> {
    match Measure::ALL.into_iter().find(|measure| measure.key() == column) {
        Some(measure) => facts.adopted()?.of(measure).known().map(Quantity::whole),
        None => facts.figures.get(column).copied(),
    }
}

/// The sum of every column.
#[must_use]
pub fn sums(form: &FormLayout, facts: &Facts) -> Vec<ColumnSum> {
    form.townships.iter().map(|column| sum_of(column, facts)).collect()
}

fn sum_of(column: &TownshipColumn, facts: &Facts) -> ColumnSum {
    let rows = facts.townships.iter().filter_map(|town| town.numbers.get(&column.of).copied());
    let sum = rows.reduce(Quantity::saturating_add);
    let whole = whole(facts, &column.of);
    let unlike = match (sum, whole) {
        (Some(_), None) => "无总数".to_owned(),
        (Some(sum), Some(whole)) if sum > whole => format!("多{}", sum.saturating_sub(whole)),
        (Some(sum), Some(whole)) if sum < whole => format!("少{}", whole.saturating_sub(sum)),
        _ => String::new(),
    };
    ColumnSum { of: column.of.clone(), label: column.label.clone(), sum, whole, unlike }
}

/// The unit behind a column's numbers: 人, or the figure's.
#[must_use]
pub fn unit_of<'p>(packs: &'p Packs, column: &str) -> &'p str {
    packs.figure(column).map_or("人", |figure| figure.unit.as_str())
}
