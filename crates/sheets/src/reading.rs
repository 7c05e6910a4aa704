//! Rows of a workbook, up to a bound.

use std::io::{Cursor, Read as _, copy, sink};

use calamine::{DataRef, DataType as _, Reader as _, Xlsx, XlsxError};
use domain::roster::SheetCell;
use zip::ZipArchive;

use crate::error::{Reason, WorkbookError};

/// Most bytes of a file.
pub const MAX_FILE: usize = 20 * 1024 * 1024;
/// Most cells with something in them, over all sheets.
pub const MAX_CELLS: usize = 200_000;
/// Most bytes of all parts, inflated.
const MAX_INFLATED: u64 = 128 * 1024 * 1024;
/// Rows and columns beyond these are no table that a person made.
const MAX_ROWS: u32 = 10_000;
const MAX_COLUMNS: u32 = 200;
/// Most characters of a cell.
const MAX_TEXT: usize = 2_000;

/// What an old Excel file, a WPS file and anything under a password begin with.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, as text.
    pub name: String,
    /// Its rows from the first one on, each up to its last cell.
    pub rows: Vec<Vec<SheetCell>>,
}

/// Every sheet with something in it, in the order of the workbook. The file's name stands in messages only.
///
/// # Errors
/// [`WorkbookError`] where it is no XLSX, is damaged, or holds more than a person would put there.
pub fn sheets_of(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, WorkbookError> {
    read(bytes).map_err(|reason| WorkbookError::new(name, reason))
}

fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Reason> {
    if bytes.len() > MAX_FILE {
        return Err(Reason::TooLarge);
    }
    if bytes.starts_with(OLE) {
        return Err(Reason::OtherKind("旧版Excel、WPS格式或加了密码的文件"));
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(Reason::OtherKind("其他格式的文件"));
    }
    inflates_within_bounds(bytes)?;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| reason(&error))?;
    let mut left = MAX_CELLS;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let rows = rows_of(&mut workbook, &name, &mut left)?;
        if !rows.is_empty() {
            sheets.push(Sheet { name, rows });
        }
    }
    if sheets.is_empty() { Err(Reason::Empty) } else { Ok(sheets) }
}

/// Every part is inflated once and thrown away: what the zip says of its sizes is only what somebody wrote.
fn inflates_within_bounds(bytes: &[u8]) -> Result<(), Reason> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Reason::Damaged)?;
    if zip.index_for_name("xl/workbook.xml").is_none() {
        return Err(Reason::OtherKind("其他格式的文件"));
    }
    let mut left = MAX_INFLATED;
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(|_| Reason::Damaged)?;
        let inflated = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| Reason::Damaged)?;
        left = left.checked_sub(inflated).ok_or(Reason::Abnormal)?;
    }
    Ok(())
}

fn reason(error: &XlsxError) -> Reason {
    if matches!(error, XlsxError::Password) { Reason::Locked } else { Reason::Damaged }
}

fn rows_of(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Vec<Vec<SheetCell>>, Reason> {
    let mut rows: Vec<Vec<SheetCell>> = Vec::new();
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A chart, or a macro sheet.
        Err(XlsxError::NotAWorksheet(_)) => return Ok(rows),
        Err(error) => return Err(reason(&error)),
    };
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(|error| reason(&error))? {
        let (row, column) = record.pos;
        if matches!(record.value, DataRef::Empty) {
            continue;
        }
        *left = left.checked_sub(1).ok_or(Reason::TooMany)?;
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Reason::TooMany);
        }
        put(&mut rows, (row, column), cell(&record.value, record.formula.is_some()));
    }
    drop(reader);
    for merged in workbook.merge_cells_by_sheet_name(name).map_err(|error| reason(&error))? {
        spread(&mut rows, merged.start, merged.end);
    }
    Ok(rows)
}

fn cell(value: &DataRef<'_>, formula: bool) -> SheetCell {
    let day = value.as_date().filter(|_| matches!(value, DataRef::DateTime(_) | DataRef::DateTimeIso(_)));
    let text = match (value, day) {
        (_, Some(day)) => day.format("%Y-%m-%d").to_string(),
        (DataRef::Error(_), None) => "#".to_owned(),
        (other, None) => other.as_string().unwrap_or_default(),
    };
    let text = text.chars().take(MAX_TEXT).collect();
    SheetCell { text, day, computed: formula || matches!(value, DataRef::Error(_)), spread: false }
}

fn put(rows: &mut Vec<Vec<SheetCell>>, (row, column): (u32, u32), cell: SheetCell) {
    let (row, column) = (at(row), at(column));
    if rows.len() <= row {
        rows.resize_with(row + 1, Vec::new);
    }
    let Some(cells) = rows.get_mut(row) else { return };
    if cells.len() <= column {
        cells.resize_with(column + 1, SheetCell::default);
    }
    if let Some(place) = cells.get_mut(column) {
        *place = cell;
    }
}

/// What stands in a merged cell stands in all of it, as far down as there are rows.
fn spread(rows: &mut Vec<Vec<SheetCell>>, start: (u32, u32), end: (u32, u32)) {
    let first = rows.get(at(start.0)).and_then(|row| row.get(at(start.1))).cloned();
    let Some(first) = first.filter(|cell| !cell.text.is_empty()) else { return };
    let last_row = end.0.min(u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_sub(1));
    for row in start.0..=last_row {
        for column in start.1..=end.1.min(MAX_COLUMNS - 1) {
            if (row, column) != start {
                put(rows, (row, column), SheetCell { spread: row > start.0, ..first.clone() });
            }
        }
    }
}

fn at(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
