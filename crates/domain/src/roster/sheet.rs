//! 值班表的表格: a month as rows of a sheet, read as bureaus write it and written as they read it. What cannot be read is said at
//! its cell.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::line::Line;
use super::month::YearMonth;
use super::plan::{MOST_IN_A_CELL, Place, Plan, Rostered, index};
use crate::hygiene;
use crate::officer::Officer;

/// A header stands within so many rows from the top: titles and notes stand before it.
const HEADER_WITHIN: usize = 10;
/// What the column of days may be called.
const DAY_COLUMN: [&str; 4] = ["日期", "值班日期", "时间", "日"];
/// What stands between two names in one cell.
const BETWEEN_NAMES: [char; 8] = ['、', '，', ',', '；', ';', '/', '\n', '\t'];

/// A cell as a program that reads sheets gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetCell {
    /// As it is shown.
    pub text: String,
    /// Where the sheet says that it is a day.
    pub day: Option<NaiveDate>,
    /// Where it is a formula or an error: what it shows may be anything.
    pub computed: bool,
    /// What it shows stands in a row above, with which it is merged.
    pub spread: bool,
}

impl SheetCell {
    /// A cell with plain text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn clean(&self) -> String {
        hygiene::line(&self.text)
    }

    fn is_empty(&self) -> bool {
        self.day.is_none() && self.text.trim().is_empty()
    }
}

/// One thing wrong in a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetError {
    /// B5; empty where it is of the whole sheet.
    pub cell: String,
    /// What is wrong and what to do.
    pub words: String,
}

/// What a sheet says of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRead {
    /// Who stands where; cells of which the sheet says nothing are not among them.
    pub cells: Vec<(Place, Vec<Rostered>)>,
    /// What could not be read, by row and column.
    pub errors: Vec<SheetError>,
}

/// Where the columns of a sheet stand.
struct Header {
    row: usize,
    day: usize,
    /// Column and the place of its line.
    lines: Vec<(usize, u32)>,
}

/// Reads a sheet with a header: a column of days and columns named by the posts.
#[must_use]
pub fn read_sheet(rows: &[Vec<SheetCell>], plan: &Plan, officers: &[Officer]) -> SheetRead {
    let mut read = SheetRead { cells: Vec::new(), errors: Vec::new() };
    let Some(header) = header(rows, &plan.lines) else {
        let posts: Vec<String> = plan.lines.iter().map(Line::name).collect();
        let words = format!("没有找到表头：应有一行写明日期和{}", posts.join("、"));
        read.errors.push(SheetError { cell: String::new(), words });
        return read;
    };
    let mut seen = BTreeSet::new();
    let mut last = None;
    for (at, row) in rows.iter().enumerate().skip(header.row + 1) {
        if row.iter().all(SheetCell::is_empty) {
            continue;
        }
        let day_cell = row.get(header.day).cloned().unwrap_or_default();
        let has_names = header.lines.iter().any(|(column, _)| row.get(*column).is_some_and(|cell| !cell.is_empty()));
        // A day that takes several rows is written once.
        if let Some(day) = last.filter(|_| has_names && (day_cell.spread || day_cell.is_empty())) {
            read.row(at, row, day, &header.lines, officers);
            continue;
        }
        let day = match day_of(&day_cell, plan.month) {
            Ok(day) => day,
            // A remark below the table.
            Err(_) if !has_names => continue,
            Err(words) => {
                read.errors.push(SheetError { cell: address(at, header.day), words });
                continue;
            }
        };
        if !seen.insert(day) {
            last = None;
            let words = format!("{day}日写了两行，请合并；只收了第一行");
            read.errors.push(SheetError { cell: address(at, header.day), words });
            continue;
        }
        last = Some(day);
        read.row(at, row, day, &header.lines, officers);
    }
    for day in (1..=plan.month.length()).filter(|day| !seen.contains(day)) {
        read.errors.push(SheetError { cell: String::new(), words: format!("没有{day}日，请补一行") });
    }
    read
}

