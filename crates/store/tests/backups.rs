//! A backup is whole while the desk works on, holds the attachments and nobody's PIN, and is refused where a byte is wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails, and says why")]

mod writer;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use domain::digest::Digest;
use domain::entry::{BlobRef, CallNoted, CallOpened, Content};
use rusqlite::Connection;
use store::table::pin::Pin;
use store::{BackupProgress, Store, StoreError, back_up, check_backup, unpack_blobs};
use tempfile::TempDir;
use uuid::Uuid;
use writer::{Device, evening};

struct Desk {
    folder: TempDir,
    store: Store,
    device: Device,
}

impl Desk {
    fn with_entries(entries: u64) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Store::open(&folder.path().join("zhiban.sqlite")).unwrap();
        std::fs::create_dir(folder.path().join("blobs")).unwrap();
        let mut desk = Self { folder, store, device: Device::new(1) };
        (0..entries).for_each(|nth| desk.write(nth));
        desk
    }

    fn write(&mut self, nth: u64) {
        let opened = CallOpened { received_at: evening() };
        let words = "河东镇居民楼起火。".repeat(2_000);
        let contents = [Content::CallOpened(opened), Content::CallNoted(CallNoted { words, ..CallNoted::default() })];
        for content in contents {
            let sealed = self.device.write(Uuid::from_u128(nth.into()), content);
            let header = sealed.read_header().unwrap();
            self.store.write(|writing| writing.append_own(&sealed, &header)).unwrap();
        }
    }

    fn keep(&mut self, bytes: &[u8]) -> Digest {
        let digest = Digest::of(bytes);
        std::fs::write(self.blobs().join(digest.to_string()), bytes).unwrap();
        let blob = BlobRef { digest, length: bytes.len() as u64 };
        self.store.write(|writing| writing.keep_blob(&blob, evening())).map_err(|error: StoreError| error).unwrap();
        // As an entry that speaks of it does.
        let file = Connection::open(self.file()).unwrap();
        file.execute("UPDATE blobs SET named = 1", []).unwrap();
        digest
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("zhiban.sqlite")
    }

    fn blobs(&self) -> PathBuf {
        self.folder.path().join("blobs")
    }

    fn backup(&self) -> PathBuf {
        self.folder.path().join("one.backup")
    }
}

fn on(_: BackupProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn rows(path: &Path, what: &str) -> i64 {
    Connection::open(path).unwrap().query_row(what, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_desk_that_writes_all_the_time_is_backed_up_as_it_stood_when_the_backup_began() {
    let mut desk = Desk::with_entries(700);
    let (file, blobs, backup) = (desk.file(), desk.blobs(), desk.backup());
    let mut looks = 0;
    let made = back_up(&file, &blobs, &backup, &mut |progress| {
        // Written between any two looks: a backup that began again each time would never end.
        desk.write(10_000 + looks);
        looks += 1;
        assert!(progress.done <= progress.of && progress.of > 0, "{progress:?}");
        assert!(looks < 1_000, "it does not begin again");
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(looks > 3, "it was long enough to be disturbed: {looks}");
    assert_eq!(rows(&backup, "SELECT count(*) FROM entries"), 1_400, "one state of the file, not a mixture");
    assert_eq!(made.bytes, std::fs::metadata(&backup).unwrap().len());
    unpack_blobs(&backup, &desk.folder.path().join("other")).unwrap();
    let restored = Store::open(&backup).unwrap();
    assert_eq!(restored.check_views().unwrap(), vec![], "and its views are those of its entries");
}

#[test]
fn attachments_go_with_it_and_come_back_and_nobodys_pin_does() {
    let mut desk = Desk::with_entries(3);
    let digests = [desk.keep(b"minutes of the meeting"), desk.keep(&vec![7; 3_000_000])];
    let pin = Pin { hash: "$argon2id$v=19$secret-of-somebody".to_owned(), failures: 0, not_before: None };
    desk.store
        .write(|writing| {
            writing.put_pin(Uuid::from_u128(9), &pin)?;
            writing.set("session", &"somebody")
        })
        .map_err(|error: StoreError| error)
        .unwrap();
    let made = back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut on).unwrap();
    assert_eq!((made.attachments, made.missing), (2, 0));
    let bytes = std::fs::read(desk.backup()).unwrap();
    let secret = b"secret-of-somebody";
    assert!(!bytes.windows(secret.len()).any(|window| window == secret), "not a trace of a PIN's hash is carried away");
    assert_eq!(rows(&desk.backup(), "SELECT count(*) FROM settings WHERE name = 'session'"), 0);

    let other = TempDir::new().unwrap();
    let (file, blobs) = (other.path().join("zhiban.sqlite"), other.path().join("blobs"));
    std::fs::copy(desk.backup(), &file).unwrap();
    check_backup(&file).unwrap();
    unpack_blobs(&file, &blobs).unwrap();
    for digest in digests {
        assert_eq!(Digest::of(&std::fs::read(blobs.join(digest.to_string())).unwrap()), digest);
    }
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name = 'backup_blobs'";
    assert_eq!(rows(&file, tables), 0, "what is taken back is a desk's file and nothing else");
    Store::open(&file).unwrap();
}

#[test]
fn an_attachment_that_is_gone_or_damaged_is_counted_and_holds_nothing_up() {
    let mut desk = Desk::with_entries(1);
    let (gone, damaged) = (desk.keep(b"gone"), desk.keep(b"damaged"));
    std::fs::remove_file(desk.blobs().join(gone.to_string())).unwrap();
    std::fs::write(desk.blobs().join(damaged.to_string()), b"other bytes").unwrap();
    let made = back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut on).unwrap();
    assert_eq!((made.attachments, made.missing), (0, 2));
}

#[test]
fn a_backup_that_is_stopped_or_damaged_or_no_backup_is_none() {
    let mut desk = Desk::with_entries(200);
    desk.keep(b"minutes of the meeting, kept whole");
    let stopped = back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(StoreError::Stopped)), "{stopped:?}");
    assert!(!desk.backup().exists(), "nothing bears the name of a backup that is none");
    back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut on).unwrap();
    let whole = std::fs::read(desk.backup()).unwrap();
    let at = whole.windows(12).position(|window| window == b"minutes of t").unwrap();
    let mut changed = whole.clone();
    changed[at] ^= 1;
    for damaged in [changed.as_slice(), &whole[..whole.len() / 2], b"no database at all", b""] {
        std::fs::write(desk.backup(), damaged).unwrap();
        assert!(check_backup(&desk.backup()).is_err(), "{} bytes", damaged.len());
    }
}

