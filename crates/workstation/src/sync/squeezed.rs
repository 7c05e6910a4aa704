//! What goes over the line, as small as gzip makes it.

use std::io::{self, Read as _, Write as _};

use domain::wire::SubmitRequest;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;

/// The body of a request. An entry that goes alone is cut where its words begin: digests before, Chinese after, each half
/// in a code of its own, which saves more than the cut costs.
pub(super) fn body(request: &SubmitRequest) -> io::Result<Vec<u8>> {
    let text = serde_json::to_vec(request)?;
    let (digests, words) = text.split_at(if request.entries.len() == 1 { words_begin(&text) } else { 0 });
    let mut squeezed = GzEncoder::new(Vec::new(), Compression::best());
    squeezed.write_all(digests)?;
    if !digests.is_empty() {
        squeezed.flush()?;
    }
    squeezed.write_all(words)?;
    squeezed.finish()
}

/// The body of any other request.
pub(super) fn plain(request: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut squeezed = GzEncoder::new(Vec::new(), Compression::best());
    squeezed.write_all(&serde_json::to_vec(request)?)?;
    squeezed.finish()
}

/// What was squeezed; none where that is no gzip, or more than so many bytes: a little of it may hold without measure.
pub(super) fn taken_out(squeezed: &[u8], most: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).ok()? + 1;
    GzDecoder::new(squeezed).take(limit).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= most).then_some(bytes)
}

/// The only such key that is not itself within a string.
fn words_begin(text: &[u8]) -> usize {
    const KEY: &[u8] = br#""body":"#;
    text.windows(KEY.len()).position(|some| some == KEY).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    use domain::entry::Sealed;
    use domain::seal::Signature;

    /// Digits that nobody foresees.
    fn digests(count: u64) -> String {
        (1..=count).map(|nth| format!("{:016x}", nth.wrapping_mul(0x9E37_79B9_7F4A_7C15))).collect()
    }

    fn words(count: u64) -> String {
        let word = |nth: u64| char::from_u32(0x4E00 + u32::try_from(nth * nth % 997).unwrap()).unwrap();
        (0..count).map(word).collect()
    }

    fn entry(length: u64) -> Sealed {
        let header = format!(r#"{{"prev":"{}","body":"{}"}}"#, digests(8), digests(16));
        Sealed { header, body: Some(words(length)), signature: Signature::from_text(digests(9)) }
    }

    fn read(squeezed: &[u8]) -> SubmitRequest {
        let mut text = Vec::new();
        GzDecoder::new(squeezed).read_to_end(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }

    #[test]
    fn whatever_it_holds_a_request_arrives_as_it_was() {
        let purged = Sealed { body: None, ..entry(0) };
        for entries in [vec![], vec![purged], vec![entry(300)], vec![entry(60_000)], vec![entry(300), entry(20)]] {
            let request = SubmitRequest { entries };
            assert_eq!(read(&body(&request).unwrap()), request);
        }
    }

    #[test]
    fn an_answer_squeezed_without_measure_is_none() {
        let of = |length: usize| {
            let mut squeezed = GzEncoder::new(Vec::new(), Compression::best());
            squeezed.write_all(&vec![b' '; length]).unwrap();
            squeezed.finish().unwrap()
        };
        assert_eq!(taken_out(&of(5_000), 5_000).map(|bytes| bytes.len()), Some(5_000));
        assert_eq!(taken_out(&of(5_001), 5_000), None);
        assert_eq!(taken_out(&of(50_000_000), 5_000), None, "ten thousand times as much");
        assert_eq!(taken_out(b"<!doctype html>", 5_000), None);
        assert_eq!(taken_out(&of(5_000)[..20], 5_000), None, "cut off");
    }

    #[test]
    fn a_report_that_goes_alone_is_smaller_than_usual() {
        let request = SubmitRequest { entries: vec![entry(300)] };
        let mut usual = GzEncoder::new(Vec::new(), Compression::best());
        usual.write_all(&serde_json::to_vec(&request).unwrap()).unwrap();
        let (squeezed, usual) = (body(&request).unwrap().len(), usual.finish().unwrap().len());
        assert!(squeezed + 20 < usual, "{squeezed} bytes where {usual} are usual");
    }
}
