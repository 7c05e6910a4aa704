//! 由更新版本写成: what of an entry can be known here although a later version of this program wrote it: whose it is, where
//! it stands, who may read it, and that its bytes are the ones that were signed. What it says is left unread, whole.
//!
//! Later versions add kinds, fields and relations. They never take away or change what a header has here.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Header, Kind, Link};

/// What every header has, in every version.
const FIELDS: [&str; 24] = [
    "id",
    "alg",
    "kind",
    "subject",
    "audience",
    "addressees",
    "links",
    "device",
    "epoch",
    "seq",
    "prev",
    "unit",
    "author",
    "claimed_at",
    "entered_at",
    "clock_offset_ms",
    "clock_error_ms",
    "boot_id",
    "anchor",
    "pack",
    "base",
    "body_hash",
    "body_len",
    "blobs",
];

/// The members of a JSON object. A name that stands there twice is refused: which of the two counts would be the reader's
/// choice.
struct Members(Map<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Once;
        impl<'de> Visitor<'de> for Once {
            type Value = Map<String, Value>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object that has each name once")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("a name stands there twice"));
                    }
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Once).map(Self)
    }
}

/// A header with more in it than this program knows, as [`Kind::Newer`]: with everything that each has. None where even that
/// does not hold, or where a kind that is known here names another audience than its own.
pub(super) fn header(text: &str) -> Option<Header> {
    let Members(mut members) = serde_json::from_str(text).ok()?;
    members.retain(|name, _| FIELDS.contains(&name.as_str()));
    let links = members.get_mut("links")?.as_array_mut()?;
    // How a later version relates them is part of what it says.
    links.retain(|link| serde_json::from_value::<Link>(link.clone()).is_ok());
    let header: Header = serde_json::from_value(Value::Object(members)).ok()?;
    let allowed = header.kind == Kind::Newer || header.kind.audience() == header.audience;
    allowed.then_some(Header { kind: Kind::Newer, ..header })
}

/// Whether this is a body of the kind that the header names, whatever it says: a salt, and one thing of that name.
pub(super) fn is_body_of(header: &str, body: &str) -> bool {
    let members = |text| serde_json::from_str::<Members>(text).ok().map(|Members(members)| members);
    let (Some(header), Some(body)) = (members(header), members(body)) else { return false };
    let named = header.get("kind").and_then(Value::as_str).filter(|kind| *kind != "salt");
    let said = named.and_then(|kind| body.get(kind));
    body.len() == 2 && body.get("salt").is_some_and(Value::is_string) && said.is_some()
}
