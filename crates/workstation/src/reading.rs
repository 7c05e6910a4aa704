//! Reading a file that somebody chose: never more of it than may be there, whatever its length is said to be.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// The bytes of a file; none where there are more of them than that. A device that never ends is read no further either.
///
/// # Errors
/// Where it cannot be read.
pub fn read_at_most(path: &Path, most: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= most).then_some(bytes))
}
