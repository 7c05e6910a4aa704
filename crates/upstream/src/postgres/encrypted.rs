//! The encrypted way to a PostgreSQL: who may have signed its certificate, and what is said where it is not believed.

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;

use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::address::Trusting;
use crate::database_error::DatabaseError;

/// What greets the server. Where nothing was asked for it trusts nobody, and is never asked.
pub(super) fn greeting(trusting: Option<&Trusting>) -> Result<MakeRustlsConnect, DatabaseError> {
    let roots = match trusting {
        None => RootCertStore::empty(),
        Some(Trusting::File(file)) => of_file(file)?,
        Some(Trusting::TheSystem) => of_the_system()?,
    };
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| DatabaseError::Postgres(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn of_file(file: &Path) -> Result<RootCertStore, DatabaseError> {
    let refused = |why: &str| DatabaseError::Postgres(format!("CA 证书文件 {} {why}", file.display()));
    let pem = std::fs::read(file).map_err(|error| refused(&format!("读不了（{error}），请核对路径和权限")))?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(|_| refused("不是 PEM 格式"))?;
        roots.add(certificate).map_err(|error| refused(&format!("中有不能用的证书（{error}）")))?;
    }
    if roots.is_empty() { Err(refused("中没有证书，应为 PEM 格式的 CA 证书")) } else { Ok(roots) }
}

fn of_the_system() -> Result<RootCertStore, DatabaseError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(DatabaseError::Postgres("本机没有可用的 CA 证书，请用 --database-ca 给出".to_owned()));
    }
    Ok(roots)
}

/// Why there is no encrypted way, where that is what failed.
pub(super) fn trouble(error: &tokio_postgres::Error) -> Option<String> {
    let why = error.to_string().starts_with("error performing TLS handshake").then(|| error.source())??;
    if why.to_string().contains("server does not support TLS") {
        return Some("连接串要求加密，而服务器没有启用 TLS：请在服务器上设置 ssl=on 和证书".to_owned());
    }
    Some(format!(
        "与服务器建立不了加密连接（{why}）：请用 --database-ca 给出签发其证书的 CA（PEM），并核对连接串中的主机名与证书一致"
    ))
}
