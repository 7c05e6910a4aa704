//! 附件文件: attachments beside the desk's file, each named by the digest of its bytes and by nothing else. Written whole and
//! durable before anything names them; what nothing names is swept away when the desk opens.

use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use domain::Moment;
use domain::digest::Digest;
use domain::entry::BlobRef;
use domain::information::{LARGEST_ATTACHMENT, size_words};
use store::table::blob;
use store::table::transfer::{self, Way};
use store::{Store, StoreError};

use crate::folder::{keep_private, write_private};

/// For how long bytes stay that the desk's file does not know.
const UNKNOWN: chrono::TimeDelta = chrono::TimeDelta::days(30);

/// How one that is still coming is named.
const PART: &str = "part";

/// What is wrong with an attachment, and what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BlobTrouble {
    #[error("文件超过{}，不能作附件。请压缩或拆分后再选，已填内容仍在。", size_words(LARGEST_ATTACHMENT))]
    TooLarge,
    #[error("文件是空的，请另选一个。")]
    Empty,
    #[error("附件文件不在本机了")]
    Missing,
    #[error("附件文件已损坏")]
    Damaged,
    #[error("磁盘已满，附件未能存下。请清理磁盘后再试，已填内容仍在。")]
    Full,
    #[error("文件无法读写（{0}），请检查磁盘和权限后再试。")]
    Unreadable(io::Error),
}

impl From<io::Error> for BlobTrouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Unreadable(error),
        }
    }
}

/// The folder of attachments.
#[derive(Debug)]
pub(crate) struct Blobs {
    folder: PathBuf,
    /// When each was last found whole, by the time of its last change: unchanged files are not read again.
    whole: Mutex<HashMap<Digest, SystemTime>>,
}

impl Blobs {
    pub(crate) fn at(folder: PathBuf) -> Self {
        Self { folder, whole: Mutex::default() }
    }

    /// Where they lie.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    fn path(&self, digest: Digest) -> PathBuf {
        self.folder.join(digest.to_string())
    }

    /// Keeps the bytes of a file that a person chose; durable when this returns.
    pub(crate) fn keep(&self, chosen: &Path) -> Result<BlobRef, BlobTrouble> {
        let mut bytes = Vec::new();
        File::open(chosen)?.take(LARGEST_ATTACHMENT + 1).read_to_end(&mut bytes)?;
        let length = bytes.len() as u64;
        if length > LARGEST_ATTACHMENT {
            return Err(BlobTrouble::TooLarge);
        }
        if length == 0 {
            return Err(BlobTrouble::Empty);
        }
        let blob = BlobRef { digest: Digest::of(&bytes), length };
        if self.check(&blob).is_err() {
            self.make_folder()?;
            let path = self.path(blob.digest);
            if let Err(error) = write_private(&path, &bytes) {
                let _ = fs::remove_file(path.with_extension("new"));
                return Err(error.into());
            }
        }
        Ok(blob)
    }

    fn make_folder(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        keep_private(&self.folder, 0o700)?;
        self.folder.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
    }

    /// Its bytes, proved to be those that were kept.
    pub(crate) fn read(&self, blob: &BlobRef) -> Result<Vec<u8>, BlobTrouble> {
        let bytes = fs::read(self.path(blob.digest)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => BlobTrouble::Missing,
            _ => BlobTrouble::Unreadable(error),
        })?;
        if bytes.len() as u64 == blob.length && Digest::of(&bytes) == blob.digest {
            Ok(bytes)
        } else {
            Err(BlobTrouble::Damaged)
        }
    }

    /// Whether it is there and whole.
    pub(crate) fn check(&self, blob: &BlobRef) -> Result<(), BlobTrouble> {
        let changed = fs::metadata(self.path(blob.digest)).and_then(|file| file.modified()).ok();
        let known = self.whole.lock().unwrap_or_else(PoisonError::into_inner).get(&blob.digest).copied();
        if changed.is_some() && changed == known {
            return Ok(());
        }
        self.read(blob)?;
        if let Some(changed) = changed {
            self.whole.lock().unwrap_or_else(PoisonError::into_inner).insert(blob.digest, changed);
        }
        Ok(())
    }

    /// So many bytes at most, from `offset` on, as they lie there.
    pub(crate) fn piece(&self, digest: Digest, offset: u64, most: u64) -> Result<Vec<u8>, BlobTrouble> {
        let mut file = File::open(self.path(digest)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => BlobTrouble::Missing,
            _ => BlobTrouble::Unreadable(error),
        })?;
        file.seek(SeekFrom::Start(offset))?;
        let mut piece = Vec::new();
        file.take(most).read_to_end(&mut piece)?;
        Ok(piece)
    }

    fn part(&self, digest: Digest) -> PathBuf {
        self.path(digest).with_extension(PART)
    }

    /// How much of one that is coming is here.
    pub(crate) fn part_length(&self, digest: Digest) -> Result<u64, BlobTrouble> {
        match fs::metadata(self.part(digest)) {
            Ok(part) => Ok(part.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Adds a piece to one that is coming; how much is here then. A power cut may leave holes, which the digest finds.
    pub(crate) fn add_to_part(&self, digest: Digest, offset: u64, piece: &[u8]) -> Result<u64, BlobTrouble> {
        self.make_folder()?;
        let mut part =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(self.part(digest))?;
        part.seek(SeekFrom::Start(offset))?;
        part.write_all(piece)?;
        Ok(offset + piece.len() as u64)
    }

    /// Gives one that has come its name, once its bytes are proved to be the right ones; durable when this returns.
    pub(crate) fn finish_part(&self, blob: &BlobRef) -> Result<(), BlobTrouble> {
        let part = self.part(blob.digest);
        let bytes = fs::read(&part)?;
        if bytes.len() as u64 != blob.length || Digest::of(&bytes) != blob.digest {
            return Err(BlobTrouble::Damaged);
        }
        File::open(&part)?.sync_all()?;
        fs::rename(&part, self.path(blob.digest))?;
        Ok(File::open(&self.folder)?.sync_all()?)
    }

    /// What came was not what was named.
    pub(crate) fn forget_part(&self, digest: Digest) {
        let _ = fs::remove_file(self.part(digest));
    }

    /// Removes what no entry and no draft names: taken off or given up at once; what the desk's file does not know after
    /// some weeks, for the file may be one of yesterday and its entries may come back.
    pub(crate) fn sweep(&self, store: &mut Store, now: Moment) -> Result<(), StoreError> {
        let used = blob::in_use(store.connection())?;
        let known = blob::all(store.connection())?;
        for digest in known.difference(&used) {
            store.write(|writing| writing.forget_blob(*digest))?;
        }
        let Ok(files) = fs::read_dir(&self.folder) else { return Ok(()) };
        let coming = transfer::waiting(store.connection(), Way::Down)?;
        let parts: BTreeSet<_> = coming.iter().map(|digest| format!("{digest}.{PART}")).collect();
        let is_wanted = |file: &fs::DirEntry| match file.file_name().to_str().and_then(Digest::parse) {
            None => file.file_name().to_str().is_some_and(|name| parts.contains(name)),
            Some(digest) if known.contains(&digest) => used.contains(&digest),
            Some(_) => {
                file.metadata().and_then(|file| file.modified()).is_ok_and(|at| now - Moment::from(at) < UNKNOWN)
            }
        };
        for file in files.flatten().filter(|file| !is_wanted(file)) {
            // One that cannot be removed takes room and nothing else; the next start tries again.
            let _ = fs::remove_file(file.path());
        }
        Ok(())
    }
}
