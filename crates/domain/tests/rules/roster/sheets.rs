//! 值班表的表格: read as bureaus write it, and everything that cannot be read said at its cell.

use domain::officer::Officer;
use domain::roster::{Line, Plan, SheetCell, SheetRead, read_block, read_sheet, rows_of_sheet};
use proptest::prelude::*;

use super::{NAMES, any_plan, day, lines, month, officers, place, sound};

fn cells(rows: &[&[&str]]) -> Vec<Vec<SheetCell>> {
    rows.iter().map(|row| row.iter().map(|text| SheetCell::text(*text)).collect()).collect()
}

fn empty() -> Plan {
    Plan::empty(month("2026-12"), lines("whole_day"))
}

fn read(rows: &[Vec<SheetCell>]) -> SheetRead {
    read_sheet(rows, &empty(), &officers())
}

fn names(read: &SheetRead, day: u32, line: u32) -> Vec<&str> {
    let cell = read.cells.iter().find(|(at, _)| *at == place(day, line));
    cell.map(|(_, who)| who.iter().map(|one| one.name.as_str()).collect()).unwrap_or_default()
}

/// What is wrong at a cell; days that are missing are left out.
fn said(read: &SheetRead) -> Vec<(&str, &str)> {
    let wrong =
        read.errors.iter().filter(|error| !error.words.starts_with("没有") || !error.words.ends_with("请补一行"));
    wrong.map(|error| (error.cell.as_str(), error.words.as_str())).collect()
}

#[test]
fn a_sheet_is_read_whatever_stands_above_it_and_whatever_its_columns_are_called() {
    let rows = cells(&[
        &["样例县应急管理局12月份值班表"],
        &[],
        &["日 期", "星期", "值班领导", "电话", "值班员1", "值班员2"],
        &["12月1日", "周二", "甲某", "0000-1", "丙某", "丁某 0000-2"],
        &["2", "周三", "乙某", "", "戊某、己某", ""],
        &["2026-12-03", "周四", "甲 某", "", "庚某，辛某", ""],
        &["12.4", "周五", "乙某", "", "丙某\n丁某", ""],
        &["5日", "周六", "甲　某", "", "戊 某 己某", "0000-0000103"],
        &["说明：带班领导在岗。"],
    ]);
    let read = read(&rows);
    assert_eq!(said(&read), []);
    assert_eq!((names(&read, 1, 0), names(&read, 1, 1)), (vec!["甲某"], vec!["丙某", "丁某"]), "a number is no name");
    assert_eq!(names(&read, 2, 1), ["戊某", "己某"]);
    assert_eq!((names(&read, 3, 0), names(&read, 3, 1)), (vec!["甲某"], vec!["庚某", "辛某"]));
    assert_eq!(names(&read, 4, 1), ["丙某", "丁某"]);
    assert_eq!((names(&read, 5, 0), names(&read, 5, 1)), (vec!["甲某"], vec!["戊某", "己某"]), "a name set wide");
    assert_eq!(read.errors.len(), 26, "the days of which it says nothing");
    assert_eq!(read.errors[0].words, "没有6日，请补一行");
}

#[test]
fn a_day_that_the_sheet_knows_as_a_day_is_that_day() {
    let mut rows = cells(&[&["日期", "带班领导"], &["46000", "甲某"], &["46000", "乙某"]]);
    rows[1][0].day = Some(day("2026-12-09"));
    rows[2][0].day = Some(day("2027-01-09"));
    let read = read(&rows);
    assert_eq!(names(&read, 9, 0), ["甲某"]);
    assert_eq!(said(&read), [("A3", "2027-01-09不是2026年12月的日子，请核对")]);
}

#[test]
fn a_day_over_several_rows_is_one_day_and_a_leader_over_several_days_leads_them_all() {
    let mut rows = cells(&[
        &["日期", "带班领导", "值班员"],
        &["1", "甲某", "丙某"],
        &["1", "甲某", "丁某"],
        &["2", "甲某", "戊某"],
        &["", "", "己某"],
        &["备注", "", ""],
    ]);
    for (row, column) in [(2, 0), (2, 1), (3, 1)] {
        rows[row][column].spread = true;
    }
    let read = read(&rows);
    assert_eq!(said(&read), []);
    assert_eq!((names(&read, 1, 0), names(&read, 1, 1)), (vec!["甲某"], vec!["丙某", "丁某"]));
    assert_eq!((names(&read, 2, 0), names(&read, 2, 1)), (vec!["甲某"], vec!["戊某", "己某"]));
}

