//! `zhiban serve`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{DataFolder, print_line};
use crate::browser::{Browser, Sessions, Watchers};

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    folder: DataFolder,
    /// 监听地址，只能是本机；不写则用47611，被占用时另选
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
}

/// The same port after a restart, so that an open page finds the desk again.
const USUAL_PORT: u16 = 47611;

async fn listener(wanted: Option<SocketAddr>) -> anyhow::Result<TcpListener> {
    let local = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    match wanted {
        Some(address) => TcpListener::bind(address).await.context("地址已被占用，请换一个端口"),
        None => match TcpListener::bind(local(USUAL_PORT)).await {
            Ok(listener) => Ok(listener),
            Err(_) => TcpListener::bind(local(0)).await.context("没有可用的端口"),
        },
    }
}

impl Serve {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        if self.listen.is_some_and(|address| !address.ip().is_loopback()) {
            bail!("浏览器方式只能在本机使用，请监听127.0.0.1。");
        }
        let watchers = Watchers::default();
        let desk = self.folder.open(Box::new(watchers.clone()))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = listener(self.listen).await?;
            let address = listener.local_addr()?;
            let (sessions, token) = Sessions::new(desk.data_folder())?;
            print_line(&format!("http://{address}/#token={token}"));
            let sync = tokio::spawn(workstation::sync::run(Arc::clone(&desk)));
            let alarm = tokio::spawn(workstation::alarm::run(Arc::clone(&desk)));
            let backup = tokio::spawn(workstation::daily_backup::run(Arc::clone(&desk)));
            let browser = Browser::new(desk, watchers.clone(), sessions, address);
            axum::serve(listener, browser.router()).with_graceful_shutdown(asked_to_stop(watchers)).await?;
            sync.abort();
            alarm.abort();
            backup.abort();
            Ok::<_, anyhow::Error>(())
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Waits for SIGTERM or Ctrl-C, then lets the open pages go.
async fn asked_to_stop(watchers: Watchers) {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    watchers.close();
}
