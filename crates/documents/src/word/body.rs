//! What a Word document shows: paragraphs as lines, the rows of a table as lines, with changes accepted. What Word does
//! not show is not drawn: deleted and hidden text, field codes. What cannot be drawn as text leaves a mark.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::table::{self, Cell};
use crate::clean;
use crate::error::Reason;

/// Most elements open at once; Word's own text boxes in tables in tables stay far below.
const MAX_DEPTH: usize = 256;
/// Stands for a symbol or a formula that is no text, as printers do: the officer looks it up.
const NOT_TEXT: &str = "〓";

/// The text of a document's main part. Entities of its own are refused, not expanded.
pub(super) fn text(xml: &str) -> Result<String, Reason> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut page = Page::default();
    loop {
        match reader.read_event().map_err(|_| Reason::Damaged)? {
            Event::Start(start) => match start.local_name().as_ref() {
                name if is_unread(name) => {
                    if name == "oMath" {
                        page.add(NOT_TEXT);
                    }
                    reader.read_to_end(start.name()).map_err(|_| Reason::Damaged)?;
                }
                _ if page.open.len() == MAX_DEPTH => return Err(Reason::Abnormal),
                _ => page.open(&start),
            },
            Event::End(_) => page.close(),
            Event::Text(text) => page.say(&text),
            Event::CData(text) => page.say(&text),
            Event::GeneralRef(reference) => page.say(&character(&reference)?),
            Event::DocType(_) => return Err(Reason::Abnormal),
            Event::Eof => break,
            // An empty element comes as its start and its end.
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if page.open.is_empty() { Ok(page.lines.join("\n")) } else { Err(Reason::Damaged) }
}

/// Whether an element is passed over with all it holds: tab stops and old formatting, deleted and moved text, a second
/// version of a text box for old programs, readings beside characters, formulas (a fraction would read as one number).
fn is_unread(name: &str) -> bool {
    matches!(name, "pPr" | "rPrChange" | "tcPrChange" | "del" | "moveFrom" | "Fallback" | "rt" | "oMath")
}

/// What `&…;` stands for.
fn character(reference: &BytesRef<'_>) -> Result<String, Reason> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Ok(c.to_string()),
        Ok(None) => resolve_predefined_entity(reference).map(str::to_owned).ok_or(Reason::Damaged),
        Err(_) => Err(Reason::Damaged),
    }
}

/// Where the digits of a run stand: 10³ is not 103.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Digits {
    OnTheLine,
    Raised,
    Lowered,
}

impl Digits {
    fn written(self, c: char) -> char {
        const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
        const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
        let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        let table = match self {
            Self::OnTheLine => return c,
            Self::Raised => RAISED,
            Self::Lowered => LOWERED,
        };
        digit.and_then(|digit| table.get(digit)).copied().unwrap_or(c)
    }
}

/// An open element, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Element {
    Paragraph,
    Run { hidden: bool, digits: Digits },
    RunFormat,
    Text,
    Row,
    Cell,
    CellFormat,
    Other,
}

/// What was read so far. Paragraphs, rows and cells nest: a text box stands in a paragraph, a table in a cell.
#[derive(Default)]
struct Page {
    open: Vec<Element>,
    hidden_runs: usize,
    paragraphs: Vec<String>,
    rows: Vec<Vec<Cell>>,
    cells: Vec<Cell>,
    lines: Vec<String>,
}

impl Page {
    fn open(&mut self, start: &BytesStart<'_>) {
        let element = match start.local_name().as_ref() {
            "p" => {
                self.paragraphs.push(String::new());
                Element::Paragraph
            }
            "r" => Element::Run { hidden: false, digits: Digits::OnTheLine },
            "rPr" => Element::RunFormat,
            "t" => Element::Text,
            "tr" => {
                self.rows.push(Vec::new());
                Element::Row
            }
            "tc" => {
                self.cells.push(Cell::default());
                Element::Cell
            }
            "tcPr" => Element::CellFormat,
            name => {
                self.note(name, start);
                Element::Other
            }
        };
        self.open.push(element);
    }

    /// An element that says something by standing there.
    fn note(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "tab" | "ptab" => self.add(" "),
            "br" | "cr" => self.add("\n"),
            "noBreakHyphen" => self.add("-"),
            "sym" => self.add(NOT_TEXT),
            "vanish" | "strike" | "dstrike" if !matches!(value(start).as_deref(), Some("0" | "false" | "off")) => {
                self.hide_run()
            }
            "vertAlign" => match value(start).as_deref() {
                Some("superscript") => self.put_digits(Digits::Raised),
                Some("subscript") => self.put_digits(Digits::Lowered),
                _ => {}
            },
            "vMerge" if value(start).as_deref() != Some("restart") => {
                if let (Some(Element::CellFormat), Some(cell)) = (self.open.last(), self.cells.last_mut()) {
                    cell.goes_on = true;
                }
            }
            _ => {}
        }
    }

    /// Text that the writer has hidden or struck out is not what the document says.
    fn hide_run(&mut self) {
        if let [.., Element::Run { hidden: hidden @ false, .. }, Element::RunFormat] = self.open.as_mut_slice() {
            *hidden = true;
            self.hidden_runs += 1;
        }
    }

    fn put_digits(&mut self, stand: Digits) {
        if let [.., Element::Run { digits, .. }, Element::RunFormat] = self.open.as_mut_slice() {
            *digits = stand;
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Element::Paragraph) => {
                let paragraph = clean(&self.paragraphs.pop().unwrap_or_default());
                paragraph.split('\n').for_each(|line| self.put(line.to_owned()));
            }
            Some(Element::Run { hidden: true, .. }) => self.hidden_runs -= 1,
            Some(Element::Cell) => {
                let cell = self.cells.pop().unwrap_or_default();
                match self.rows.last_mut() {
                    Some(row) => row.push(cell),
                    None => cell.lines.into_iter().for_each(|line| self.put(line)),
                }
            }
            Some(Element::Row) => {
                let row = table::line(&self.rows.pop().unwrap_or_default());
                self.put(row);
            }
            _ => {}
        }
    }

    /// A finished line, where it belongs.
    fn put(&mut self, line: String) {
        if !line.is_empty() {
            self.cells.last_mut().map_or(&mut self.lines, |cell| &mut cell.lines).push(line);
        }
    }

    /// Characters between tags. A break among them is the writer's layout, not the document's.
    fn say(&mut self, text: &str) {
        let [.., run, Element::Text] = self.open.as_slice() else { return };
        let digits = if let Element::Run { digits, .. } = run { *digits } else { Digits::OnTheLine };
        let text: String = text.replace(['\r', '\n'], " ").chars().map(|c| digits.written(c)).collect();
        self.add(&text);
    }

    fn add(&mut self, text: &str) {
        if let (0, Some(paragraph)) = (self.hidden_runs, self.paragraphs.last_mut()) {
            paragraph.push_str(text);
        }
    }
}

/// The `val` of an element, under whatever prefix.
fn value(start: &BytesStart<'_>) -> Option<String> {
    let mut attributes = start.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "val")
        .map(|attribute| attribute.value.to_string())
}
