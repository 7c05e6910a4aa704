//! 值班表的表格: a sheet comes in, is looked at, and is taken over as one step; a block is pasted; a month goes out as a sheet.

use std::path::Path;

use domain::access::Accessed;
use domain::roster::{
    CellChange, Place, Plan, RosterEdit, SheetCell, SheetError, SheetRead, YearMonth, read_block, read_sheet,
    rows_of_sheet,
};
use store::table::officer;

use super::access;
use super::attachment::write_out;
use super::backup::unwritable;
use super::roster::{Month, drafted, edited, shown};
use super::roster_view::weekday;
use crate::door::{DoorError, FileStep, NameMonth, PasteIntoRoster, RosterImport, RosterOf, RosterView};
use crate::host::{FileChosen, FileWanted};
use crate::reading::read_at_most;
use crate::tick::Tick;
use crate::tickets::{FilePurpose, TicketUse};
use crate::workstation::Workstation;

/// Most characters that are pasted at once: far above a month.
const LONGEST_BLOCK: usize = 100_000;
/// The name under which a workbook is spoken of; a file's own name stays outside.
const CHOSEN: &str = "所选文件";

/// What was read of a sheet and not taken over yet.
#[derive(Debug, Clone)]
pub(crate) struct SheetAtHand {
    month: YearMonth,
    sheet: String,
    read: SheetRead,
}

/// Asks for a workbook.
pub(crate) fn choose(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<FileStep, DoorError> {
    match desk.choose_file(&FileWanted::Open) {
        FileChosen::Nothing => Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => Ok(FileStep { ticket: None, done: Some(take_sheet(desk, request.month, &path)?) }),
        FileChosen::ByTicket => {
            let ticket = desk.draw_ticket(tick, TicketUse::HandIn(FilePurpose::Roster(request.month)))?;
            Ok(FileStep { ticket: Some(ticket), done: None })
        }
    }
}

/// Reads a workbook to look at; nothing is planned by that.
pub(crate) fn take_sheet(desk: &Workstation, month: YearMonth, path: &Path) -> Result<String, DoorError> {
    let bytes = read_at_most(path, sheets::MAX_FILE).map_err(|error| unwritable(&error))?;
    let bytes = bytes.ok_or_else(|| DoorError::field("file", "文件过大，未读取。请只留下要导入的表，另存后再选。"))?;
    let found = sheets::sheets_of(CHOSEN, &bytes).map_err(|error| DoorError::field("file", error.to_string()))?;
    let store = desk.store();
    let known = Month::own(&store, desk.own_unit()?.code, month)?;
    let plan = known.planned(&desk.packs())?.plan;
    let officers = officer::all(store.connection())?;
    drop(store);
    let reads = found.into_iter().map(|sheet| (sheet.name, read_sheet(&sheet.rows, &plan, &officers)));
    // The sheet of this month says most; a workbook may have twelve.
    let best = reads.max_by_key(|(_, read)| (read.cells.len(), std::cmp::Reverse(read.errors.len())));
    let Some((sheet, read)) = best else {
        return Err(DoorError::field("file", "文件里没有内容，请打开核对后再选。"));
    };
    let said = format!("已读入“{sheet}”，{}格有人，{}处要看。请看一眼，再收入。", read.cells.len(), read.errors.len());
    *desk.sheet_at_hand() = Some(SheetAtHand { month, sheet, read });
    desk.shown(None);
    Ok(said)
}

/// What the sheet at hand would change, and what could not be read of it.
pub(super) fn at_hand(desk: &Workstation, plan: &Plan) -> Option<RosterImport> {
    let held = desk.sheet_at_hand();
    let SheetAtHand { sheet, read, .. } = held.as_ref().filter(|held| held.month == plan.month)?;
    let change = |(place, after): &(Place, Vec<_>)| CellChange {
        place: *place,
        before: plan.cell(*place).to_vec(),
        after: after.clone(),
    };
    let cells = read.cells.iter().map(change).filter(|change| change.before != change.after).collect();
    Some(RosterImport { sheet: sheet.clone(), cells, errors: read.errors.clone() })
}

/// Takes the sheet at hand over, as one step that can be taken back.
pub(crate) fn take_over(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<RosterView, DoorError> {
    let held = desk.sheet_at_hand().clone().filter(|held| held.month == request.month);
    let held = held.ok_or_else(|| DoorError::not_found("没有读入的表，请先选择文件。"))?;
    drafted(desk, tick, request.month, |draft, known, packs| {
        edited(draft, known, packs, &RosterEdit::Take { cells: held.read.cells })
    })?;
    *desk.sheet_at_hand() = None;
    shown(desk, tick, request.month)
}

/// Puts the sheet at hand away.
pub(crate) fn put_away(desk: &Workstation, tick: &Tick, request: NameMonth) -> Result<RosterView, DoorError> {
    *desk.sheet_at_hand() = None;
    shown(desk, tick, request.month)
}

/// Pastes a block as WPS and Excel copy it: tabs between columns, line feeds between rows.
pub(crate) fn paste(desk: &Workstation, tick: &Tick, request: PasteIntoRoster) -> Result<RosterView, DoorError> {
    let PasteIntoRoster { month, place, text } = request;
    if text.chars().nth(LONGEST_BLOCK).is_some() {
        return Err(DoorError::field("text", "粘贴的内容过多，请只复制本月的表。"));
    }
    let rows: Vec<Vec<SheetCell>> = rows_of_block(&text);
    let officers = officer::all(desk.store().connection())?;
    let mut errors: Vec<SheetError> = Vec::new();
    drafted(desk, tick, month, |draft, known, packs| {
        let whole = read_sheet(&rows, &draft.plan, &officers);
        let read = if whole.cells.is_empty() { read_block(&rows, place, &draft.plan, &officers) } else { whole };
        errors = read.errors;
        edited(draft, known, packs, &RosterEdit::Take { cells: read.cells })
    })?;
    if !errors.is_empty() {
        let read = SheetRead { cells: Vec::new(), errors };
        *desk.sheet_at_hand() = Some(SheetAtHand { month, sheet: "粘贴的内容".to_owned(), read });
    }
    shown(desk, tick, month)
}

/// A cell with line feeds in it is copied within quotes.
fn rows_of_block(text: &str) -> Vec<Vec<SheetCell>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut chars) = (false, text.chars().filter(|c| *c != '\r').peekable());
    while let Some(c) = chars.next() {
        let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.is_empty() => quoted = !quoted,
            '\t' if !quoted => rows.last_mut().into_iter().for_each(|row| row.push(String::new())),
            '\n' if !quoted => rows.push(vec![String::new()]),
            other => cell.push(other),
        }
    }
    if rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
        rows.pop();
    }
    rows.into_iter().map(|row| row.into_iter().map(SheetCell::text).collect()).collect()
}

