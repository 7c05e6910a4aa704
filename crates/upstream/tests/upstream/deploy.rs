//! The files in `deploy/`: what an administrator copies must be what this program understands.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::authority::Authority;
use crate::program::run;

const UNIT: &str = include_str!("../../../../deploy/zhiban-upstream.service");
const NGINX: &str = include_str!("../../../../deploy/nginx.conf");
const PROGRAM: &str = "/usr/local/bin/zhiban-upstream";

/// What a tool says; without it nothing is known of the file, and the test fails.
fn tool(name: &str, arguments: &[&str]) -> Output {
    // Where an administrator's programs are, for whoever is none.
    let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
    let output = Command::new(name).args(arguments).env("PATH", path).output();
    output.unwrap_or_else(|error| panic!("{name} is not here ({error}): scripts/prerequisites.sh test"))
}

fn passes(output: &Output) {
    let said = [output.stdout.as_slice(), &output.stderr].concat();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&said));
}

/// The lines of a section of directives, without what is only said about them.
fn directives(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn the_unit_starts_the_program_as_the_program_wants_to_be_started() {
    let lines = directives(UNIT);
    let start = lines.iter().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let arguments: Vec<_> = start.strip_prefix(PROGRAM).unwrap().split_whitespace().collect();
    let ["serve", "--data", data, options @ ..] = &arguments[..] else { panic!("{start}") };
    let folder = lines.iter().find_map(|line| line.strip_prefix("StateDirectory=")).unwrap();
    assert_eq!(*data, format!("/var/lib/{folder}"), "the folder that it may write to");
    let dir = tempfile::tempdir().unwrap();
    passes(&run(&[&["serve"], options, &["--help"]].concat(), dir.path()));
    for promise in ["ProtectSystem=strict", "NoNewPrivileges=yes", "Restart=on-failure", "UMask=0077"] {
        assert!(lines.contains(&promise), "{promise}");
    }
}

#[test]
fn systemd_understands_the_unit_and_finds_little_to_attack() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("zhiban-upstream.service");
    std::fs::write(&file, UNIT.replace(PROGRAM, env!("CARGO_BIN_EXE_zhiban-upstream"))).unwrap();
    let file = file.to_str().unwrap();
    let verified = tool("systemd-analyze", &["verify", "--man=no", file]);
    passes(&verified);
    let said = String::from_utf8_lossy(&verified.stderr);
    assert!(!said.contains("zhiban-upstream.service"), "{said}");
    passes(&tool("systemd-analyze", &["security", "--offline=true", "--threshold=20", "--no-pager", file]));
}

#[test]
fn the_proxy_says_for_whom_it_asks_and_shows_no_figures() {
    let lines = directives(NGINX);
    let of = |name: &'static str| lines.iter().filter(move |line| line.split_whitespace().next() == Some(name));
    assert!(lines.contains(&"server 127.0.0.1:47610;"), "where the unit listens");
    assert!(of("proxy_set_header").any(|line| line.ends_with("X-Real-IP $remote_addr;")));
    assert!(
        of("location").all(|line| !line.contains("/metrics"))
            && of("location").any(|line| line.contains("= /v1/hints"))
    );
    assert!(!lines.iter().any(|line| line.contains("$request ") || line.contains("$args") || line.contains("_uri")));
    let hints = NGINX.split_once("location = /v1/hints {").and_then(|(_, rest)| rest.split_once('}')).unwrap().0;
    assert!(directives(hints).iter().any(|line| line.starts_with("proxy_buffering") && line.ends_with("off;")));
}

/// The sample as nginx would have it, with a certificate that exists.
fn whole_configuration(dir: &Path) -> PathBuf {
    let files = Authority::new().issue().write(dir);
    let sample = NGINX
        .replace("/etc/zhiban/fullchain.pem", files.certificate.to_str().unwrap())
        .replace("/etc/zhiban/privkey.pem", files.key.to_str().unwrap())
        .replace("/var/log/nginx", dir.to_str().unwrap());
    let folder = dir.display();
    let paths: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {folder}/{name};\n"))
        .concat();
    let file = dir.join("nginx.conf");
    let whole = format!("pid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{paths}{sample}}}\n");
    std::fs::write(&file, whole).unwrap();
    file
}

#[test]
fn nginx_understands_the_sample() {
    let dir = tempfile::tempdir().unwrap();
    let file = whole_configuration(dir.path());
    passes(&tool("nginx", &["-t", "-e", "stderr", "-c", file.to_str().unwrap()]));
}