/// Reads a block without a header as it was copied, from a cell of the month on: rows are days, columns are lines.
#[must_use]
pub fn read_block(rows: &[Vec<SheetCell>], from: Place, plan: &Plan, officers: &[Officer]) -> SheetRead {
    let mut read = SheetRead { cells: Vec::new(), errors: Vec::new() };
    for (at, row) in rows.iter().enumerate() {
        let day = from.day.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        let lines: Vec<(usize, u32)> = (0..row.len()).zip(from.line..).collect();
        if lines.iter().any(|(_, line)| !plan.has(Place { day, line: *line })) {
            let words = "粘贴的内容超出本月的表，多出的没有收".to_owned();
            read.errors.push(SheetError { cell: address(at, 0), words });
        }
        let within: Vec<(usize, u32)> =
            lines.into_iter().filter(|(_, line)| plan.has(Place { day, line: *line })).collect();
        read.row(at, row, day, &within, officers);
    }
    read
}

impl SheetRead {
    fn row(&mut self, at: usize, row: &[SheetCell], day: u32, lines: &[(usize, u32)], officers: &[Officer]) {
        for (column, line) in lines {
            let Some(cell) = row.get(*column).filter(|cell| !cell.is_empty()) else { continue };
            let place = Place { day, line: *line };
            let said = address(at, *column);
            // Of a day in several rows whoever stands in all of them stands there once.
            if cell.spread && self.cells.iter().any(|(known, _)| *known == place) {
                continue;
            }
            if cell.computed {
                let words = "是公式或错误值，请改成姓名后再导入".to_owned();
                self.errors.push(SheetError { cell: said, words });
                continue;
            }
            for name in names_in(&cell.text) {
                match person(&name, officers) {
                    Ok(who) => self.stand(place, who, &said),
                    Err(words) => self.errors.push(SheetError { cell: said.clone(), words }),
                }
            }
        }
    }

    fn stand(&mut self, place: Place, who: Rostered, said: &str) {
        let at = self.cells.iter().position(|(known, _)| *known == place).unwrap_or_else(|| {
            self.cells.push((place, Vec::new()));
            self.cells.len() - 1
        });
        let Some((_, cell)) = self.cells.get_mut(at) else { return };
        if cell.iter().any(|known| known.is(&who)) {
            let words = format!("{}在这一岗写了两次，只收一次", who.name);
            self.errors.push(SheetError { cell: said.to_owned(), words });
        } else if cell.len() >= MOST_IN_A_CELL {
            let words = format!("一格最多{MOST_IN_A_CELL}人，{}没有收", who.name);
            self.errors.push(SheetError { cell: said.to_owned(), words });
        } else {
            cell.push(who);
        }
    }
}

/// The row that names a column of days and at least one post.
fn header(rows: &[Vec<SheetCell>], lines: &[Line]) -> Option<Header> {
    rows.iter().take(HEADER_WITHIN).enumerate().find_map(|(row, cells)| {
        let named: Vec<String> = cells.iter().map(|cell| without_spaces(&cell.clean())).collect();
        let day = named.iter().position(|name| DAY_COLUMN.contains(&name.as_str()))?;
        let of_line = |name: &str| lines.iter().position(|line| is_called(line, name));
        let columns = named.iter().enumerate().filter(|(column, _)| *column != day);
        let lines: Vec<(usize, u32)> =
            columns.filter_map(|(column, name)| Some((column, u32::try_from(of_line(name)?).ok()?))).collect();
        (!lines.is_empty()).then_some(Header { row, day, lines })
    })
}