/// Writes a month to a file that a person chose, or draws a ticket by which the page fetches it; that it left is recorded.
pub(crate) fn export(desk: &Workstation, tick: &Tick, request: RosterOf) -> Result<FileStep, DoorError> {
    let own = desk.own_unit()?.code;
    let unit = request.unit.unwrap_or_else(|| own.clone());
    let month = request.month.unwrap_or_else(|| YearMonth::at(tick.now()).next());
    let store = desk.store();
    let known = if unit == own { Month::own(&store, unit, month)? } else { Month::of(&store, unit, month)? };
    drop(store);
    let plan = known.planned(&desk.packs())?.plan;
    let rows = rows_of_sheet(&plan, weekday);
    let bytes = sheets::workbook("值班表", &rows).map_err(|error| DoorError::storage(error.to_string()))?;
    let (name, unlike) = (format!("值班表-{month}.xlsx"), tick.new_id(desk.machine.as_ref())?);
    let step = match desk.choose_file(&FileWanted::Save { name: name.clone() }) {
        FileChosen::Nothing => return Ok(FileStep { ticket: None, done: None }),
        FileChosen::Path(path) => {
            write_out(&path, &bytes, unlike).map_err(|error| unwritable(&error))?;
            FileStep { ticket: None, done: Some(format!("已存为{name}")) }
        }
        FileChosen::ByTicket => {
            let path = desk.passing_file(tick)?;
            write_out(&path, &bytes, unlike).map_err(|error| unwritable(&error))?;
            FileStep {
                ticket: Some(desk.draw_ticket(tick, TicketUse::Fetch { path, name: name.clone() })?),
                done: None,
            }
        }
    };
    access::note(desk, tick, known.subject(), Accessed::Roster, format!("导出{name}"))?;
    Ok(step)
}
