//! 自检: proves the whole log again from its bytes: every seal, hash, receipt, position, chain and delivery.

use serde::Serialize;

use crate::data_folder::{DataFolder, FolderError};
use crate::sqlite::Inspection;

mod replay;

use replay::Replay;

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

/// Checks everything in the folder, while a server may be running.
///
/// # Errors
/// [`FolderError`] where the folder cannot even be opened; what is wrong inside is in the findings.
pub fn check(folder: &mut DataFolder) -> Result<Findings, FolderError> {
    let mut findings = Findings::default();
    if folder.database().settings()?.is_some()
        && let Err(error) = folder.identity()
    {
        findings.add(error.to_string());
    }
    let inspection = folder.database().inspection()?;
    check_durability(&inspection, &mut findings)?;
    inspection.table_problems()?.into_iter().for_each(|problem| findings.add(problem));
    check_entries(&inspection, &mut findings)?;
    findings.deliveries = inspection.deliveries()?;
    findings.ok = findings.problem_count == 0;
    Ok(findings)
}

fn check_durability(inspection: &Inspection<'_>, findings: &mut Findings) -> Result<(), FolderError> {
    let (journal, synchronous) = inspection.durability()?;
    if (journal.as_str(), synchronous) != ("wal", 2) {
        findings.add(format!("数据库不是 WAL+FULL 方式（journal_mode={journal}，synchronous={synchronous}）"));
    }
    Ok(())
}

fn check_entries(inspection: &Inspection<'_>, findings: &mut Findings) -> Result<(), FolderError> {
    let Some(settings) = inspection.settings()? else {
        if inspection.head()? > 0 {
            findings.add("数据库中有条目，却没有上级节点的身份".to_owned());
        }
        return Ok(());
    };
    let mut replay = Replay::new(&settings);
    inspection.each_entry(|row| {
        findings.entries += 1;
        match row {
            Ok(row) => replay.entry(&row).into_iter().for_each(|problem| findings.add(problem)),
            Err(error) => findings.add(format!("第 {} 条无法读取：{error}", findings.entries)),
        }
    })?;
    replay.missing_bodies().into_iter().for_each(|problem| findings.add(problem));
    if replay.into_heads() != inspection.heads()? {
        findings.add("设备链头记录与条目不符".to_owned());
    }
    Ok(())
}
