//! 字距和标点: spaces, half-width punctuation and full-width letters that a hand left in, with the words as they are printed
//! (practice §4, fault 12).

use std::ops::Range;

use super::Finding;
use crate::letter::as_printed;
use crate::severity::Severity;

/// Slips that are so many characters apart are shown as one: 5 月 12 日.
const APART: usize = 3;

/// Each place that would be printed otherwise.
pub(super) fn scan(text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        findings.extend(of_line(line.trim_end_matches('\n')).into_iter().map(|mut finding| {
            finding.at = start + finding.at.start..start + finding.at.end;
            finding
        }));
        start += line.len();
    }
    findings
}

/// One character as typed, and as printed; none: not at all.
struct Cell {
    at: Range<usize>,
    typed: char,
    printed: Option<char>,
}

fn of_line(line: &str) -> Vec<Finding> {
    // An indent is the sheet's, not the text's.
    let indent = line.len() - line.trim_start().len();
    let cells = cells(line.trim(), indent);
    let changed: Vec<usize> =
        cells.iter().enumerate().filter(|(_, cell)| cell.printed != Some(cell.typed)).map(|(index, _)| index).collect();
    let near = |a: &usize, b: &usize| b - a <= APART + 1;
    changed.chunk_by(near).filter_map(|slips| finding(&cells, *slips.first()?, *slips.last()?)).collect()
}

/// What is printed is what is typed with some characters replaced and some left out.
fn cells(line: &str, indent: usize) -> Vec<Cell> {
    let printed: Vec<char> = as_printed(line).chars().collect();
    let mut next = 0;
    let mut cells = Vec::new();
    for (at, typed) in line.char_indices() {
        let here = printed.get(next).copied();
        let dropped = crate::hygiene::is_hidden(typed) || typed.is_whitespace() && here != Some(' ');
        next += usize::from(!dropped);
        let at = indent + at..indent + at + typed.len_utf8();
        cells.push(Cell { at, typed, printed: here.filter(|_| !dropped) });
    }
    cells
}

/// The slips from the first to the last, with the character on either side.
fn finding(cells: &[Cell], first: usize, last: usize) -> Option<Finding> {
    let around = cells.get(first.saturating_sub(1)..(last + 2).min(cells.len()))?;
    let at = around.first()?.at.start..around.last()?.at.end;
    let typed: String = around.iter().map(|cell| cell.typed).collect();
    let expected: String = around.iter().filter_map(|cell| cell.printed).collect();
    let message = format!("“{typed}”有空格、半角标点或全角字母，请改成“{expected}”");
    Some(Finding { at, expected, message, severity: Severity::Warning, take: None })
}
