//! 附件文件: blobs in a folder, each named by the digest of its bytes. One comes in pieces, each durable before it is
//! answered, and takes its name once it is whole; instances that share a database share this folder.
//!
//! Every unit brings its own, even where another has brought the same: whoever only knows a digest, from a header that it
//! was handed without a body, must not get the bytes by naming it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::digest::Digest;
use domain::unit::UnitCode;

/// Name of the folder in the data folder, where none is named.
pub(crate) const FOLDER: &str = "blobs";

/// What one unit may hold where nothing else is asked for: a thousand of the largest attachments.
const MOST: u64 = 20 * 1024 * 1024 * 1024;

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Piece {
    /// So many bytes are held; the next piece begins there, whatever this one was.
    Held(u64),
    /// All of it is held, proved by its digest.
    Whole(u64),
    /// It was not taken: the unit holds as many bytes as it may.
    NoRoom,
    /// All came, and they are other bytes than the digest says: none is kept.
    OtherBytes,
}

/// The folder. Cloning shares what a unit may hold.
#[derive(Debug, Clone)]
pub(crate) struct Blobs {
    folder: PathBuf,
    most: Arc<AtomicU64>,
}

impl Blobs {
    /// In this data folder.
    pub(crate) fn within(folder: &Path) -> Self {
        Self { folder: folder.join(FOLDER), most: Arc::new(AtomicU64::new(MOST)) }
    }

    /// From now on each unit may hold so many bytes; what it holds already stays.
    pub(crate) fn hold_each_unit_to(&self, bytes: u64) {
        self.most.store(bytes, Ordering::Relaxed);
    }

    /// The part of this unit. Its name is made of ours, not of what somebody typed.
    pub(crate) fn of(&self, unit: &UnitCode) -> UnitBlobs {
        let folder = self.folder.join(Digest::of(unit.0.as_bytes()).to_string());
        UnitBlobs { folder, most: self.most.load(Ordering::Relaxed) }
    }
}

/// What one unit brought.
#[derive(Debug, Clone)]
pub(crate) struct UnitBlobs {
    folder: PathBuf,
    /// How many bytes it may hold.
    most: u64,
}

impl UnitBlobs {
    /// Takes a piece that begins at `offset` of a blob which may have one of these lengths. Durable when this returns.
    pub(crate) fn take(&self, digest: Digest, lengths: &[u64], offset: u64, bytes: &[u8]) -> io::Result<Piece> {
        if let Some(length) = self.length(digest)? {
            return Ok(Piece::Whole(length));
        }
        create_private(&self.folder)?;
        let mut part = open_private(&self.part(digest))?;
        // Two instances, or two desks of the room, may bring the same blob at once.
        part.lock()?;
        let held = part.metadata()?.len();
        let longest = lengths.iter().copied().max().unwrap_or(0);
        let fits = held == offset && held + bytes.len() as u64 <= longest;
        if fits {
            // Every piece asks: whoever began many at once would otherwise fill them all.
            if !bytes.is_empty() && self.held()? + bytes.len() as u64 > self.most {
                return Ok(Piece::NoRoom);
            }
            part.seek(SeekFrom::End(0))?;
            part.write_all(bytes)?;
            part.sync_data()?;
        }
        let brought = fits && !bytes.is_empty();
        let held = part.metadata()?.len();
        // What nothing was added to was looked at before: an empty question is no reason to read all of it again. At its
        // longest it is, once more after a stop in between, and then stays as it is no longer.
        if !lengths.contains(&held) || !(brought || held == longest) {
            return Ok(Piece::Held(held));
        }
        self.finish(&mut part, digest, held, longest)
    }

    fn finish(&self, part: &mut File, digest: Digest, held: u64, longest: u64) -> io::Result<Piece> {
        let mut all = Vec::new();
        part.seek(SeekFrom::Start(0))?;
        part.read_to_end(&mut all)?;
        if Digest::of(&all) == digest {
            fs::rename(self.part(digest), self.path(digest))?;
            sync_folder(&self.folder)?;
            return Ok(Piece::Whole(held));
        }
        if held < longest {
            return Ok(Piece::Held(held));
        }
        part.set_len(0)?;
        Ok(Piece::OtherBytes)
    }

    /// Bytes of all that the unit brought, whole or not.
    fn held(&self) -> io::Result<u64> {
        let mut held = 0;
        for file in fs::read_dir(&self.folder)? {
            // One that took its name, or went, meanwhile.
            held += file?.metadata().map_or(0, |file| file.len());
        }
        Ok(held)
    }

