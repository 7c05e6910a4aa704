//! A certificate that must not be believed, and a name that leads nowhere, are told from a network that is down: each needs
//! another person to put it right.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose, date_time_ymd};
use tests::recorded_bell::RecordedBell;
use tests::room::{COUNTY, Nobody, TurnedClock, may_12};
use tests::tree;
use tokio::net::TcpListener;
use upstream::{DataFolder, DatabaseAt, Door, Tls, Upstream};
use workstation::Workstation;

/// Where the child of this test finds the folder with authority and certificates.
const FOLDER: &str = "ZHIBAN_TEST_CERTIFICATES";

/// An authority, and what it issued, as PEM files in this folder.
fn issue(folder: &Path) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let key = KeyPair::generate().unwrap();
    let root = params.self_signed(&key).unwrap();
    std::fs::write(folder.join("ca.pem"), root.pem()).unwrap();
    let issuer = Issuer::new(params, key);
    for (file, name, ended) in
        [("good", "localhost", false), ("ended", "localhost", true), ("other_name", "shangji.example", false)]
    {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        if ended {
            params.not_after = date_time_ymd(2024, 1, 1);
        }
        let issued = params.signed_by(&key, &issuer).unwrap();
        put(folder, file, &issued.pem(), &key);
    }
    let key = KeyPair::generate().unwrap();
    let own = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    put(folder, "own_making", &own.pem(), &key);
}

fn put(folder: &Path, name: &str, certificate: &str, key: &KeyPair) {
    std::fs::write(folder.join(format!("{name}.pem")), certificate).unwrap();
    let file = folder.join(format!("{name}.key"));
    std::fs::write(&file, key.serialize_pem()).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

/// What a desk is told that enrols at an upstream with this certificate; nothing where it is enrolled.
async fn told(folder: &Path, certificate: &str) -> Option<String> {
    let data = folder.join(format!("upstream-{certificate}"));
    let units = std::fs::read(tree::root().join("sample/units.csv")).unwrap();
    let administered = DataFolder::open_or_create(&data, &DatabaseAt::Folder).await.unwrap();
    administered.load_units(&units).await.unwrap();
    let clock = TurnedClock::at(may_12(18, 9));
    let county = domain::unit::UnitCode(COUNTY.to_owned());
    let code = administered.issue_code(&county, clock.now()).await.unwrap();
    drop(administered);
    let reading = clock.clone();
    let upstream = Upstream::open(&data, &DatabaseAt::Folder, move || reading.now()).await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let file = |ending: &str| folder.join(format!("{certificate}.{ending}"));
    let tls = Tls::open(&file("pem"), &file("key")).unwrap();
    let door = Door::new(listener).with_tls(Some(tls));
    let serving = tokio::spawn(upstream::serve(door, upstream.router(), std::future::pending()));
    let desk = open(&folder.join(format!("desk-{certificate}")), &clock);
    let told = enrols(&desk, &address, code.as_str()).await;
    serving.abort();
    told
}

fn open(folder: &Path, clock: &TurnedClock) -> Workstation {
    Workstation::open(folder, Box::new(clock.clone()), Box::new(Nobody), Box::new(RecordedBell::default())).unwrap()
}

async fn enrols(desk: &Workstation, address: &str, code: &str) -> Option<String> {
    workstation::enrol(desk, &desk.tick(), address, code).await.err().map(|error| error.message)
}

/// The system's authorities are read once a process, so the one that is trusted is given to another.
#[test]
fn a_certificate_that_must_not_be_believed_is_not_called_a_network_that_is_down() {
    let folder = tempfile::tempdir().unwrap();
    issue(folder.path());
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "as_a_machine_that_trusts_one_authority", "--ignored", "--nocapture"]);
    child.env(FOLDER, folder.path()).env("SSL_CERT_FILE", folder.path().join("ca.pem")).env_remove("SSL_CERT_DIR");
    let ended = child.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the test above, on a machine that trusts its authority"]
async fn as_a_machine_that_trusts_one_authority() {
    let folder = PathBuf::from(std::env::var_os(FOLDER).expect("the test above says where"));
    assert_eq!(told(&folder, "good").await, None, "what is in order is believed");
    for (certificate, first, then) in [
        ("ended", "安全证书已过期或尚未生效", "先核对本机日期"),
        ("other_name", "安全证书不是这个地址的", "核对上级节点地址"),
        ("own_making", "本机不认可上级节点的安全证书", "请联系系统管理员"),
    ] {
        let words = told(&folder, certificate).await.expect("nothing is sent there");
        assert!(words.contains(first) && words.contains(then), "{certificate}: {words}");
        assert!(!words.contains("连不上") && !words.contains("检查网络"), "{certificate}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_leads_nowhere_is_said_to_be_that() {
    let folder = tempfile::tempdir().unwrap();
    let desk = open(folder.path(), &TurnedClock::at(may_12(18, 9)));
    let words = enrols(&desk, "https://shangji.invalid", "AAAA-AAAA").await.unwrap();
    assert!(words.contains("域名解析不到") && words.contains("核对上级节点地址"), "{words}");
    let words = enrols(&desk, "https://127.0.0.1:1", "AAAA-AAAA").await.unwrap();
    assert!(words.contains("连不上上级节点"), "where there is an address and nobody: {words}");
}
