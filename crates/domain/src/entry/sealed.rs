//! A sealed entry: exact bytes of header and body, and the signature over the header.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Body, Content, Header, Kind, newer};
use crate::Moment;
use crate::digest::Digest;
use crate::json_text;
use crate::seal::{PublicKey, SealError, Signature, SigningKey, Verifier};

/// Largest body and header in bytes that anybody accepts.
pub const MAX_BODY: usize = 192 * 1024;
/// Largest header in bytes.
pub const MAX_HEADER: usize = 16 * 1024;

const NO_SUCH_TIME: &str = "时间超出日历";

/// An entry as it is kept and sent. The strings are exact bytes; nothing ever writes them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// The header's JSON.
    #[schemars(length(max = MAX_HEADER))]
    #[schemars(schema_with = "crate::json_text::of::<Header>")]
    pub header: String,
    /// Over the header's bytes. Beside it on the line too: what cannot be compressed stands together.
    pub signature: Signature,
    /// The body's JSON; none where it was purged or is not ours to read.
    #[schemars(length(max = MAX_BODY), extend("contentMediaType" = "application/json"))]
    pub body: Option<String>,
}

/// Why a sealed entry is not what it says. Each names what to look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The header is no header.
    #[error("条目头无法读取：{0}")]
    BadHeader(String),
    /// The body is no body.
    #[error("条目正文无法读取：{0}")]
    BadBody(String),
    /// Header or body is beyond the limit.
    #[error("条目过大（头 {header} 字节，正文 {body} 字节）")]
    TooLarge {
        /// Length of the header in bytes.
        header: usize,
        /// Length of the body in bytes.
        body: usize,
    },
    /// The body is not the one the header names.
    #[error("正文与条目头登记的摘要不符：正文被改动")]
    BodyMismatch,
    /// The body's kind or audience differs from the header's.
    #[error("条目头与正文的种类或知悉范围不一致")]
    KindMismatch,
    /// Everything of it holds, and a later version wrote it: what it says cannot be read yet.
    #[error("条目由更新版本的程序写成，升级后可见")]
    Newer,
    /// The signature does not hold.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl Sealed {
    /// Writes header and body once, and signs. `header` comes with every field but the body's hash and length.
    ///
    /// # Errors
    /// [`EntryError::TooLarge`] where header or body exceed the limits, [`EntryError::Seal`] for a bad key.
    pub fn new(header: Header, body: &Body, key: &SigningKey) -> Result<Self, EntryError> {
        Self::with_header(header, body, key).map(|(sealed, _)| sealed)
    }

    /// The same, with the header as it was sealed.
    ///
    /// # Errors
    /// As [`Sealed::new`].
    pub fn with_header(mut header: Header, body: &Body, key: &SigningKey) -> Result<(Self, Header), EntryError> {
        let body = serde_json::to_string(body).map_err(|error| EntryError::BadBody(error.to_string()))?;
        header.body_hash = Digest::of(body.as_bytes());
        header.body_len = u32::try_from(body.len()).unwrap_or(u32::MAX);
        let text = serde_json::to_string(&header).map_err(|error| EntryError::BadHeader(error.to_string()))?;
        within_limits(&text, Some(&body))?;
        let signature = key.sign(text.as_bytes())?;
        Ok((Self { header: text, body: Some(body), signature }, header))
    }

    /// Digest of the header's exact bytes: what the chain and receipts name.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.header.as_bytes())
    }

    /// Reads the header without checking anything but its form. One with more in it than this program knows is of
    /// [`Kind::Newer`].
    ///
    /// # Errors
    /// [`EntryError::BadHeader`] or [`EntryError::TooLarge`].
    pub fn read_header(&self) -> Result<Header, EntryError> {
        within_limits(&self.header, self.body.as_deref())?;
        Header::read(&self.header)
    }

    /// Reads the content of a body that [`Sealed::verify`] or the store has already checked against this header.
    ///
    /// # Errors
    /// [`EntryError::Newer`] where a later version wrote it, [`EntryError::BadBody`] where it is no body,
    /// [`EntryError::KindMismatch`] where it is one of another kind.
    pub fn read_content(&self, header: &Header) -> Result<Option<Content>, EntryError> {
        let read = self.body.as_ref().map(|body| (body, serde_json::from_str::<Body>(body)));
        match read {
            None if header.kind == Kind::Newer => Err(EntryError::Newer),
            None => Ok(None),
            Some((_, Ok(body))) if body.content.kind() == header.kind => Ok(Some(body.content)),
            Some((body, _)) if newer::is_body_of(&self.header, body) => Err(EntryError::Newer),
            Some((_, Ok(_))) => Err(EntryError::KindMismatch),
            Some((_, Err(error))) => Err(EntryError::BadBody(json_text::place(&error))),
        }
    }

    /// Checks everything an entry says of itself: form, limits, signature, audience, body against header, kind; and last
    /// that it can be read.
    ///
    /// # Errors
    /// The first thing that does not hold; [`EntryError::Newer`] where all of it does.
    pub fn verify(&self, key: &PublicKey) -> Result<(Header, Option<Content>), EntryError> {
        self.verify_by(&key.ready()?)
    }

    /// [`Sealed::verify`] by a key that was made ready.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn verify_by(&self, key: &Verifier) -> Result<(Header, Option<Content>), EntryError> {
        let header = self.read_header()?;
        let content = self.content_by(&header, key)?;
        Ok((header, content))
    }

    /// [`Sealed::verify_by`] where the header was read already.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn content_by(&self, header: &Header, key: &Verifier) -> Result<Option<Content>, EntryError> {
        key.verify(self.header.as_bytes(), &self.signature)?;
        if beyond_reckoning(header) {
            return Err(EntryError::BadHeader(NO_SUCH_TIME.to_owned()));
        }
        self.check_body(header)
    }

    fn check_body(&self, header: &Header) -> Result<Option<Content>, EntryError> {
        if header.kind != Kind::Newer && header.audience != header.kind.audience() {
            return Err(EntryError::KindMismatch);
        }
        let is_named =
            |body: &String| body.len() == header.body_len as usize && Digest::of(body.as_bytes()) == header.body_hash;
        if self.body.as_ref().is_some_and(|body| !is_named(body)) {
            return Err(EntryError::BodyMismatch);
        }
        let content = self.read_content(header)?;
        if content.as_ref().is_some_and(beyond_reckoning) {
            return Err(EntryError::BadBody(NO_SUCH_TIME.to_owned()));
        }
        Ok(content)
    }
}

/// Whether a time stands in it whose year has more than four digits: it can be read, and no days can be added to it.
fn beyond_reckoning(said: &impl Serialize) -> bool {
    let far = |text: &str| {
        let signed = text.strip_prefix(['+', '-']).unwrap_or_default();
        let year = signed.find(|c: char| !c.is_ascii_digit()).unwrap_or_default();
        year > 4 && text.parse::<Moment>().is_ok()
    };
    // A time is written in one way, whatever the way in which it came.
    serde_json::to_string(said).is_ok_and(|text| text.split('"').any(far))
}

fn within_limits(header: &str, body: Option<&str>) -> Result<(), EntryError> {
    let (header, body) = (header.len(), body.map_or(0, str::len));
    if header > MAX_HEADER || body > MAX_BODY { Err(EntryError::TooLarge { header, body }) } else { Ok(()) }
}
