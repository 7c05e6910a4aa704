//! A row of a table as a line of a report.

/// Stands for an empty cell before a filled one, so that no number moves into another column.
const EMPTY: &str = "（空）";
/// After these no comma is due.
const PAUSES: [char; 10] = ['，', '。', '；', '：', '、', '！', '？', ',', ';', ':'];

/// A cell, line by line.
#[derive(Default)]
pub(super) struct Cell {
    /// Its lines, none of them empty.
    pub(super) lines: Vec<String>,
    /// Whether it is the lower part of the cell above: it has no text of its own and is not empty either.
    pub(super) goes_on: bool,
}

/// The cells of a row, joined by commas. An empty row is no line.
pub(super) fn line(row: &[Cell]) -> String {
    let Some(last) = row.iter().rposition(|cell| !cell.lines.is_empty()) else { return String::new() };
    let mut line = String::new();
    for cell in row.iter().take(last + 1) {
        if cell.lines.is_empty() && !cell.goes_on {
            join(&mut line, EMPTY);
        }
        cell.lines.iter().for_each(|piece| join(&mut line, piece));
    }
    line
}

fn join(line: &mut String, piece: &str) {
    if !line.is_empty() && !line.ends_with(PAUSES) {
        line.push('，');
    }
    line.push_str(piece);
}
