//! `zhiban-upstream serve`

use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use tokio::net::TcpListener;
use upstream::{Door, Tls, Upstream};

use super::{Data, asked, say, wall_clock};

const GB: u64 = 1024 * 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    data: Data,
    /// 监听地址；端口写 0 则由系统选择
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:47610")]
    listen: SocketAddr,
    /// TLS 证书文件（PEM，含中间证书）；换证后自动重读，也可发 SIGHUP 立即重读
    #[arg(long, value_name = "FILE.pem", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// TLS 私钥文件（PEM，未加密）
    #[arg(long, value_name = "FILE.pem", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// 同一来源地址最多同时保持的连接数；本机地址（前端转发）不限
    #[arg(long, value_name = "N", default_value_t = 64)]
    connections_per_peer: usize,
    /// 每个单位的附件最多占用的空间（GB，按 1024³ 字节）；满了以后附件暂不收，文字照收
    #[arg(long, value_name = "N", default_value_t = 20)]
    blob_quota_gb: u64,
    /// 另开一个只给出 /metrics 的地址（不带 TLS）；不写则只有本机能在监听地址上读取
    #[arg(long, value_name = "ADDR")]
    metrics_listen: Option<SocketAddr>,
}

impl Serve {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        self.refuse_nothing()?;
        let tls = self.tls()?;
        if tls.is_none() && !self.listen.ip().is_loopback() {
            bail!(
                "{} 不是本机地址：未启用 TLS 时只能监听 127.0.0.1；请用 --tls-cert 和 --tls-key 给出证书，或改用本机地址，由带 TLS 的前端转发",
                self.listen
            );
        }
        log_to_standard_error();
        let folder = self.data.folder()?;
        tokio::runtime::Runtime::new()?.block_on(async {
            let listener = bind(self.listen).await?;
            let upstream = Upstream::open(&folder, &self.data.database(), wall_clock::now).await?;
            upstream.hold_each_unit_to(self.blob_quota_gb.saturating_mul(GB));
            let watched = self.watched(&upstream).await?;
            let stop = asked::to_stop()?;
            let renewed = asked::to_read_again(tls.as_ref().map(Tls::renewal))?;
            let scheme = if tls.is_some() { "https" } else { "http" };
            say(&format!("listening on {scheme}://{}", listener.local_addr()?))?;
            tracing::info!(
                data = %folder.display(),
                upstream = %upstream.id(),
                key = upstream.key().fingerprint(),
                "started"
            );
            let door = Door::new(listener)
                .with_tls(tls)
                .with_connections_per_peer(self.connections_per_peer)
                .counted_by(&upstream);
            let mut newer = None;
            let stop = async {
                tokio::select! {
                    () = stop => {}
                    why = upstream.superseded() => newer = Some(why),
                }
            };
            tokio::select! {
                () = upstream::serve(door, upstream.router(), stop) => {}
                never = watched => match never {},
                never = renewed => match never {},
            }
            tracing::info!("stopped");
            newer.map_or(Ok(ExitCode::SUCCESS), |why| Err(why.into()))
        })
    }

    /// A zero would shut everybody, or every attachment, out.
    fn refuse_nothing(&self) -> anyhow::Result<()> {
        if self.connections_per_peer == 0 {
            bail!("--connections-per-peer 不能为 0：那样谁也连不上；请写 1 以上的数，一般不写即可（64）");
        }
        if self.blob_quota_gb == 0 {
            bail!("--blob-quota-gb 不能为 0：那样什么附件都收不了；请写 1 以上的数，一般不写即可（20）");
        }
        Ok(())
    }

    /// Serves the figures at their own address, where one was named.
    async fn watched(&self, upstream: &Upstream) -> anyhow::Result<impl Future<Output = Infallible> + use<>> {
        let listener = match self.metrics_listen {
            Some(address) => Some(bind(address).await?),
            None => None,
        };
        let router = upstream.metrics_router();
        Ok(async move {
            if let Some(listener) = listener {
                upstream::serve(listener, router, std::future::pending()).await;
            }
            std::future::pending().await
        })
    }

    fn tls(&self) -> anyhow::Result<Option<Tls>> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(certificate), Some(key)) => Ok(Some(Tls::open(certificate, key)?)),
            _ => Ok(None),
        }
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
            anyhow::anyhow!("地址 {address} 已被占用：可能上级节点已在运行；请先停止它，或换一个端口")
        }
        _ => anyhow::anyhow!("无法监听 {address}：{error}；请核对地址和权限"),
    })
}
