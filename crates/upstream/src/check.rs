//! 自检: proves the whole log again from its bytes: every seal, hash, receipt, position, chain and delivery.

mod replay;
mod rows;

use serde::Serialize;

use crate::data_folder::{DataFolder, FolderError};
use crate::database_error::DatabaseError;
use crate::postgres;
use crate::settings::Settings;
use crate::storage::Storage;
use replay::Replay;

pub(crate) use rows::{CursorRow, EntryColumns, EntryRow};

/// Problems beyond this many are only counted.
const LISTED: usize = 100;

/// What `check` found.
#[derive(Debug, Default, Serialize)]
pub struct Findings {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// Entries checked.
    pub entries: u64,
    /// Deliveries checked.
    pub deliveries: u64,
    /// What is wrong, in words; the first hundred.
    pub problems: Vec<String>,
    /// How many problems there are.
    pub problem_count: u64,
}

impl Findings {
    fn add(&mut self, problem: String) {
        self.problem_count += 1;
        if self.problems.len() < LISTED {
            self.problems.push(problem);
        }
    }
}

/// A database read at one moment, while a server may go on.
pub(crate) trait Inspect {
    /// Who this upstream is.
    async fn settings(&self) -> Result<Option<Settings>, DatabaseError>;

    /// The last position.
    async fn head(&self) -> Result<u64, DatabaseError>;

    /// Count of all deliveries.
    async fn deliveries(&self) -> Result<u64, DatabaseError>;

    /// Settings under which a commit might not last, in words.
    async fn durability_problems(&self) -> Result<Vec<String>, DatabaseError>;

    /// What the database itself and the tables' own rules find wrong, in words.
    async fn table_problems(&self) -> Result<Vec<String>, DatabaseError>;

    /// Every entry in order; a row that cannot even be read comes as its error.
    async fn each_entry(&self, visit: &mut dyn FnMut(Result<EntryRow, DatabaseError>)) -> Result<(), DatabaseError>;

    /// What the table of device heads says.
    async fn heads(&self) -> Result<Vec<CursorRow>, DatabaseError>;
}

/// Checks everything of this upstream, while a server may be running.
///
/// # Errors
/// [`FolderError`] where it cannot even be opened; what is wrong inside is in the findings.
pub async fn check(folder: &DataFolder) -> Result<Findings, FolderError> {
    let mut findings = Findings::default();
    if folder.storage().settings().await?.is_some()
        && let Err(error) = folder.identity().await
    {
        findings.add(error.to_string());
    }
    match folder.storage() {
        Storage::Sqlite(connections) => {
            let mut database = connections.another()?;
            inspect(&database.inspection()?, &mut findings).await?;
        }
        Storage::Postgres(database) => {
            let mut client = database.inspector().await?;
            inspect(&postgres::Inspection::begin(&mut client).await?, &mut findings).await?;
        }
    }
    findings.ok = findings.problem_count == 0;
    Ok(findings)
}

async fn inspect(inspection: &impl Inspect, findings: &mut Findings) -> Result<(), DatabaseError> {
    inspection.durability_problems().await?.into_iter().for_each(|problem| findings.add(problem));
    inspection.table_problems().await?.into_iter().for_each(|problem| findings.add(problem));
    check_entries(inspection, findings).await?;
    findings.deliveries = inspection.deliveries().await?;
    Ok(())
}

async fn check_entries(inspection: &impl Inspect, findings: &mut Findings) -> Result<(), DatabaseError> {
    let Some(settings) = inspection.settings().await? else {
        if inspection.head().await? > 0 {
            findings.add("数据库中有条目，却没有上级节点的身份".to_owned());
        }
        return Ok(());
    };
    let mut replay = Replay::new(&settings);
    let mut visit = |row: Result<EntryRow, DatabaseError>| {
        findings.entries += 1;
        match row {
            Ok(row) => replay.entry(&row).into_iter().for_each(|problem| findings.add(problem)),
            Err(error) => findings.add(format!("第 {} 条无法读取：{error}", findings.entries)),
        }
    };
    inspection.each_entry(&mut visit).await?;
    replay.missing_bodies().into_iter().for_each(|problem| findings.add(problem));
    let mut heads = inspection.heads().await?;
    heads.sort();
    if replay.into_heads() != heads {
        findings.add("设备链头记录与条目不符".to_owned());
    }
    Ok(())
}
