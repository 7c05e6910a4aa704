//! A workbook of one sheet: text in every cell, never a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::error::{Reason, WorkbookError};

/// Widest column, in characters.
const WIDEST: u16 = 40;

/// A workbook with these rows, the first of them its header.
///
/// # Errors
/// [`WorkbookError`] where there is more than a sheet holds.
pub fn workbook(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, WorkbookError> {
    written(name, rows).map_err(|_| WorkbookError::new(name, Reason::TooMany))
}

fn written(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let (head, plain) = (Format::new().set_bold().set_text_wrap(), Format::new().set_text_wrap());
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            let format = if row == 0 { &head } else { &plain };
            sheet.write_string_with_format(row, column, text, format)?;
        }
    }
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    for column in 0..columns {
        let longest = rows.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count()).max();
        // A Chinese character is as wide as two digits.
        let width = u16::try_from(longest.unwrap_or_default() * 2 + 2).unwrap_or(WIDEST).min(WIDEST);
        sheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), f64::from(width))?;
    }
    workbook.save_to_buffer()
}
