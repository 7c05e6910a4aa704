//! A duty room whose programs run by themselves: a desk, enrolled at an upstream of its own, on a stage and under its clock.

use std::path::{Path, PathBuf};

use crate::engine::Engine;
use crate::post::Post;
use crate::program::Program;
use crate::stage::Stage;
use crate::upstream::Upstream;

/// The room before its officer comes; what it shows is opened with [`DutyRoom::open`].
#[derive(Debug)]
pub struct DutyRoom {
    // Dropped in this order: the folder last.
    /// Its upstream, which a test may kill.
    pub upstream: Upstream,
    /// Its screen, bus and folder.
    pub stage: Stage,
    data: PathBuf,
}

impl DutyRoom {
    /// The room of `unit`, one of `units` (a table as the upstream reads it).
    pub async fn enrolled(stage: Stage, units: &str, unit: &str) -> Self {
        // The code is good for a day: whoever issues it and whoever takes it read the same clock.
        let environment = stage.environment();
        let upstream = Upstream::start_under(&stage.folder().join("upstream"), "127.0.0.1:0", &environment).await;
        let table = stage.folder().join("units.csv");
        std::fs::write(&table, units).expect("the test's folder can be written");
        upstream.load_units(&table);
        let data = stage.folder().join("desk");
        let code = upstream.one_time_code(unit);
        let desk = data.to_str().expect("a test's folder has a plain name");
        let enrol = ["enrol", "--data", desk, "--upstream", upstream.address(), "--code", &code];
        Program::built("zhiban").run_under(enrol, &environment).succeeded();
        Self { upstream, stage, data }
    }

    /// Opens its desk.
    pub async fn open(&self, engine: Engine) -> Post {
        Post::open(&self.stage, engine, &self.data).await
    }

    /// The folder of its desk.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The upstream that was killed is there again, where it was.
    pub async fn upstream_comes_back(&mut self) {
        let listen = self.upstream.listen().to_owned();
        let folder = self.stage.folder().join("upstream");
        self.upstream = Upstream::start_under(&folder, &listen, &self.stage.environment()).await;
    }
}
