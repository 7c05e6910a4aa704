//! Where the device's key lies: in the system's key store where one is open, else in a file of its owner, and said so.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails, and says why")]

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;
use tests::key_ring::KeyRing;
use tests::program::Answer;
use tests::{Program, Upstream};

/// A desk that is enrolled in a session.
struct Enrolled {
    folder: TempDir,
    upstream: Upstream,
}

impl Enrolled {
    async fn prepared() -> Self {
        let folder = TempDir::with_prefix("zhiban-key-").unwrap();
        let upstream = Upstream::start(&folder.path().join("upstream")).await;
        upstream.load_sample_units();
        Self { folder, upstream }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("desk")
    }

    fn ring(&self) -> PathBuf {
        self.folder.path().join("ring")
    }

    fn zhiban(&self, arguments: &[&str], environment: &[(OsString, OsString)]) -> Answer {
        let data = self.data();
        let arguments = arguments.iter().copied().chain(["--data", data.to_str().unwrap()]);
        Program::built("zhiban").run_under(arguments, environment)
    }

    fn enrol(&self, environment: &[(OsString, OsString)]) -> Answer {
        let code = self.upstream.one_time_code("990121");
        self.zhiban(&["enrol", "--upstream", self.upstream.address(), "--code", &code], environment)
    }

    fn identity(&self) -> Value {
        serde_json::from_slice(&fs::read(self.data().join("identity.json")).unwrap()).unwrap()
    }
}

fn every_byte_of(folder: &Path) -> Vec<u8> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    files.flat_map(|path| fs::read(path).unwrap()).collect()
}

#[tokio::test]
async fn where_the_systems_key_store_is_open_no_file_of_the_desk_holds_the_key() {
    let desk = Enrolled::prepared().await;
    let ring = KeyRing::opened(&desk.ring()).await;
    let here = ring.environment();
    let said = desk.enrol(&here);
    assert!(said.succeeded().contains("系统密钥库"), "where it lies is said at once: {}", said.output);
    let identity = desk.identity();
    assert!(identity["key"].is_null() && identity["token"].is_null(), "{identity}");
    assert!(desk.zhiban(&["status"], &here).succeeded().contains("设备密钥保存在：系统密钥库"), "and afterwards");
    assert_eq!(desk.zhiban(&["status", "--json"], &here).json()["key"], "系统密钥库");

    let data = desk.data();
    let before = every_byte_of(&data);
    desk.zhiban(&["keep-key", "file"], &here).succeeded();
    let moved = desk.identity();
    for secret in ["key", "token"] {
        let text = moved[secret].as_str().unwrap().as_bytes();
        assert!(!before.windows(text.len()).any(|window| window == text), "{secret} was in no file until it was moved");
    }
    let said = desk.zhiban(&["status"], &[]);
    assert!(said.succeeded().contains("identity.json"), "now no key store is needed: {}", said.output);
    desk.zhiban(&["keep-key", "system"], &here).succeeded();
    assert!(desk.identity()["key"].is_null(), "and back");
    desk.zhiban(&["status"], &here).succeeded();
}

#[tokio::test]
async fn a_key_store_that_is_gone_locked_or_another_is_said_in_words_and_nothing_is_lost() {
    let desk = Enrolled::prepared().await;
    let ring = KeyRing::opened(&desk.ring()).await;
    desk.enrol(&ring.environment()).succeeded();
    drop(ring);
    let before = desk.identity();

    let gone = desk.zhiban(&["status"], &[]);
    assert_ne!(gone.code, Some(0));
    assert!(gone.error.contains("没有可用的系统密钥库") && gone.error.contains("解锁密钥库"), "{}", gone.error);

    let ring = KeyRing::locked(&desk.ring()).await;
    let locked = desk.zhiban(&["status"], &ring.environment());
    assert_ne!(locked.code, Some(0));
    assert!(locked.error.contains("系统密钥库已锁定"), "{}", locked.error);
    drop(ring);

    let ring = KeyRing::opened(&desk.folder.path().join("of-somebody-else")).await;
    let another = desk.zhiban(&["status"], &ring.environment());
    assert!(another.error.contains("没有本机的密钥") && another.error.contains("重新注册"), "{}", another.error);
    drop(ring);

    assert_eq!(desk.identity(), before, "nothing was written over");
    let ring = KeyRing::opened(&desk.ring()).await;
    desk.zhiban(&["status"], &ring.environment()).succeeded();
}

#[tokio::test]
async fn a_key_that_no_open_store_keeps_lies_in_a_file_and_nobody_is_asked_for_a_password() {
    let desk = Enrolled::prepared().await;
    assert!(desk.enrol(&[]).succeeded().contains("identity.json"), "no key store at all");
    assert!(desk.identity()["key"].is_string());
    let refused = desk.zhiban(&["keep-key", "system"], &[]);
    assert!(refused.error.contains("没有可用的系统密钥库") && refused.error.contains("仍在原处"), "{}", refused.error);
    desk.zhiban(&["status"], &[]).succeeded();

    drop(KeyRing::opened(&desk.ring()).await);
    let ring = KeyRing::locked(&desk.ring()).await;
    assert!(desk.enrol(&ring.environment()).succeeded().contains("identity.json"), "a locked one is let be");
    drop(ring);

    let ring = KeyRing::opened(&desk.ring()).await;
    ring.hangs();
    assert!(desk.enrol(&ring.environment()).succeeded().contains("identity.json"), "one that hangs is not waited for");
}
