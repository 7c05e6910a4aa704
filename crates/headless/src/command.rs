//! The command line. `--json` where a program may read it; non-zero on failure.

mod backup;
mod check;
mod enrol;
mod export_evidence;
mod keep_key;
mod packs;
mod progress;
mod purge;
mod rebuild;
mod serve;
mod status;
mod verify;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use domain::hygiene;
use uuid::Uuid;
use workstation::alarm::ThisBell;
use workstation::{FileChosen, FileWanted, Host, ThisMachine, Workstation};

/// 值班台：县级应急值班事件报送工作站（无窗口）
#[derive(Debug, Parser)]
#[command(name = "zhiban", version, about)]
pub(crate) struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 在浏览器中使用值班台（只监听本机）
    Serve(serve::Serve),
    /// 由事实文件得出等级、时限、缺项、标题和正文
    Check(check::Check),
    /// 随程序的规则包；--lint 检查一个文件夹里的规则包
    Packs(packs::ListPacks),
    /// 校验本机保存的全部记录，或校验一个留痕文件
    Verify(verify::Verify),
    /// 导出一起事件的留痕文件；不写编号则列出事件
    ExportEvidence(export_evidence::ExportEvidence),
    /// 由条目重新归并全部视图
    Rebuild(rebuild::Rebuild),
    /// 按规则清除来电人和号码；--dry-run 只说明会清除多少
    Purge(purge::Purge),
    /// 用一次性注册码把本机注册到上级节点
    Enrol(enrol::EnrolDesk),
    /// 本机注册和待发情况
    Status(status::Status),
    /// 改变设备密钥的保存位置：file（数据目录）或system（系统密钥库）
    KeepKey(keep_key::KeepKey),
    /// 备份到文件（不含设备密钥）
    Backup(backup::BackUp),
    /// 在空的数据文件夹里由备份恢复
    Restore(backup::Restore),
}

/// Which data folder.
#[derive(Debug, Args)]
pub(crate) struct DataFolder {
    /// 数据文件夹
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl DataFolder {
    fn path(&self) -> anyhow::Result<PathBuf> {
        if let Some(path) = &self.data {
            return Ok(path.clone());
        }
        let base = std::env::var_os("XDG_DATA_HOME")
            .map(PathBuf::from)
            .or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".local/share")));
        Ok(base.context("请用 --data 指明数据文件夹")?.join("zhiban"))
    }

    /// Opens the desk in this folder.
    fn open(&self, host: Box<dyn Host>) -> anyhow::Result<Arc<Workstation>> {
        let desk = Workstation::open(&self.path()?, Box::new(ThisMachine::new()), host, Box::new(ThisBell))?;
        Ok(Arc::new(desk))
    }
}

/// A host with nobody watching.
pub(crate) struct Nobody;

impl Host for Nobody {
    fn changed(&self, _: Option<Uuid>) {}

    fn choose_file(&self, _: &FileWanted) -> FileChosen {
        FileChosen::Nothing
    }
}

impl CommandLine {
    /// Does what was asked.
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve(serve) => serve.run(),
            Command::Check(check) => check.run(),
            Command::Packs(packs) => packs.run(),
            Command::Verify(verify) => verify.run(),
            Command::ExportEvidence(export) => export.run(),
            Command::Rebuild(rebuild) => rebuild.run(),
            Command::Purge(purge) => purge.run(),
            Command::Enrol(enrol) => enrol.run(),
            Command::Status(status) => status.run(),
            Command::KeepKey(keep) => keep.run(),
            Command::Backup(backup) => backup.run(),
            Command::Restore(restore) => restore.run(),
        }
    }
}

/// Prints a line to standard output: what a person or a program asked for. What it repeats of a file moves no cursor and
/// turns nothing round.
pub(crate) fn print_line(text: &str) {
    match writeln!(io::stdout().lock(), "{}", hygiene::shown(text)) {
        // Whoever reads the answer may have read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => complain(&format!("结果未能写出（{error}）")),
        _ => {}
    }
}

/// Says on standard error what went wrong.
pub(crate) fn complain(text: &str) {
    // Nobody is left to be told where this cannot be written.
    let _ = writeln!(io::stderr().lock(), "{}", hygiene::shown(text));
}

fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    print_line(&serde_json::to_string_pretty(value)?);
    Ok(())
}
