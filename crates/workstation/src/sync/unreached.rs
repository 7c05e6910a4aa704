//! Why no answer came at all, as far as the machine can tell: a network that is down, a name that leads nowhere, or a
//! certificate that must not be believed. Each needs another person.

use std::error::Error;
use std::fmt;
use std::io;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::CertificateError;

use super::upstream::UpstreamError;

/// Why the certificate at the address is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distrust {
    /// It has ended, or not begun, by this machine's clock.
    OutOfTime,
    /// It is another address's.
    OtherName,
    /// Nobody whom this machine trusts issued it, or it is no good in another way.
    OtherAuthority,
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfTime => {
                "上级节点的安全证书已过期或尚未生效，没有连接。请先核对本机日期；日期无误的，告知上级节点管理员更换证书。"
            }
            Self::OtherName => {
                "上级节点的安全证书不是这个地址的，没有连接。请联系系统管理员核对上级节点地址，不要填写其他来历的地址。"
            }
            Self::OtherAuthority => {
                "本机不认可上级节点的安全证书，没有连接：可能连到了别处，或本机没有装上级的根证书。请联系系统管理员核对。"
            }
        })
    }
}

impl Distrust {
    fn of(error: &rustls::Error) -> Option<Self> {
        let rustls::Error::InvalidCertificate(why) = error else { return None };
        Some(match why {
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. } => Self::OutOfTime,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Self::OtherName,
            _ => Self::OtherAuthority,
        })
    }
}

/// What a request failed for before anything was answered.
pub(super) fn why(error: &reqwest::Error) -> UpstreamError {
    let mut causes = Causes(Some(error));
    let told = causes.find_map(|cause| {
        let distrust = cause.downcast_ref::<rustls::Error>().and_then(Distrust::of).map(UpstreamError::Untrusted);
        distrust.or_else(|| cause.is::<LeadsNowhere>().then_some(UpstreamError::NameUnknown))
    });
    told.unwrap_or(UpstreamError::Unreachable)
}

/// An error, what it came of, and so on; also what an IO error only wraps.
struct Causes<'error>(Option<&'error (dyn Error + 'static)>);

impl<'error> Iterator for Causes<'error> {
    type Item = &'error (dyn Error + 'static);

    fn next(&mut self) -> Option<Self::Item> {
        let cause = self.0?;
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        self.0 = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| cause.source());
        Some(cause)
    }
}

/// The machine's own names; where one leads nowhere, that is said as itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names;

/// No address for a name.
#[derive(Debug, thiserror::Error)]
#[error("the name leads nowhere")]
struct LeadsNowhere(#[source] io::Error);

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is the connection's to say.
            let found = tokio::net::lookup_host((name.as_str().to_owned(), 0)).await.map_err(LeadsNowhere)?;
            Ok(Box::new(found.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_that_is_not_believed_says_whether_time_name_or_authority_is_wrong() {
        let told = |why| Distrust::of(&rustls::Error::InvalidCertificate(why));
        assert_eq!(told(CertificateError::Expired), Some(Distrust::OutOfTime));
        assert_eq!(told(CertificateError::NotValidYet), Some(Distrust::OutOfTime));
        assert_eq!(told(CertificateError::NotValidForName), Some(Distrust::OtherName));
        assert_eq!(told(CertificateError::UnknownIssuer), Some(Distrust::OtherAuthority));
        assert_eq!(told(CertificateError::Revoked), Some(Distrust::OtherAuthority));
        let no_tls = rustls::Error::General("a page of a portal".to_owned());
        assert_eq!(Distrust::of(&no_tls), None, "what is no TLS at all says nothing of a certificate");
    }
}
