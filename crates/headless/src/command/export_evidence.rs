//! `zhiban export-evidence [INCIDENT] [--out FILE]`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use domain::beijing;
use domain::evidence::one_line;
use uuid::Uuid;
use workstation::{Workstation, evidence_name, incidents_on_record, write_evidence};

use super::{DataFolder, Nobody, print_line};

#[derive(Debug, Args)]
pub(crate) struct ExportEvidence {
    #[command(flatten)]
    folder: DataFolder,
    /// 事件编号；不写则列出最近200起
    incident: Option<Uuid>,
    /// 写到这个文件，不能已存在；不写则放在当前文件夹
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl ExportEvidence {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let desk = self.folder.open(Box::new(Nobody))?;
        let Some(incident) = self.incident else { return list(&desk) };
        let tick = desk.tick();
        let path = self.out.clone().unwrap_or_else(|| evidence_name(&tick).into());
        anyhow::ensure!(!path.exists(), "{}已存在，请换一个文件名。", path.display());
        let done = write_evidence(&desk, &tick, incident, &path)?;
        print_line(&format!("{}\n{done}", path.display()));
        print_line(
            "任何人都可以校验：zhiban verify 文件，或用脚本 verify-evidence.sh 文件（只需 bash、常用文字工具和 OpenSSL）。",
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn list(desk: &Workstation) -> anyhow::Result<ExitCode> {
    for incident in incidents_on_record(desk, &desk.tick())? {
        let received = beijing::full(incident.first_received);
        print_line(&format!("{}  {received}  {}", incident.id, one_line(&incident.name)));
    }
    Ok(ExitCode::SUCCESS)
}
