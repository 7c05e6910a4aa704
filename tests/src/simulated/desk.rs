//! A desk of the simulation: a real one on a real file, and what its officer knows of.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use workstation::{Command, Workstation, dispatch, sync};

use super::machine::DeskMachine;
use super::province::Place;
use crate::recorded_bell::RecordedBell;
use crate::room::{Nobody, copy_of_file};

/// A desk, restarted at will.
pub(crate) struct Desk {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) folder: PathBuf,
    pub(crate) machine: DeskMachine,
    running: Option<Arc<Workstation>>,
    /// Incidents that were taken here.
    pub(crate) incidents: Vec<Value>,
    /// Its file as it was when somebody kept a copy of it.
    pub(crate) yesterday: Option<PathBuf>,
    /// It is offline until then, in steps of the world.
    pub(crate) cut_until: u64,
}

impl Desk {
    /// Starts on this folder.
    pub(crate) fn start(name: String, place: Place, folder: PathBuf, machine: DeskMachine) -> Self {
        let running = Some(open(&folder, &machine));
        Self { name, place, folder, machine, running, incidents: Vec::new(), yesterday: None, cut_until: 0 }
    }

    pub(crate) fn workstation(&self) -> &Arc<Workstation> {
        self.running.as_ref().expect("it runs between two restarts")
    }

    pub(crate) async fn enrols(&self, address: &str, code: &str) {
        let desk = self.workstation();
        workstation::enrol(desk, &desk.tick(), address, code).await.expect("the desk enrols");
    }

    /// A command as the window gives it; `Err` is what the officer is told.
    pub(crate) fn tries(&self, name: &str, arguments: Value) -> Result<Value, Value> {
        dispatch(self.workstation(), &Command::of(name), arguments)
            .map_err(|error| serde_json::to_value(error).expect("an error is JSON"))
    }

    /// A command that must succeed.
    pub(crate) fn does(&self, name: &str, arguments: Value) -> Value {
        self.tries(name, arguments).unwrap_or_else(|error| panic!("{}: {name}: {error}", self.name))
    }

    pub(crate) fn incident(&self, incident: &Value) -> Value {
        self.does("incident", json!({ "incident": incident }))
    }

    /// What waits to be sent, as the officer sees it.
    pub(crate) fn waiting(&self) -> Value {
        self.does("waiting", Value::Null)
    }

    pub(crate) fn has_nothing_waiting(&self) -> bool {
        self.waiting() == json!([])
    }

    /// The officer looks at what is there, and not for what a lost disk held.
    pub(crate) fn knows_only_what_it_holds(&mut self) {
        let taken = std::mem::take(&mut self.incidents);
        let held = |incident: &Value| self.tries("incident", json!({ "incident": incident })).is_ok();
        self.incidents = taken.into_iter().filter(held).collect();
    }

    /// One round of sync.
    pub(crate) async fn syncs(&self) {
        sync::round(self.workstation()).await;
    }

    /// The program ends and starts again.
    pub(crate) fn restarts(&mut self) {
        self.restarts_after(|_| ());
    }

    /// The program ends, something befalls its file, and it starts again.
    pub(crate) fn restarts_after(&mut self, befalls: impl FnOnce(&Path)) {
        self.running = None;
        befalls(&self.file());
        self.running = Some(open(&self.folder, &self.machine));
    }

    /// Its folder, copied and opened on that machine while this one goes on.
    pub(crate) fn is_copied(&self, name: String, to: PathBuf, machine: DeskMachine) -> Self {
        std::fs::create_dir(&to).expect("a folder for the copy");
        std::fs::copy(self.folder.join("identity.json"), to.join("identity.json")).expect("the key is copied");
        copy_of_file(&self.file(), &to.join("zhiban.sqlite"));
        let copy = Self::start(name, self.place, to, machine);
        Self { incidents: self.incidents.clone(), ..copy }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join("zhiban.sqlite")
    }
}

fn open(folder: &Path, machine: &DeskMachine) -> Arc<Workstation> {
    let bell = Box::new(RecordedBell::default());
    Arc::new(Workstation::open(folder, Box::new(machine.clone()), Box::new(Nobody), bell).expect("a desk opens"))
}
