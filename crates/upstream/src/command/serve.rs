//! `zhiban-upstream serve`

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use tokio::net::TcpListener;
use upstream::Upstream;

use super::{Data, say, wall_clock};

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    /// 监听地址；端口写 0 则由系统选择
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:47610")]
    listen: SocketAddr,
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        if !self.listen.ip().is_loopback() {
            bail!(
                "{} 不是本机地址：未启用 TLS 时只能监听 127.0.0.1；请改用本机地址，对外由带 TLS 的前端转发",
                self.listen
            );
        }
        log_to_standard_error();
        let folder = self.data.folder()?;
        tokio::runtime::Runtime::new()?.block_on(async {
            let listener = bind(self.listen).await?;
            let upstream = Upstream::open(&folder, &self.data.database(), wall_clock::now).await?;
            let stop = stop_asked()?;
            say(&format!("listening on http://{}", listener.local_addr()?))?;
            tracing::info!(
                data = %folder.display(),
                upstream = %upstream.id(),
                key = upstream.key().fingerprint(),
                "started"
            );
            upstream::serve(listener, upstream.router(), stop).await;
            tracing::info!("stopped");
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// No bodies, tokens, codes or numbers are ever logged.
fn log_to_standard_error() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).init();
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => {
            anyhow::anyhow!("地址 {address} 已被占用：可能上级节点已在运行；请先停止它，或用 --listen 换一个端口")
        }
        _ => anyhow::anyhow!("无法监听 {address}：{error}；请核对地址和权限"),
    })
}

/// Handlers are in place when this returns, so a stop asked for right after the first line is not missed.
#[cfg(unix)]
fn stop_asked() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("无法接收停止信号")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("无法接收停止信号")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_asked() -> anyhow::Result<impl Future<Output = ()>> {
    let _ = Some(()).context("")?;
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
