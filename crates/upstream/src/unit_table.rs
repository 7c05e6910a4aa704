//! 单位表: the tree of units as a CSV file. Strict, because a misplaced county would send its reports to the wrong city.

use std::collections::BTreeMap;

use domain::unit::{Level, Unit, UnitCode};

const COLUMNS: [&str; 6] = ["code", "name", "level", "parent", "divisions", "sample"];
/// Excel writes it before UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Why a table of units is not loaded. Nothing of it was.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitTableError {
    /// The first line is not the columns.
    #[error("单位表第 1 行应为 code,name,level,parent,divisions,sample；请按样例 sample/units.csv 调整")]
    BadColumns,
    /// A line is no CSV, or not UTF-8.
    #[error("单位表第 {line} 行无法读取（列数不对、引号不成对或不是 UTF-8 编码）；请另存为“CSV UTF-8”后重试")]
    BadLine {
        /// The line.
        line: u64,
    },
    /// A cell holds what it may not.
    #[error("单位表第 {line} 行 {column} 一列：{reason}")]
    BadCell {
        /// The line.
        line: u64,
        /// The column.
        column: &'static str,
        /// What is wrong and what it should be.
        reason: &'static str,
    },
    /// The same code twice.
    #[error("单位表第 {line} 行的代码与第 {first} 行相同；请删去其中一行")]
    Twice {
        /// The later line.
        line: u64,
        /// The earlier line.
        first: u64,
    },
    /// The tree would not hold together.
    #[error("单位表{}：{reason}", .line.map(|line| format!("第 {line} 行")).unwrap_or_default())]
    Unsound {
        /// The line, where the unit is in the file.
        line: Option<u64>,
        /// What is wrong.
        reason: String,
    },
    /// No units in it.
    #[error("单位表中没有单位；请至少写一行")]
    Empty,
}

/// A unit and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitRow {
    /// Line in the file, from 1.
    pub line: u64,
    /// The unit.
    pub unit: Unit,
}

/// Reads a table of units.
///
/// # Errors
/// The first line that is wrong, and how.
pub fn read_units(csv: &[u8]) -> Result<Vec<UnitRow>, UnitTableError> {
    let text = csv.strip_prefix(BYTE_ORDER_MARK).unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
    let columns = reader.headers().map_err(|_| UnitTableError::BadColumns)?;
    if columns != COLUMNS.as_slice() {
        return Err(UnitTableError::BadColumns);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        rows.push(row(&record.map_err(|error| bad_line(&error))?)?);
    }
    refuse_twice(&rows)?;
    if rows.is_empty() { Err(UnitTableError::Empty) } else { Ok(rows) }
}

fn bad_line(error: &csv::Error) -> UnitTableError {
    UnitTableError::BadLine { line: error.position().map_or(0, csv::Position::line) }
}

fn row(record: &csv::StringRecord) -> Result<UnitRow, UnitTableError> {
    let line = record.position().map_or(0, csv::Position::line);
    let cell = |column: usize| record.get(column).unwrap_or_default();
    let bad = |column: usize, reason| UnitTableError::BadCell { line, column: COLUMNS[column], reason };
    let unit = Unit {
        code: code(cell(0)).ok_or(bad(0, "应为 1 至 20 位数字、字母或连字符"))?,
        name: name(cell(1)).ok_or(bad(1, "应填单位全称，不超过 100 字"))?,
        level: level(cell(2)).ok_or(bad(2, "应为 county、city、province、nation 或 县、市、省、国家"))?,
        parent: match cell(3) {
            "" => None,
            text => Some(code(text).ok_or(bad(3, "应为上级单位的代码，最高一级留空"))?),
        },
        divisions: divisions(cell(4)).ok_or(bad(4, "应为自省级起以 / 连接的名称，如 样例省/样例市/样例县"))?,
        sample: sample(cell(5)).ok_or(bad(5, "应为 true 或 false"))?,
    };
    Ok(UnitRow { line, unit })
}

fn code(text: &str) -> Option<UnitCode> {
    let plain = text.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-');
    (plain && (1..=20).contains(&text.len())).then(|| UnitCode(text.to_owned()))
}

fn name(text: &str) -> Option<String> {
    (1..=100).contains(&text.chars().count()).then(|| text.to_owned())
}

fn level(text: &str) -> Option<Level> {
    match text {
        "county" | "县" => Some(Level::County),
        "city" | "市" => Some(Level::City),
        "province" | "省" => Some(Level::Province),
        "nation" | "国家" => Some(Level::Nation),
        _ => None,
    }
}

fn divisions(text: &str) -> Option<Vec<String>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    let names: Vec<_> = text.split('/').map(|name| name.trim().to_owned()).collect();
    names.iter().all(|name| !name.is_empty()).then_some(names)
}

fn sample(text: &str) -> Option<bool> {
    match text {
        "true" | "是" => Some(true),
        "false" | "否" => Some(false),
        _ => None,
    }
}

fn refuse_twice(rows: &[UnitRow]) -> Result<(), UnitTableError> {
    let mut lines = BTreeMap::new();
    for row in rows {
        if let Some(first) = lines.insert(&row.unit.code, row.line) {
            return Err(UnitTableError::Twice { line: row.line, first });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "code,name,level,parent,divisions,sample\n";

    fn read(lines: &str) -> Result<Vec<UnitRow>, UnitTableError> {
        read_units(format!("{HEAD}{lines}").as_bytes())
    }

    #[test]
    fn the_sample_tree_is_read_with_its_divisions_even_as_excel_saves_it() {
        let sample = include_str!("../../../sample/units.csv");
        let rows = read_units(sample.as_bytes()).unwrap();
        let county = &rows.iter().find(|row| row.unit.code.0 == "990121").unwrap().unit;
        assert_eq!(county.name, "样例县应急管理局");
        assert_eq!(county.divisions, ["样例省", "样例市", "样例县"]);
        assert_eq!(county.parent, Some(UnitCode("990100".to_owned())));
        assert!(rows.iter().all(|row| row.unit.sample), "sample data is marked as such");
        let excel = [BYTE_ORDER_MARK, sample.replace('\n', "\r\n").as_bytes()].concat();
        assert_eq!(read_units(&excel).unwrap().len(), rows.len());
    }

    #[test]
    fn a_wrong_line_is_named_so_that_it_can_be_found() {
        let good = "1,甲局,county,,甲省/甲市/甲县,false\n";
        let cases = [
            ("x y,乙局,county,,甲省,false\n", "第 3 行 code"),
            ("2,,county,,甲省,false\n", "第 3 行 name"),
            ("2,乙局,town,,甲省,false\n", "第 3 行 level"),
            ("2,乙局,county,上级,甲省,false\n", "第 3 行 parent"),
            ("2,乙局,county,,甲省//乙县,false\n", "第 3 行 divisions"),
            ("2,乙局,county,,甲省,yes\n", "第 3 行 sample"),
            ("2,乙局,county,,甲省\n", "第 3 行"),
            ("1,乙局,county,,甲省,false\n", "第 3 行的代码与第 2 行相同"),
        ];
        for (line, words) in cases {
            let error = read(&format!("{good}{line}")).unwrap_err().to_string();
            assert!(error.contains(words), "{line} → {error}");
        }
        assert_eq!(read(""), Err(UnitTableError::Empty));
        assert_eq!(read_units(b"name,code\n"), Err(UnitTableError::BadColumns));
        let gbk = [HEAD.as_bytes(), b"1,\xd1\xf9\xc0\xfd,county,,,false\n"].concat();
        assert!(read_units(&gbk).unwrap_err().to_string().contains("CSV UTF-8"));
    }
}
