//! Where a PostgreSQL is, and whether the way to it is encrypted. `sslmode` and `sslrootcert` are read here: to the driver
//! `require` would be satisfied with any answer, and `verify-full` and a file of roots are unknown to it.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::database_error::DatabaseError;

const MODE: &str = "sslmode";
const ROOTS: &str = "sslrootcert";

/// What an address says.
pub(super) struct Address {
    pub(super) config: Config,
    /// Whom to trust, where the way is to be encrypted.
    pub(super) trusting: Option<Trusting>,
}

/// Who may have signed the server's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trusting {
    /// Whom this machine trusts.
    TheSystem,
    /// Those of this PEM file, and nobody else.
    File(PathBuf),
}

/// An address in two parts: what the driver reads, and what is ours.
#[derive(Debug, Default, PartialEq, Eq)]
struct Parts {
    driver: String,
    mode: Option<String>,
    roots: Option<String>,
}

impl Address {
    pub(super) fn read(address: &str) -> Result<Self, DatabaseError> {
        let Parts { driver, mode, roots } = Parts::of(address);
        // What cannot be read may hold a password, so nothing of it is said again.
        let unreadable = |_| refused("连接串无法识别，应为 postgres://用户@主机/数据库");
        let mut config = Config::from_str(&driver).map_err(unreadable)?;
        let trusting = trusting(mode.as_deref(), roots)?;
        if trusting.is_some() && config.get_hosts().iter().any(|host| !matches!(host, Host::Tcp(_))) {
            return Err(refused("经本机套接字连接不用 TLS：请去掉 sslmode 和 CA 证书，或改写主机名"));
        }
        config.ssl_mode(if trusting.is_some() { SslMode::Require } else { SslMode::Disable });
        Ok(Self { config, trusting })
    }

    /// Somebody between the machines could read everything.
    pub(super) fn is_open_to_eavesdroppers(&self) -> bool {
        let elsewhere = |host: &Host| matches!(host, Host::Tcp(name) if !is_this_machine(name));
        let by_number = self.config.get_hostaddrs().iter().any(|address| !address.is_loopback());
        self.trusting.is_none() && (by_number || self.config.get_hosts().iter().any(elsewhere))
    }
}