/// 值班员, 值班员1, 值班员（夜班）, and what the pack says it is also called.
fn is_called(line: &Line, name: &str) -> bool {
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九".contains(c));
    let name = name.replace('(', "（").replace(')', "）");
    let with_shift = |post: &str| format!("{post}（{}）", line.shift);
    let called = std::iter::once(&line.post).chain(&line.also);
    called.clone().any(|post| name == with_shift(post))
        || line.is_whole_day() && called.clone().any(|post| name == *post)
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// 2026-12-05, 12月5日, 12.5, 5日, 5: a day of the month.
fn day_of(cell: &SheetCell, month: YearMonth) -> Result<u32, String> {
    let first = month.first();
    if let Some(day) = cell.day {
        return if YearMonth::of(day) == month {
            Ok(day.day())
        } else {
            Err(format!("{}不是{}的日子，请核对", day.format("%Y-%m-%d"), month.words()))
        };
    }
    let text = cell.clean();
    let unread = || format!("“{text}”不是日期，应写作{}月5日或5", first.month());
    let numbers: Option<Vec<u32>> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    let year = u32::try_from(first.year()).unwrap_or_default();
    let day = match numbers.ok_or_else(unread)?.as_slice() {
        [day] => *day,
        [of, day] if *of == first.month() => *day,
        [of_year, of, day] if (*of_year, *of) == (year, first.month()) => *day,
        [_, _] | [_, _, _] => return Err(format!("“{text}”不是{}的日子，请核对", month.words())),
        _ => return Err(unread()),
    };
    month.day(day).map(|_| day).ok_or_else(|| format!("{}没有{day}日，请核对", month.words()))
}

/// The names of a cell; a number that stands beside one is left out, for the list has it.
fn names_in(text: &str) -> Vec<String> {
    let is_number = |part: &str| part.chars().all(|c| c.is_ascii_digit() || "-+()（）".contains(c));
    let mut names: Vec<String> = Vec::new();
    for part in text.split(BETWEEN_NAMES) {
        // 甲 某: a name of two characters is often set as wide as one of three.
        let mut half: Option<String> = None;
        for word in part.split_whitespace().map(hygiene::line).filter(|word| !word.is_empty() && !is_number(word)) {
            let single = word.chars().count() == 1;
            match half.take() {
                Some(first) if single => names.push(first + &word),
                None if single => half = Some(word),
                first => names.extend(first.into_iter().chain([word])),
            }
        }
        names.extend(half);
    }
    names
}

/// The one officer of that name.
fn person(name: &str, officers: &[Officer]) -> Result<Rostered, String> {
    let named: Vec<&Officer> = officers.iter().filter(|officer| officer.name == name).collect();
    match named.as_slice() {
        [] => Err(format!("{name}不在值班人员名单，请核对姓名或先登记")),
        [officer] if officer.left => Err(format!("{name}已调离，请换人")),
        [officer] => Ok(Rostered {
            officer: Some(officer.id),
            name: officer.name.clone(),
            title: officer.post.clone(),
            phone: officer.phone.clone(),
            on_site: false,
        }),
        _ => Err(format!("名单里有{}个{name}，请在表中逐格选定", named.len())),
    }
}

/// B5: as a sheet names its cells.
fn address(row: usize, column: usize) -> String {
    let mut letters = String::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.insert(0, char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// The month as rows of a sheet: 日期, 星期, then a column for each line.
#[must_use]
pub fn rows_of_sheet(plan: &Plan, weekday: impl Fn(NaiveDate) -> &'static str) -> Vec<Vec<String>> {
    let mut head = vec!["日期".to_owned(), "星期".to_owned()];
    head.extend(plan.lines.iter().map(Line::name));
    let day = |date: NaiveDate| {
        let mut row = vec![format!("{}月{}日", date.month(), date.day()), weekday(date).to_owned()];
        let cells = plan.days.get(index(date.day0())).into_iter().flatten();
        row.extend(cells.map(|cell| cell.iter().map(|who| who.name.as_str()).collect::<Vec<_>>().join("、")));
        row
    };
    std::iter::once(head).chain(plan.month.days().map(day)).collect()
}
