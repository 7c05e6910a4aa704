//! TLS by certificate files: read at start, and again when they change, so that a renewed certificate needs no stop.

mod validity;

use std::convert::Infallible;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Moment;
use domain::digest::Digest;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

pub(crate) use validity::{End, Watch};

/// How often the files are looked at without being asked.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Why the certificate files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("TLS 文件 {path} 读不了：{source}。请核对路径和权限")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Everybody on the machine may read the private key.
    #[error("TLS 私钥文件 {path} 其他用户也能读取。请执行 chmod o-rwx {path}，并考虑私钥是否已外泄")]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// No certificate in the file.
    #[error("{path} 中没有可用的 PEM 证书；请给出含中间证书的完整证书链")]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// No private key in the file.
    #[error("{path} 中没有可用的 PEM 私钥；请给出未加密的私钥文件")]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// The two do not belong together, or cannot be served with.
    #[error("TLS 证书与私钥不能一起使用：{0}。请核对两个文件是否来自同一次签发")]
    Pair(rustls::Error),
}

/// The two files.
#[derive(Debug, Clone)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// What the files held when they were last good.
struct Loaded {
    config: Arc<ServerConfig>,
    digest: Digest,
    /// When the certificate ends, where it says so in a way that is understood.
    end: Option<Moment>,
}

/// What is served with now, and what was last said about a pair that cannot be.
struct Current {
    loaded: Loaded,
    complaint: Option<String>,
}

/// A certificate with its key, as their files have it.
pub struct Tls {
    files: Files,
    current: Mutex<Current>,
    asked: Arc<Notify>,
}

/// Asks that the files be read again now.
#[derive(Debug, Clone)]
pub struct Renewal(Arc<Notify>);

impl Renewal {
    /// Asks; what comes of it stands in the log.
    pub fn ask(&self) {
        self.0.notify_one();
    }
}

impl Tls {
    /// Reads the two PEM files.
    ///
    /// # Errors
    /// [`TlsError`] where they are no pair to serve with.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let current = Mutex::new(Current { loaded: files.load()?, complaint: None });
        Ok(Self { files, current, asked: Arc::default() })
    }

    /// What asks for the files to be read again.
    #[must_use]
    pub fn renewal(&self) -> Renewal {
        Renewal(Arc::clone(&self.asked))
    }

    /// What greets the next connection.
    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        Arc::clone(&self.current().loaded.config).into()
    }

    /// Looks at the files now and then, and when asked. Never ends.
    pub(crate) async fn keep_fresh(&self, mut watch: Option<Watch>) -> Infallible {
        loop {
            if let Some(watch) = &mut watch {
                watch.look(self.current().loaded.end);
            }
            tokio::select! {
                () = self.asked.notified() => self.current().complaint = None,
                () = tokio::time::sleep(LOOK_AGAIN) => {}
            }
            let files = self.files.clone();
            if let Ok(found) = tokio::task::spawn_blocking(move || files.load()).await {
                self.take(found);
            }
        }
    }

    /// A broken pair changes nothing: half of a renewal may be written, and the old certificate is better than none.
    fn take(&self, found: Result<Loaded, TlsError>) {
        let mut current = self.current();
        match found {
            Ok(loaded) => {
                if loaded.digest != current.loaded.digest {
                    current.loaded = loaded;
                    tracing::info!("the certificate was renewed");
                }
                current.complaint = None;
            }
            Err(error) => {
                let complaint = Some(error.to_string());
                if complaint != current.complaint {
                    tracing::error!(%error, "the certificate could not be renewed; the one before is kept");
                    current.complaint = complaint;
                }
            }
        }
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files {
    fn load(&self) -> Result<Loaded, TlsError> {
        let (certificate, key) = (read(&self.certificate)?, read(&self.key)?);
        refuse_exposed(&self.key)?;
        let digest = Digest::of(&[certificate.as_slice(), &key].concat());
        let chain = self.chain(&certificate)?;
        let end = chain.first().and_then(validity::end);
        Ok(Loaded { config: Arc::new(self.config(chain, &key)?), digest, end })
    }

    fn chain(&self, certificate: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
        CertificateDer::pem_slice_iter(certificate)
            .collect::<Result<_, _>>()
            .ok()
            .filter(|chain: &Vec<_>| !chain.is_empty())
            .ok_or_else(|| TlsError::NoCertificate { path: self.certificate.clone() })
    }

    fn config(&self, chain: Vec<CertificateDer<'static>>, key: &[u8]) -> Result<ServerConfig, TlsError> {
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| TlsError::NoKey { path: self.key.clone() })?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Pair)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(TlsError::Pair)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Unreadable { path: path.to_owned(), source })
}

/// A group may read it, as distributions keep their keys; everybody may not.
#[cfg(unix)]
fn refuse_exposed(path: &Path) -> Result<(), TlsError> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::metadata(path).map_err(|source| TlsError::Unreadable { path: path.to_owned(), source })?;
    if metadata.permissions().mode() & 0o007 == 0 { Ok(()) } else { Err(TlsError::Exposed { path: path.to_owned() }) }
}

#[cfg(not(unix))]
fn refuse_exposed(_path: &Path) -> Result<(), TlsError> {
    Ok(())
}
