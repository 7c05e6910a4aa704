//! What can be asked for on the command line.

mod asked;
mod backup;
mod check;
mod devices;
mod enrol;
mod place;
mod qr;
mod restore;
mod revoke;
mod serve;
mod take_in;
mod units;
mod wall_clock;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use domain::hygiene;

/// 上级节点：接收、排序、签收并分发各值班台的条目。
#[derive(Debug, Parser)]
#[command(name = "zhiban-upstream", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动上级节点；收到 SIGTERM 或 Ctrl+C 后处理完在途请求再停止
    Serve(serve::Serve),
    /// 导入或更新单位表（CSV：code,name,level,parent,divisions,sample）；服务运行时也可执行
    Units(units::Units),
    /// 为某单位生成一个一次性注册码，24 小时内有效；服务运行时也可执行
    Enrol(enrol::Enrol),
    /// 列出登记的设备：编号、单位、登记和吊销时间；服务运行时也可执行
    Devices(devices::Devices),
    /// 吊销一台设备（编号见 devices），其保持的连接随即断开；服务运行时也可执行
    Revoke(revoke::Revoke),
    /// 核验整个日志：签名、摘要、回执、位置、分发；服务运行时也可执行
    Check(check::Check),
    /// 收入值班台制作的离线包：文件，或扫码所得的文本文件；可重复执行，不会重复收；服务运行时也可执行
    TakeIn(take_in::TakeIn),
    /// 把数据库（SQLite）和附件备份到一个新文件夹；服务运行时也可执行
    Backup(backup::Backup),
    /// 从备份恢复后登记：开始新的代次，各值班台自动补交备份之后的条目；须先停止服务
    Restore(restore::Restore),
}

/// Where the data is.
#[derive(Debug, clap::Args)]
pub(crate) struct Data {
    /// 数据目录；不写时用本机默认位置
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// PostgreSQL 连接串，如 postgres://zhiban@数据库主机/zhiban；不写时用数据目录中的 SQLite 文件。
    /// 含密码时请改用环境变量，命令行会被同机的其他用户看到
    #[arg(long, value_name = "URL", env = "ZHIBAN_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// 签发 PostgreSQL 服务器证书的 CA 证书文件（PEM）；写明后连接一律加密，并核对证书和主机名
    #[arg(long, value_name = "FILE.pem", env = "ZHIBAN_DATABASE_CA", requires = "database")]
    database_ca: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Serve(serve) => serve.run(),
            Command::Units(units) => units.run(),
            Command::Enrol(enrol) => enrol.run(),
            Command::Devices(devices) => devices.run(),
            Command::Revoke(revoke) => revoke.run(),
            Command::Check(check) => check.run(),
            Command::TakeIn(take_in) => take_in.run(),
            Command::Backup(backup) => backup.run(),
            Command::Restore(restore) => restore.run(),
        }
    }
}

/// Runs to its end what asks a database.
fn wait_for<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?.block_on(work)
}

/// Standard output is for what a person or a program asked for; the log goes to standard error. What a line repeats of a
/// file or a database moves no cursor and turns nothing round.
fn say(line: &str) -> anyhow::Result<()> {
    draw(&hygiene::shown(line))
}

/// The same for what is ours to the last byte, colours included.
fn draw(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        // Whoever reads the answer may have read enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Says on standard error what went wrong.
pub(crate) fn complain(text: &str) {
    // Nobody is left to be told where this cannot be written.
    let _ = writeln!(io::stderr().lock(), "{}", hygiene::shown(text));
}
