//! Waiting for a state: the only way in which a test waits.

use std::time::Duration;

/// How long anything may take before a test gives up: long for a desk, short enough for a build machine's log.
pub const PATIENCE: Duration = Duration::from_secs(30);

const PERIOD: Duration = Duration::from_millis(25);

/// Looks again and again until `look` answers `Ok`. An `Err` says what was seen instead; the last one is in the
/// message with which the test fails after [`PATIENCE`].
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Result<T, String>) -> T {
    match try_until(PATIENCE, look).await {
        Ok(found) => found,
        Err(seen) => panic!("waited {} s for {what}; last seen: {seen}", PATIENCE.as_secs()),
    }
}

/// Like [`until`], with a limit of its own; what was last seen when the limit has passed.
pub async fn try_until<T>(limit: Duration, mut look: impl AsyncFnMut() -> Result<T, String>) -> Result<T, String> {
    let mut seen = "nothing yet".to_owned();
    let mut tick = tokio::time::interval(PERIOD);
    let found = tokio::time::timeout(limit, async {
        loop {
            tick.tick().await;
            match look().await {
                Ok(found) => return found,
                Err(instead) => seen = instead,
            }
        }
    })
    .await;
    found.map_err(|_| seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn looks_until_the_state_is_there() {
        let mut looks = 0;
        let found = try_until(PATIENCE, async || {
            looks += 1;
            if looks == 3 { Ok(looks) } else { Err("not yet".to_owned()) }
        })
        .await;
        assert_eq!(found, Ok(3));
    }

    #[tokio::test]
    async fn says_what_it_saw_when_time_is_up() {
        let found: Result<(), _> = try_until(Duration::from_millis(60), async || Err("草稿".to_owned())).await;
        assert_eq!(found, Err("草稿".to_owned()));
    }
}
