//! 分乡镇 in running text: 高阳街道死亡2人、转移3036人 speaks of that row of the table, not of the whole.

use std::ops::Range;

use super::counted::{Counted, Of};
use super::{Finding, Take};
use crate::facts::Facts;
use crate::pack::{Packs, TownshipColumn};
use crate::quantity::Quantity;
use crate::severity::Severity;
use crate::township::Township;

/// Where a text speaks of one row: after its name, until the clause ends.
pub(super) struct ByTownship<'a> {
    row: &'a Township,
    columns: &'a [TownshipColumn],
    at: Range<usize>,
}

/// Every such place. The name of a township alone is none: a label of the table's columns must follow it.
pub(super) fn scan<'a>(packs: &'a Packs, facts: &'a Facts, text: &str) -> Vec<ByTownship<'a>> {
    let columns = &packs.form().townships;
    let mut found = Vec::new();
    for row in facts.townships.iter().filter(|row| !row.town.is_empty()) {
        for (begin, name) in text.match_indices(row.town.as_str()) {
            let start = begin + name.len();
            let rest = text.get(start..).unwrap_or_default();
            if columns.iter().any(|column| rest.starts_with(column.label.as_str())) {
                let length = rest.find(['；', '。', '，', '\n']).unwrap_or(rest.len());
                found.push(ByTownship { row, columns, at: start..start + length });
            }
        }
    }
    found
}

impl ByTownship<'_> {
    /// Whether a count stands here.
    pub(super) fn holds(&self, counted: &Counted) -> bool {
        self.at.start <= counted.at.start && counted.at.end <= self.at.end
    }

    /// A count that is not the row's.
    pub(super) fn count(&self, counted: &Counted, words: &str) -> Option<Finding> {
        let Of::Measure(measure) = counted.of else { return None };
        let expected = self.row.numbers.get(measure.key()).copied();
        let stands = counted.value.map(Quantity::whole);
        if expected.is_some() && expected == stands {
            return None;
        }
        let town = &self.row.town;
        let message = match expected {
            Some(expected) => format!("这里写了“{words}”，分乡镇表里{town}是{expected}人，请核对"),
            None => format!("这里写了“{words}”，分乡镇表里{town}没有填，请核对"),
        };
        let take = counted
            .value
            .map(|value| Take { field: format!("townships.{town}.{}", measure.key()), value: value.to_string() });
        let label = self.columns.iter().find(|column| column.of == measure.key()).map(|column| column.label.as_str());
        let expected = expected.zip(label).map(|(n, label)| format!("{label}{n}人")).unwrap_or_default();
        Some(Finding { at: counted.at.clone(), expected, message, severity: Severity::Error, take })
    }
}