#[test]
fn eight_kinds_of_errors_are_each_said_at_their_cell_and_the_rest_is_taken() {
    let mut officers = officers();
    officers[7].left = true;
    officers.push(Officer { id: uuid::Uuid::from_u128(99), ..officers[6].clone() });
    let mut rows = cells(&[
        &["日期", "带班领导", "值班员"],
        &["初一", "甲某", "丙某"],
        &["11月2日", "甲某", "丙某"],
        &["3", "甲某", "丙某、壬某"],
        &["3", "乙某", "丁某"],
        &["32", "乙某", "丁某"],
        &["4", "甲某", "辛某"],
        &["5", "甲某", "庚某"],
        &["6", "甲某", "丙某、丙某"],
        &["7", "=A1", "丙某、丁某"],
    ]);
    rows[9][1].computed = true;
    let read = read_sheet(&rows, &empty(), &officers);
    assert_eq!(
        said(&read),
        [
            ("A2", "“初一”不是日期，应写作12月5日或5"),
            ("A3", "“11月2日”不是2026年12月的日子，请核对"),
            ("C4", "壬某不在值班人员名单，请核对姓名或先登记"),
            ("A5", "3日写了两行，请合并；只收了第一行"),
            ("A6", "2026年12月没有32日，请核对"),
            ("C7", "辛某已调离，请换人"),
            ("C8", "名单里有2个庚某，请在表中逐格选定"),
            ("C9", "丙某在这一岗写了两次，只收一次"),
            ("B10", "是公式或错误值，请改成姓名后再导入"),
        ]
    );
    assert_eq!(
        (names(&read, 3, 1), names(&read, 7, 1)),
        (vec!["丙某"], vec!["丙某", "丁某"]),
        "what can be read is taken"
    );
}

#[test]
fn more_people_than_a_cell_takes_are_left_out_one_by_one_and_named() {
    let officer =
        |n: u32| Officer {
            id: uuid::Uuid::from_u128(n.into()), name: format!("值班员{n}号"), ..officers()[2].clone()
        };
    let all: Vec<Officer> = (1..=14).map(officer).collect();
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let read = read_sheet(&cells(&[&["日期", "值班员"], &["1", &names.join("、")]]), &empty(), &all);
    assert_eq!(said(&read), [("B2", "一格最多12人，值班员13号没有收"), ("B2", "一格最多12人，值班员14号没有收")]);
    assert_eq!(read.cells[0].1.len(), 12);
}

#[test]
fn a_sheet_without_a_header_says_what_a_header_is() {
    let nothing = read(&cells(&[&["1", "甲某", "丙某"]]));
    assert_eq!(said(&nothing), [("", "没有找到表头：应有一行写明日期和带班领导、值班员")]);
    assert_eq!(nothing.cells, []);
}

#[test]
fn a_column_of_one_shift_is_not_taken_for_another() {
    let plan = Plan::empty(month("2026-12"), lines("day_night"));
    let rows = cells(&[
        &["日期", "带班领导", "值班员(白班)", "值班员（夜班）", "值班员"],
        &["1", "甲某", "丙某", "丁某", "戊某"],
    ]);
    let read = read_sheet(&rows, &plan, &officers());
    assert_eq!(
        (names(&read, 1, 1), names(&read, 1, 2)),
        (vec!["丙某"], vec!["丁某"]),
        "which shift the last is of nobody says"
    );
}

#[test]
fn a_block_is_pasted_from_the_cursor_on_and_what_lies_beyond_the_month_is_said() {
    let rows = cells(&[&["甲某", "丙某、丁某"], &["乙某", "戊某"], &["甲某", "己某"]]);
    let block = read_block(&rows, place(30, 0), &empty(), &officers());
    assert_eq!((names(&block, 30, 0), names(&block, 31, 1)), (vec!["甲某"], vec!["戊某"]));
    assert_eq!(said(&block), [("A3", "粘贴的内容超出本月的表，多出的没有收")]);
    let wide = read_block(&cells(&[&["丙某", "多余"]]), place(1, 1), &empty(), &officers());
    assert_eq!((names(&wide, 1, 1), wide.errors.len()), (vec!["丙某"], 1));
}

fn weekday(_: chrono::NaiveDate) -> &'static str {
    "周"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_written_into_a_sheet_is_read_back_from_it(plan in any_plan("2026-12")) {
        let rows: Vec<Vec<SheetCell>> =
            rows_of_sheet(&plan, weekday).iter().map(|row| row.iter().map(SheetCell::text).collect()).collect();
        let empty = Plan::empty(plan.month, plan.lines.clone());
        let read = read_sheet(&rows, &empty, &officers());
        prop_assert_eq!(&read.errors, &[]);
        for (at, ..) in plan.places() {
            let written: Vec<&str> = plan.cell(at).iter().map(|who| who.name.as_str()).collect();
            prop_assert_eq!(names(&read, at.day, at.line), written);
        }
    }

    #[test]
    fn no_sheet_of_any_text_makes_anybody_up(
        rows in proptest::collection::vec(proptest::collection::vec("[日期带班领导值班员甲某乙0-9月、 =+@\t]{0,8}", 0..5), 0..20),
    ) {
        let rows: Vec<Vec<SheetCell>> = rows.iter().map(|row| row.iter().map(SheetCell::text).collect()).collect();
        let read = read(&rows);
        for (at, who) in &read.cells {
            prop_assert!(empty().has(*at) && who.iter().all(|one| NAMES.contains(&one.name.as_str())));
        }
    }
}

#[test]
fn a_line_is_called_as_it_is_written() {
    let heads = &rows_of_sheet(&sound("2026-12"), weekday)[0];
    assert_eq!(heads, &["日期", "星期", "带班领导", "值班员"]);
    assert_eq!(
        lines("day_night").iter().map(Line::name).collect::<Vec<_>>(),
        ["带班领导", "值班员（白班）", "值班员（夜班）"]
    );
}
