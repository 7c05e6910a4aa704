//! What to send next: lanes in order, within the limits of one request. Pure.

use domain::wire::{MAX_ENTRIES, MAX_REQUEST};
use store::table::queue::Waiting;

/// Room for the request's own braces, quotes and commas, per entry.
const FRAME: usize = 64;

/// The entries of the next request: as many of the waiting, in their order, as one request may hold. The first always
/// goes, so that nothing can block the queue by its size.
#[must_use]
pub(crate) fn next_request(waiting: Vec<Waiting>) -> Vec<Waiting> {
    let mut bytes = FRAME;
    let fits = |item: &Waiting, bytes: &mut usize| {
        *bytes += escaped_length(item) + FRAME;
        *bytes <= MAX_REQUEST
    };
    let mut request = Vec::new();
    for item in waiting.into_iter().take(MAX_ENTRIES) {
        if !fits(&item, &mut bytes) && !request.is_empty() {
            break;
        }
        request.push(item);
    }
    request
}

/// Length as a JSON string: quotes and backslashes inside the inner JSON are escaped once more.
fn escaped_length(item: &Waiting) -> usize {
    let escaped = |text: &str| text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count();
    escaped(&item.sealed.header) + item.sealed.body.as_deref().map_or(4, escaped) + item.sealed.signature.as_str().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entry::{Lane, Sealed};
    use domain::seal::Signature;

    fn waiting(body_bytes: usize) -> Waiting {
        let sealed = Sealed {
            header: "{}".into(),
            body: Some("x".repeat(body_bytes)),
            signature: Signature::from_text(String::new()),
        };
        Waiting { id: uuid::Uuid::nil(), sealed, lane: Lane::Duty, attempts: 0 }
    }

    #[test]
    fn a_request_holds_at_most_a_hundred_entries_and_its_bytes() {
        assert_eq!(next_request((0..150).map(|_| waiting(10)).collect()).len(), 100);
        assert_eq!(next_request((0..10).map(|_| waiting(100_000)).collect()).len(), 2);
    }

    #[test]
    fn one_large_entry_goes_alone_rather_than_blocking_the_queue_for_ever() {
        assert_eq!(next_request(vec![waiting(300_000), waiting(10)]).len(), 1);
    }
}
