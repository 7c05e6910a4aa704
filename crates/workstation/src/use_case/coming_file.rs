//! A file that a page hands in by a ticket: where it goes, and what takes it in.

use super::attachment::take_attachment;
use super::backup::{take_backup, used_up};
use super::material::take_material;
use super::packet_in::take_file;
use super::roster_sheet::take_sheet;
use super::rule_pack::take_pack;
use crate::door::DoorError;
use crate::tick::Tick;
use crate::tickets::{ComingFile, FilePurpose, TicketUse};
use crate::workstation::Workstation;

/// Where the file that a ticket hands in is to be written.
///
/// # Errors
/// [`DoorError`] where the ticket is not, or no longer, good for that.
pub fn expect_file(desk: &Workstation, tick: &Tick, ticket: &str) -> Result<ComingFile, DoorError> {
    match desk.take_ticket(tick, ticket) {
        Some(TicketUse::HandIn(purpose)) => Ok(ComingFile::new(desk.passing_file(tick)?, purpose)),
        _ => Err(used_up()),
    }
}

/// Takes in a file that is whole; what was done, in words.
///
/// # Errors
/// [`DoorError`]; the desk is then as it was.
pub fn take_in(desk: &Workstation, file: ComingFile) -> Result<String, DoorError> {
    match file.purpose() {
        FilePurpose::Restore => take_backup(desk, file),
        FilePurpose::Packet => take_file(desk, &desk.tick(), file.path()),
        FilePurpose::RulePack => take_pack(desk, file.path()),
        FilePurpose::Material(incident) => take_material(desk, &desk.tick(), incident, file.path()),
        FilePurpose::Roster(month) => take_sheet(desk, month, file.path()),
        FilePurpose::Attachment(information) => {
            take_attachment(desk, &desk.tick(), information, file.path(), file.name())
        }
    }
}
