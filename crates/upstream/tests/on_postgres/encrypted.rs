//! The way to PostgreSQL: encrypted and to the right server, or not at all.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;

use crate::authority::Authority;
use crate::cluster::Cluster;
use crate::http::get;
use crate::program::{Program, complained, run, said};
use crate::server::SAMPLE_FILE;

/// A server with a certificate for `localhost`, and its authority's own.
struct Encrypted {
    cluster: Cluster,
    roots: PathBuf,
    dir: TempDir,
}

static ENCRYPTED: LazyLock<Encrypted> = LazyLock::new(|| {
    let (authority, dir) = (Authority::new(), tempfile::tempdir().unwrap());
    authority.issue_for("localhost", |_| ()).write(dir.path());
    let roots = authority.write_root(dir.path());
    Encrypted { cluster: Cluster::on_the_network(Some(dir.path())), roots, dir }
});

fn ask(cluster: &Cluster, sql: &str) -> String {
    let mut psql: Command = cluster.psql("postgres");
    String::from_utf8(psql.args(["-c", sql]).output().unwrap().stdout).unwrap()
}

/// Where the database is, as an administrator says it.
fn at<'a>(address: &'a str, roots: &'a Path) -> [&'a str; 4] {
    ["--database", address, "--database-ca", roots.to_str().unwrap()]
}

/// Encrypted connections of ours to this database, all of them, and those that listen.
fn connections(database: &str) -> String {
    let sql = format!(
        "SELECT count(*) FILTER (WHERE ssl), count(*), count(*) FILTER (WHERE query LIKE 'LISTEN%')
         FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE application_name = 'zhiban-upstream' AND datname = '{database}'"
    );
    ask(&ENCRYPTED.cluster, &sql).trim().to_owned()
}

#[test]
fn every_connection_is_encrypted_once_it_is_asked_for_the_one_that_listens_too() {
    let data = tempfile::tempdir().unwrap();
    ask(&ENCRYPTED.cluster, "CREATE DATABASE encrypted");
    let address = ENCRYPTED.cluster.network_address("localhost", "encrypted?sslmode=verify-full");
    let options = at(&address, &ENCRYPTED.roots);
    said(&[&["units", SAMPLE_FILE], &options[..]].concat(), data.path());
    let program = Program::serve_at("http", &[&["--listen", "127.0.0.1:0"], &options[..]].concat(), data.path());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(get(program.address, "/healthz").send());
    let mut seen = connections("encrypted");
    while !seen.ends_with("|1") {
        std::thread::yield_now();
        seen = connections("encrypted");
    }
    let (encrypted, all) = seen.trim_end_matches("|1").split_once('|').unwrap();
    assert_eq!(encrypted, all, "none of ours is plain");
    assert!(program.terminate());
}

#[test]
fn the_file_of_roots_may_stand_in_the_address() {
    let data = tempfile::tempdir().unwrap();
    ask(&ENCRYPTED.cluster, "CREATE DATABASE in_the_address");
    let roots = ENCRYPTED.roots.to_str().unwrap();
    let address = ENCRYPTED.cluster.network_address("localhost", "in_the_address");
    let address = format!("{address}?sslmode=require&sslrootcert={roots}");
    said(&["units", SAMPLE_FILE, "--database", &address], data.path());
}

#[test]
fn a_server_that_another_authority_vouches_for_or_of_another_name_is_refused_with_what_to_do() {
    let (data, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let foreign = Authority::new().write_root(other.path());
    let by_name = ENCRYPTED.cluster.network_address("localhost", "postgres");
    let by_number = ENCRYPTED.cluster.network_address("127.0.0.1", "postgres");
    for (address, roots) in [(&by_name, &foreign), (&by_number, &ENCRYPTED.roots)] {
        let words = complained(&[&["units", SAMPLE_FILE], &at(address, roots)[..]].concat(), data.path());
        assert!(words.contains("--database-ca") && words.contains("主机名"), "{words}");
    }
    let asked = format!("{by_name}?sslmode=require");
    let words = complained(&["units", SAMPLE_FILE, "--database", &asked], data.path());
    assert!(words.contains("--database-ca"), "require is no less than that: {words}");
    let key = ENCRYPTED.dir.path().join("privkey.pem");
    let words = complained(&[&["units", SAMPLE_FILE], &at(&by_name, &key)[..]].concat(), data.path());
    assert!(words.contains("没有证书"), "a file without a certificate: {words}");
}

#[test]
fn a_server_without_tls_gets_nothing_where_encryption_is_asked_for() {
    let data = tempfile::tempdir().unwrap();
    let plain = Cluster::on_the_network(None);
    let address = plain.network_address("localhost", "postgres");
    for way in ["require", "verify-full"] {
        let asked = format!("{address}?sslmode={way}");
        let words = complained(&["units", SAMPLE_FILE, "--database", &asked], data.path());
        assert!(words.contains("没有启用 TLS") && words.contains("ssl=on"), "{way}: {words}");
    }
    let words = complained(&["units", SAMPLE_FILE, "--database", &format!("{address}?sslmode=prefer")], data.path());
    assert!(words.contains("verify-full"), "what might be plain is not asked for: {words}");
    assert!(run(&["units", SAMPLE_FILE, "--database", &address], data.path()).status.success());
}