    /// Length of a whole blob; none where it is not here, or not whole.
    fn length(&self, digest: Digest) -> io::Result<Option<u64>> {
        match fs::metadata(self.path(digest)) {
            Ok(file) => Ok(Some(file.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// So many bytes at most of a whole blob, from `offset` on.
    pub(crate) fn read(&self, digest: Digest, offset: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
        let mut file = match File::open(self.path(digest)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Removes what is held of a blob.
    pub(crate) fn remove(&self, digest: Digest) -> io::Result<()> {
        for file in [self.path(digest), self.part(digest)] {
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn path(&self, digest: Digest) -> PathBuf {
        self.folder.join(digest.to_string())
    }

    fn part(&self, digest: Digest) -> PathBuf {
        self.folder.join(format!("{digest}.part"))
    }
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn create_private(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    folder.parent().map_or(Ok(()), sync_folder)
}

#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_comes_in_pieces_in_any_temper_and_takes_its_name_when_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::within(dir.path()).of(&UnitCode("990121".to_owned()));
        let bytes = b"a photograph of the fire";
        let (digest, length) = (Digest::of(bytes), bytes.len() as u64);
        let take = |offset: u64, piece: &[u8]| blobs.take(digest, &[length], offset, piece).unwrap();
        assert_eq!(take(0, b""), Piece::Held(0), "an empty piece asks how much is held");
        assert_eq!(take(0, &bytes[..5]), Piece::Held(5));
        assert_eq!(take(0, &bytes[..5]), Piece::Held(5), "the same piece again adds nothing");
        assert_eq!(take(9, &bytes[9..]), Piece::Held(5), "a piece beyond a gap adds nothing");
        assert_eq!(blobs.read(digest, 0, 100).unwrap(), None, "what is not whole is not there");
        assert_eq!(take(5, &bytes[5..]), Piece::Whole(length));
        assert_eq!(take(0, b"x"), Piece::Whole(length), "what is whole is never written again");
        assert_eq!(blobs.read(digest, 2, 4).unwrap().unwrap(), &bytes[2..6]);
    }

    #[test]
    fn other_bytes_than_the_digest_says_are_not_kept_and_more_than_was_said_is_not_taken() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::within(dir.path()).of(&UnitCode("990121".to_owned()));
        let digest = Digest::of(b"right");
        assert_eq!(blobs.take(digest, &[5], 0, b"wrong").unwrap(), Piece::OtherBytes);
        assert_eq!(blobs.take(digest, &[5], 0, b"").unwrap(), Piece::Held(0), "nothing of it stays");
        assert_eq!(blobs.take(digest, &[5], 0, b"right and more").unwrap(), Piece::Held(0));
        assert_eq!(blobs.take(digest, &[5, 3], 0, b"rig").unwrap(), Piece::Held(3), "one of two entries lied");
        assert_eq!(blobs.take(digest, &[5, 3], 3, b"ht").unwrap(), Piece::Whole(5));
    }

    #[test]
    fn asking_how_much_is_held_never_reads_all_of_it_again() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::within(dir.path()).of(&UnitCode("990121".to_owned()));
        let (digest, lengths) = (Digest::of(b"right"), [5, 9]);
        create_private(&blobs.folder).unwrap();
        // As if it had been looked at before: were it looked at again, it would be found whole.
        fs::write(blobs.part(digest), b"right").unwrap();
        assert_eq!(blobs.take(digest, &lengths, 5, b"").unwrap(), Piece::Held(5), "nothing was brought");
        assert_eq!(blobs.take(digest, &lengths, 0, b"x").unwrap(), Piece::Held(5), "nor was this taken");
        assert_eq!(
            blobs.take(digest, &[5], 5, b"").unwrap(),
            Piece::Whole(5),
            "whole after a stop before it was named"
        );
    }

    #[test]
    fn a_unit_holds_no_more_than_it_may_and_takes_nothing_from_the_others() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::within(dir.path());
        blobs.hold_each_unit_to(10);
        let take = |unit: &str, bytes: &[u8], offset: usize, piece: &[u8]| {
            let of_unit = blobs.of(&UnitCode(unit.to_owned()));
            of_unit.take(Digest::of(bytes), &[bytes.len() as u64], offset as u64, piece).unwrap()
        };
        assert_eq!(take("990121", b"six by", 0, b"six by"), Piece::Whole(6));
        assert_eq!(take("990121", b"five.", 0, b"fi"), Piece::Held(2), "begun while there was room");
        assert_eq!(take("990121", b"five.", 2, b"ve."), Piece::NoRoom);
        assert_eq!(take("990121", b"five.", 0, b""), Piece::Held(2), "what is held is still told");
        assert_eq!(take("990121", b"six by", 0, b"six by"), Piece::Whole(6), "and what is whole is there");
        assert_eq!(take("990122", b"five.", 0, b"five."), Piece::Whole(5));
        blobs.hold_each_unit_to(11);
        assert_eq!(take("990121", b"five.", 2, b"ve."), Piece::Whole(5), "it goes on once there is room");
    }
}
