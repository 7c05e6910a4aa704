//! What one instance commits, the others hear: a connection of its own that only listens.

use std::time::Duration;

use domain::unit::UnitCode;
use tokio_postgres::AsyncMessage;

use super::Way;
use crate::batch::Plan;
use crate::hints::{Hints, Told};

pub(super) const CHANNEL: &str = "zhiban";
pub(super) const NOTIFY: &str = "SELECT pg_notify($1, $2)";
/// PostgreSQL carries 8000 bytes; beyond this many everybody looks for himself.
const LONGEST: usize = 7000;
const EVERYBODY: &str = "*";
/// A lost connection is tried again after this; until then the poll of the head finds what was missed.
const PAUSE: Duration = Duration::from_secs(2);

/// The position up to which a plan goes, and the units to which it hands something.
pub(super) fn payload(plan: &Plan<'_>) -> String {
    let named = plan.reached().iter().map(|unit| unit.0.as_str()).collect::<Vec<_>>().join(" ");
    let whom = if named.len() > LONGEST { EVERYBODY } else { &named };
    format!("{} {whom}", plan.last)
}

/// Whom, and up to which position.
fn told(payload: &str) -> (Told, u64) {
    let (position, whom) = payload.split_once(' ').unwrap_or((payload, EVERYBODY));
    let told = match whom {
        EVERYBODY => Told::Everybody,
        units => Told::Units(units.split_whitespace().map(|code| UnitCode(code.to_owned())).collect()),
    };
    (told, position.parse().unwrap_or(0))
}

/// Listens until it is ended from outside.
pub(crate) async fn listen(way: Way, hints: Hints) {
    loop {
        if let Err(error) = listen_once(&way, &hints).await {
            tracing::warn!(%error, "nothing is heard of the other instances just now; the poll goes on");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen_once(way: &Way, hints: &Hints) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = way.config.connect(way.greeting.clone()).await?;
    let (heard, mut messages) = tokio::sync::mpsc::unbounded_channel();
    let reading = tokio::spawn(async move {
        while let Some(message) = std::future::poll_fn(|context| connection.poll_message(context)).await {
            if heard.send(message?).is_err() {
                break;
            }
        }
        Ok(())
    });
    client.batch_execute(&format!("LISTEN {CHANNEL}")).await?;
    while let Some(message) = messages.recv().await {
        if let AsyncMessage::Notification(notification) = message {
            let (told, position) = told(notification.payload());
            hints.tell(&told, position);
        }
    }
    reading.await.unwrap_or(Ok(()))
}
