//! A second opinion: OpenSSL's own SM3 and SM2, asked over its command line, sharing no code with ours.

use std::path::Path;
use std::process::{Command, Stdio};

/// DER before an SM2 public point: SubjectPublicKeyInfo { id-ecPublicKey, curveSM2 }, BIT STRING of 65 bytes.
const SM2_KEY_PREFIX: &str = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

/// OpenSSL's SM3 of these bytes, as hex.
pub fn sm3(folder: &Path, bytes: &[u8]) -> String {
    let message = written(folder, "message", bytes);
    let answer = openssl(&["dgst", "-sm3", "-r", &message]);
    answer.split_whitespace().next().unwrap_or_default().to_owned()
}

/// Whether OpenSSL accepts the DER signature (hex) over these bytes by this public key (uncompressed point, hex), with
/// the standard's default user id.
pub fn sm2_accepts(folder: &Path, public_key: &str, bytes: &[u8], signature: &str) -> bool {
    let key = written(folder, "key.der", &unhex(&format!("{SM2_KEY_PREFIX}{public_key}")));
    let message = written(folder, "message", bytes);
    let signature = written(folder, "signature", &unhex(signature));
    let answer = openssl(&[
        "pkeyutl",
        "-verify",
        "-pubin",
        "-keyform",
        "DER",
        "-inkey",
        &key,
        "-sigfile",
        &signature,
        "-in",
        &message,
        "-rawin",
        "-digest",
        "sm3",
        "-pkeyopt",
        "distid:1234567812345678",
    ]);
    answer.contains("Signature Verified Successfully")
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("the test's folder can be written");
    path.to_str().expect("a plain path").to_owned()
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hex");
    (0..text.len()).step_by(2).map(digit).collect()
}

fn openssl(arguments: &[&str]) -> String {
    let run = Command::new("openssl").args(arguments).stdin(Stdio::null()).output();
    let output = run.expect("openssl is installed: scripts/prerequisites.sh test");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
