//! A second desk beside a room: of the same unit or of one above it, with a folder and a key of its own.

use std::sync::Arc;

use serde_json::{Value, json};
use workstation::{Command, Workstation, dispatch, sync};

use crate::recorded_bell::RecordedBell;
use crate::room::{Nobody, Room};

/// The city above the sample county.
pub const CITY: &str = "990100";
/// The province above that.
pub const PROVINCE: &str = "990000";

/// A desk that syncs with the room's upstream.
pub struct SecondDesk {
    /// The desk.
    pub desk: Arc<Workstation>,
    /// Its folder, within the room's.
    pub folder: std::path::PathBuf,
}

impl SecondDesk {
    /// Enrolled at `unit`.
    pub async fn enrolled(room: &Room, unit: &str, name: &str) -> Self {
        let code = room.code(unit).await;
        let address = room.does("settings", Value::Null)["upstream"].as_str().expect("an address").to_owned();
        let folder = room.folder().join(name);
        let bell = Box::new(RecordedBell::default());
        let desk = Workstation::open(&folder, Box::new(room.clock.clone()), Box::new(Nobody), bell);
        let desk = Arc::new(desk.expect("a desk opens"));
        workstation::enrol(&desk, &desk.tick(), &address, &code).await.expect("the desk enrols");
        Self { desk, folder }
    }

    /// One round of sync.
    pub async fn sync(&self) {
        sync::round(&self.desk).await;
    }

    /// An incident's page as this desk has it.
    pub fn incident(&self, incident: &Value) -> Value {
        dispatch(&self.desk, &Command::of("incident"), json!({ "incident": incident })).expect("it knows the incident")
    }

    /// Does a command as the window would; `Err` is the error as the window sees it.
    pub fn call(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        dispatch(&self.desk, &Command::of(name), arguments)
            .map_err(|error| serde_json::to_value(error).expect("an error is JSON"))
    }

    /// Does a command that must succeed.
    pub fn does(&self, name: &str, arguments: Value) -> Value {
        self.call(name, arguments).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// One event at all levels as this desk has it.
    pub fn levels(&self, incident: &Value) -> Value {
        self.does("levels", json!({ "incident": incident }))
    }

    /// Every body that this desk holds, as text.
    pub fn bodies(&self) -> Vec<String> {
        let file = rusqlite::Connection::open(self.folder.join("zhiban.sqlite")).expect("the desk has a file");
        let mut statement = file.prepare("SELECT body FROM entries WHERE body IS NOT NULL").expect("entries");
        let rows = statement.query_map([], |row| row.get(0)).expect("entries");
        rows.collect::<Result<_, _>>().expect("bodies are text")
    }

    /// How many entries of a kind it holds with their body.
    pub fn readable(&self, kind: &str) -> usize {
        let tag = format!("\"{kind}\":");
        self.bodies().iter().filter(|body| body.contains(&tag)).count()
    }
}
