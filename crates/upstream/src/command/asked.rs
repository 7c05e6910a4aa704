//! What the machine asks of a running server by signals. Handlers are in place when these functions return, so that
//! nothing asked for right after the first line is missed.

use std::convert::Infallible;

use anyhow::Context as _;
use upstream::Renewal;

/// Ready once SIGTERM or Ctrl+C asks it to stop.
#[cfg(unix)]
pub(crate) fn to_stop() -> anyhow::Result<impl Future<Output = ()>> {
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

/// Passes every SIGHUP on. Without TLS there is nothing to read again, but nobody is stopped by it either.
#[cfg(unix)]
pub(crate) fn to_read_again(renewal: Option<Renewal>) -> anyhow::Result<impl Future<Output = Infallible>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup()).context("无法接收重读信号")?;
    Ok(async move {
        loop {
            if hangup.recv().await.is_none() {
                std::future::pending::<()>().await;
            }
            renewal.iter().for_each(Renewal::ask);
        }
    })
}

/// Ready once Ctrl+C asks it to stop.
#[cfg(not(unix))]
pub(crate) fn to_stop() -> anyhow::Result<impl Future<Output = ()>> {
    let _ = Some(()).context("")?;
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// There is no such signal here; the files are looked at every minute.
#[cfg(not(unix))]
pub(crate) fn to_read_again(_renewal: Option<Renewal>) -> anyhow::Result<impl Future<Output = Infallible>> {
    Ok(std::future::pending())
}
