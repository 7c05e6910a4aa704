//! The application without a window: use cases over the store, sync with the upstream, and one list of commands.
//! A host (window or browser) gives it a data folder and is told when something changed.

pub mod alarm;
mod blobs;
mod commands;
pub mod daily_backup;
pub mod door;
mod enrolment;
mod epoch;
mod folder;
mod host;
mod identity;
mod key_store;
mod machine;
mod pin;
mod qr_code;
mod reading;
mod room_clock;
mod rulebook;
mod sealing;
mod session;
pub mod sync;
mod tick;
mod tickets;
mod trouble;
mod use_case;
mod verify;
mod words;
mod workstation;

pub use commands::{COMMANDS, Command, WHILE_LOCKED, dispatch, typescript};
pub use enrolment::{Enrolment, enrolled, remember_system_of_record};
pub use host::{FileChosen, FileWanted, Host};
pub use identity::KeptIn;
pub use key_store::{KeyStore, KeyStoreTrouble, NoKeyStore, SecretService};
pub use machine::{Machine, ThisMachine};
pub use reading::read_at_most;
pub use tick::Tick;
pub use tickets::{ComingFile, GivenFile};
pub use trouble::OpenError;
pub use use_case::backup::{copy_in, give_file, take_backup, write_backup};
pub use use_case::clearing::{Clearing, clear, would_clear};
pub use use_case::coming_file::{expect_file, take_in};
pub use use_case::enrol::enrol;
pub use use_case::evidence::{evidence_name, incidents_on_record, write_evidence};
pub use use_case::keep_key::{keep_key, key_kept_in};
pub use verify::{Verdict, VerifyProgress, VerifyStep, verify, verify_watched};
pub use workstation::Workstation;