/// The address with this file of roots.
pub(crate) fn trusting_file(address: &str, file: &Path) -> String {
    let file = file.to_string_lossy();
    if is_url(address) {
        let sign = if address.contains('?') { '&' } else { '?' };
        format!("{address}{sign}{ROOTS}={}", utf8_percent_encode(&file, NON_ALPHANUMERIC))
    } else {
        format!("{address} {ROOTS}='{}'", file.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

fn trusting(mode: Option<&str>, roots: Option<String>) -> Result<Option<Trusting>, DatabaseError> {
    let trusting = roots.map_or(Trusting::TheSystem, |file| Trusting::File(PathBuf::from(file)));
    match mode {
        None if trusting == Trusting::TheSystem => Ok(None),
        Some("disable") if trusting == Trusting::TheSystem => Ok(None),
        Some("disable") => Err(refused("sslmode=disable 与 CA 证书不能同用：要加密请写 sslmode=verify-full")),
        None | Some("require" | "verify-ca" | "verify-full") => Ok(Some(trusting)),
        // It would be plain whenever somebody in between says so.
        Some(_) => Err(refused("sslmode 只能写 verify-full（或 require，同样核对证书和主机名）或 disable")),
    }
}

fn is_this_machine(name: &str) -> bool {
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn refused(words: &str) -> DatabaseError {
    DatabaseError::Postgres(words.to_owned())
}

fn is_url(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

impl Parts {
    fn of(address: &str) -> Self {
        if is_url(address) { Self::of_url(address) } else { Self::of_pairs(address) }
    }

    fn of_url(address: &str) -> Self {
        // A password may hold a question mark.
        let host = address.find('@').unwrap_or_default();
        let Some(query) = address[host..].find('?').map(|at| host + at) else {
            return Self { driver: address.to_owned(), ..Self::default() };
        };
        let mut parts = Self::default();
        let mut others = Vec::new();
        for pair in address[query + 1..].split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !parts.take(key, &percent_decode_str(value).decode_utf8_lossy()) {
                others.push(pair);
            }
        }
        parts.driver = address[..query].to_owned();
        if !others.is_empty() {
            parts.driver = format!("{}?{}", parts.driver, others.join("&"));
        }
        parts
    }

    /// `host=… user=… password='…'`. What is no such pair is left to the driver, which refuses it.
    fn of_pairs(address: &str) -> Self {
        let mut parts = Self::default();
        let mut rest = address.trim_start();
        while let Some((key, value, length)) = pair(rest) {
            if !parts.take(key, &value) {
                parts.driver.push_str(&rest[..length]);
                parts.driver.push(' ');
            }
            rest = rest[length..].trim_start();
        }
        parts.driver.push_str(rest);
        parts
    }

    fn take(&mut self, key: &str, value: &str) -> bool {
        match key {
            MODE => self.mode = Some(value.to_owned()),
            ROOTS => self.roots = Some(value.to_owned()),
            _ => return false,
        }
        true
    }
}

/// The first pair of a list: its key, its value without quotes and escapes, and how long it is.
fn pair(text: &str) -> Option<(&str, String, usize)> {
    let (key, after) = text.split_once('=')?;
    let written = after.trim_start();
    let begins = text.len() - written.len();
    let quoted = written.starts_with('\'');
    let mut letters = written.char_indices().skip(usize::from(quoted));
    let mut value = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => value.push(letters.next()?.1),
            '\'' if quoted => return Some((key.trim_end(), value, begins + at + 1)),
            _ if !quoted && letter.is_whitespace() => return Some((key.trim_end(), value, begins + at)),
            _ => value.push(letter),
        }
    }
    (!quoted).then(|| (key.trim_end(), value, text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(driver: &str, mode: Option<&str>, roots: Option<&str>) -> Parts {
        Parts { driver: driver.to_owned(), mode: mode.map(str::to_owned), roots: roots.map(str::to_owned) }
    }

    #[test]
    fn both_ways_to_write_an_address_say_the_same_of_encryption() {
        let url = "postgres://zhiban:what?@db/zhiban?sslmode=verify-full&application_name=a&sslrootcert=%2Fetc%2Fa%20b";
        let rest = "postgres://zhiban:what?@db/zhiban?application_name=a";
        assert_eq!(Parts::of(url), parts(rest, Some("verify-full"), Some("/etc/a b")));
        let pairs = r"host = db password='it\'s sslmode=disable' sslmode=require sslrootcert='/etc/a b' user=zhiban";
        let rest = r"host = db password='it\'s sslmode=disable' user=zhiban ";
        assert_eq!(Parts::of(pairs), parts(rest, Some("require"), Some("/etc/a b")));
        assert_eq!(
            Parts::of("postgres://db/zhiban?sslmode=disable"),
            parts("postgres://db/zhiban", Some("disable"), None)
        );
        assert_eq!(Parts::of("nonsense geheim"), parts("nonsense geheim", None, None));
    }

    #[test]
    fn a_file_named_beside_the_address_is_the_one_that_is_read() {
        for address in ["postgres://db/zhiban", "postgres://db/zhiban?sslmode=require", "host=db"] {
            let with = Address::read(&trusting_file(address, Path::new("/etc/it's a 'CA'"))).unwrap();
            assert_eq!(with.trusting, Some(Trusting::File(PathBuf::from("/etc/it's a 'CA'"))), "{address}");
            assert_eq!(with.config.get_ssl_mode(), SslMode::Require);
        }
    }

    #[test]
    fn where_encryption_is_asked_for_nothing_less_will_do() {
        let trusting = |query: &str| Address::read(&format!("postgres://db/zhiban{query}")).map(|read| read.trusting);
        assert_eq!(trusting("").unwrap(), None);
        assert_eq!(trusting("?sslmode=disable").unwrap(), None);
        for mode in ["require", "verify-ca", "verify-full"] {
            assert_eq!(trusting(&format!("?sslmode={mode}")).unwrap(), Some(Trusting::TheSystem));
        }
        for vague in ["?sslmode=prefer", "?sslmode=allow", "?sslmode=", "?sslmode=disable&sslrootcert=a"] {
            let words = trusting(vague).err().unwrap().to_string();
            assert!(words.contains("verify-full"), "{vague}: {words}");
        }
        let socket = Address::read("postgres://%2Frun%2Fpostgresql/zhiban?sslmode=require").err().unwrap();
        assert!(socket.to_string().contains("套接字"), "{socket}");
    }

    #[test]
    fn an_open_way_to_another_machine_is_known_as_one() {
        let open = |address: &str| Address::read(address).unwrap().is_open_to_eavesdroppers();
        assert!(open("postgres://10.0.0.7/zhiban") && open("host=db"));
        for kept in ["postgres://10.0.0.7/zhiban?sslmode=require", "host=127.0.0.1", "host=localhost", "host=/run"] {
            assert!(!open(kept), "{kept}");
        }
    }
}
