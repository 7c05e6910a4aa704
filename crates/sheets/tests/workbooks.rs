//! Workbooks as people send them, and as nobody should.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

use std::io::{Cursor, Write as _};

use domain::roster::SheetCell;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use sheets::{MAX_CELLS, MAX_FILE, Reason, sheets_of, workbook};
use zip::write::SimpleFileOptions;

fn reason(bytes: &[u8]) -> Reason {
    sheets_of("值班表.xlsx", bytes).unwrap_err().reason
}

fn texts(row: &[SheetCell]) -> Vec<&str> {
    row.iter().map(|cell| cell.text.as_str()).collect()
}

fn made(make: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    make(&mut book);
    book.save_to_buffer().unwrap()
}

#[test]
fn days_formulas_errors_and_merged_cells_are_told_apart() {
    let bytes = made(|book| {
        let plain = Format::new();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 0, 2, "12月值班表", &plain).unwrap();
        sheet.write_string(1, 0, "日期").unwrap();
        sheet.write_datetime_with_format(2, 0, ExcelDateTime::from_ymd(2026, 12, 5).unwrap(), &day).unwrap();
        sheet.write_number(3, 0, 6).unwrap();
        sheet.merge_range(2, 1, 3, 1, "甲某", &plain).unwrap();
        sheet.write_formula(2, 2, Formula::new("=A1").set_result("乙某")).unwrap();
    });
    let sheets = sheets_of("值班表.xlsx", &bytes).unwrap();
    let rows = &sheets[0].rows;
    assert_eq!(texts(&rows[0]), ["12月值班表"; 3], "a title over three columns");
    assert_eq!((rows[2][0].day.unwrap().to_string(), rows[3][0].day), ("2026-12-05".to_owned(), None));
    assert_eq!((texts(&rows[3])[0], texts(&rows[3])[1]), ("6", "甲某"), "a cell over two rows");
    assert!(rows[3][1].spread && !rows[2][1].spread && !rows[0][1].spread);
    assert!(rows[2][2].computed && !rows[2][1].computed, "what a formula shows may be anything");
}

#[test]
fn what_is_no_workbook_is_said_to_be_what_it_is() {
    assert_eq!(
        reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"),
        Reason::OtherKind("旧版Excel、WPS格式或加了密码的文件")
    );
    assert_eq!(reason("日期,带班领导".as_bytes()), Reason::OtherKind("其他格式的文件"));
    assert_eq!(reason(b"PK\x03\x04broken"), Reason::Damaged);
    assert_eq!(reason(&zipped(&[("word/document.xml", b"<w/>")])), Reason::OtherKind("其他格式的文件"));
    assert_eq!(reason(&vec![0; MAX_FILE + 1]), Reason::TooLarge);
    assert_eq!(
        reason(&made(|book| {
            book.add_worksheet();
        })),
        Reason::Empty
    );
    let whole = made(|book| {
        book.add_worksheet().write_string(0, 0, "一").unwrap();
    });
    for length in (0..whole.len()).step_by(97) {
        assert!(sheets_of("断.xlsx", &whole[..length]).is_err(), "cut after {length} bytes");
    }
    let error = sheets_of("../<b>值班表</b>.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").unwrap_err().to_string();
    assert!(error.starts_with("文件“../<b>值班表</b>.xls”是旧版Excel"), "{error}");
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_is_refused_without_being_read() {
    let zeros = vec![b' '; 160 * 1024 * 1024];
    let bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
    assert_eq!(reason(&bomb), Reason::Abnormal);
}

#[test]
fn one_cell_at_the_far_corner_makes_no_table_of_seventeen_billion() {
    let far = made(|book| {
        book.add_worksheet().write_string(1_048_575, 16_383, "远").unwrap();
    });
    assert_eq!(reason(&far), Reason::TooMany);
    let many = made(|book| {
        let sheet = book.add_worksheet();
        for row in 0..9_000 {
            for column in 0..23 {
                sheet.write_number(row, column, 1).unwrap();
            }
        }
    });
    const { assert!(9_000 * 23 > MAX_CELLS) };
    assert_eq!(reason(&many), Reason::TooMany);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_written_is_read_back_and_nothing_of_it_is_a_formula(
        rows in proptest::collection::vec(proptest::collection::vec("[=+@\\-甲乙、0-9\"<&]{1,12}", 1..5), 1..12),
    ) {
        let bytes = workbook("值班表", &rows).unwrap();
        let read = sheets_of("值班表.xlsx", &bytes).unwrap();
        prop_assert_eq!(&read[0].name, "值班表");
        let back: Vec<Vec<String>> =
            read[0].rows.iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect();
        prop_assert_eq!(back, rows);
        prop_assert!(read[0].rows.iter().flatten().all(|cell| !cell.computed), "text stays text");
    }

    #[test]
    fn no_bytes_break_the_reader(
        at in any::<prop::sample::Index>(), with in any::<u8>(),
    ) {
        let mut bytes = workbook("表", &[vec!["日期".to_owned(), "带班领导".to_owned()]]).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = with;
        let _ = sheets_of("坏.xlsx", &bytes);
    }
}