#[test]
fn a_backup_of_before_attachments_were_in_it_is_still_taken_back() {
    let desk = Desk::with_entries(2);
    back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut on).unwrap();
    Connection::open(desk.backup()).unwrap().execute_batch("DROP TABLE backup_blobs").unwrap();
    check_backup(&desk.backup()).unwrap();
    unpack_blobs(&desk.backup(), &desk.folder.path().join("other")).unwrap();
}

/// A backup as somebody made it who opened it in another program.
fn doctored(desk: &Desk, statements: &str) -> PathBuf {
    let _ = std::fs::remove_file(desk.backup());
    back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut on).unwrap();
    Connection::open(desk.backup()).unwrap().execute_batch(statements).unwrap();
    desk.backup()
}

#[test]
fn a_backup_that_brings_triggers_or_tables_of_its_own_or_lost_a_guard_is_not_taken_back() {
    let desk = Desk::with_entries(2);
    let acts = [
        "CREATE TRIGGER evil AFTER INSERT ON entries BEGIN DELETE FROM queue; END",
        "CREATE VIEW evil AS SELECT 1",
        "CREATE TABLE evil (x)",
        "CREATE INDEX evil ON entries (signature)",
        "DROP TRIGGER receipts_are_never_changed",
        "DROP TABLE backup_blobs; CREATE TABLE backup_blobs (digest, bytes)",
        "DROP TABLE backup_blobs; CREATE VIEW backup_blobs AS SELECT 1 AS digest, 2 AS bytes",
    ];
    for act in acts {
        let backup = doctored(&desk, act);
        let refused = check_backup(&backup);
        assert!(matches!(refused, Err(StoreError::Damaged(_))), "{act}: {refused:?}");
        assert!(!refused.unwrap_err().to_string().contains("evil"), "{act}: a stranger's words are not shown");
        let before = std::fs::read(&backup).unwrap();
        assert!(Store::open(&backup).is_err(), "{act}: nor is it opened as a desk's file");
        assert_eq!(std::fs::read(&backup).unwrap(), before, "{act}: and not a byte of it was touched");
    }
}

#[test]
fn a_backup_cannot_bring_somebodys_pin_or_sign_anybody_in() {
    let desk = Desk::with_entries(2);
    let mut other = Desk::with_entries(0);
    let pin = Pin { hash: "$argon2id$v=19$known-to-a-stranger".to_owned(), failures: 0, not_before: None };
    other.store.write(|writing| writing.put_pin(Uuid::from_u128(9), &pin)).map_err(|error: StoreError| error).unwrap();
    let backup = doctored(
        &desk,
        &format!(
            "ATTACH '{}' AS other; INSERT INTO pins SELECT * FROM other.pins;
             INSERT INTO settings (name, value) VALUES ('session', '\"somebody\"')",
            other.file().display()
        ),
    );
    check_backup(&backup).unwrap();
    assert_eq!(rows(&backup, "SELECT count(*) FROM pins"), 1, "a stranger put it in");
    unpack_blobs(&backup, &desk.folder.path().join("taken-in")).unwrap();
    assert_eq!(rows(&backup, "SELECT count(*) FROM pins"), 0, "whoever knows that PIN would be an officer here");
    assert_eq!(rows(&backup, "SELECT count(*) FROM settings WHERE name = 'session'"), 0);
}

#[test]
fn the_desks_file_is_its_owners_alone_from_its_first_byte_and_again_where_it_was_not() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_entries(1);
    let mode = || std::fs::metadata(desk.file()).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(desk.file(), std::fs::Permissions::from_mode(0o644)).unwrap();
    Store::open(&desk.file()).unwrap();
    assert_eq!(mode(), 0o600, "a file of before that others could read");
}

#[test]
fn a_backup_in_which_an_index_says_other_than_its_table_is_called_incomplete() {
    let desk = Desk::with_entries(2);
    back_up(&desk.file(), &desk.blobs(), &desk.backup(), &mut on).unwrap();
    let mut bytes = std::fs::read(desk.backup()).unwrap();
    let subject = Uuid::from_u128(1).to_string();
    // A page that begins with ten is a leaf of an index.
    let mut leaves = bytes.chunks_mut(4_096).filter(|page| page[0] == 10);
    let place = leaves.find_map(|page| {
        let at = page.windows(subject.len()).position(|text| text == subject.as_bytes())?;
        page.get_mut(at)
    });
    *place.unwrap() = b'f';
    std::fs::write(desk.backup(), bytes).unwrap();
    let refused = check_backup(&desk.backup());
    assert!(matches!(&refused, Err(StoreError::Damaged(why)) if why == "备份文件不完整"), "{refused:?}");
}
