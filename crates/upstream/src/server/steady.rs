//! A stream that gives up on a peer who takes its answer too slowly: a byte a minute would hold a place for ever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// While an answer waits to be taken, so much of it must go …
const LEAST: usize = 32 * 1024;
/// … within this: a sixteenth of a link of 64 kbit/s.
const WITHIN: Duration = Duration::from_secs(60);

/// What waits to be taken since when.
struct Wait {
    until: Pin<Box<Sleep>>,
    gone: usize,
}

/// A stream that is written to steadily or not at all. Nothing waits while nothing is said, however long.
pub(super) struct Steady<S> {
    stream: S,
    wait: Option<Wait>,
}

impl<S: AsyncWrite + Unpin> Steady<S> {
    pub(super) const fn new(stream: S) -> Self {
        Self { stream, wait: None }
    }

    /// The peer takes nothing just now: until when that is borne.
    fn poll_patience(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let wait = self.wait.get_or_insert_with(|| Wait { until: Box::pin(sleep(WITHIN)), gone: 0 });
        loop {
            ready!(wait.until.as_mut().poll(context));
            if wait.gone < LEAST {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            wait.gone = 0;
            wait.until.as_mut().reset(Instant::now() + WITHIN);
        }
    }

    fn written<T>(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
        count: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        match outcome {
            Poll::Pending => self.poll_patience(context).map(Err),
            Poll::Ready(Ok(written)) => {
                if let Some(wait) = &mut self.wait {
                    wait.gone += count(&written);
                }
                Poll::Ready(Ok(written))
            }
            failed => failed,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Steady<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Steady<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, outcome, |count| *count)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(context, outcome, |count| *count)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// Whoever flushes has handed everything over.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_flush(context);
        if outcome.is_ready() {
            self.wait = None;
        }
        self.written(context, outcome, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.stream).poll_shutdown(context);
        self.written(context, outcome, |()| 0)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    /// Writes an answer of so many bytes to a peer that takes `step` of them every second; how long that took.
    async fn answer(bytes: usize, step: usize) -> (io::Result<()>, Duration) {
        let (ours, mut theirs) = duplex(1024);
        let peer = tokio::spawn(async move {
            let mut taken = vec![0; step];
            while theirs.read_exact(&mut taken).await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let mut stream = Steady::new(ours);
        let started = Instant::now();
        let written = match stream.write_all(&vec![0; bytes]).await {
            Ok(()) => stream.flush().await,
            failed => failed,
        };
        let took = started.elapsed();
        drop(stream);
        peer.await.unwrap();
        (written, took)
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_a_byte_a_second_is_given_up_within_a_minute() {
        let (written, took) = answer(1024 * 1024, 1).await;
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!(took < WITHIN + Duration::from_secs(2), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_link_gets_its_whole_answer_however_long_that_takes() {
        let (written, took) = answer(1024 * 1024, 1024).await;
        written.unwrap();
        assert!(took > WITHIN * 10, "it took many times the patience: {took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_silence_between_two_answers_is_no_slowness() {
        let (ours, mut theirs) = duplex(1024);
        let mut stream = Steady::new(ours);
        for _ in 0..3 {
            let taken = tokio::spawn(async move {
                let mut taken = [0; 4096];
                theirs.read_exact(&mut taken).await.unwrap();
                theirs
            });
            stream.write_all(&[0; 4096]).await.unwrap();
            stream.flush().await.unwrap();
            theirs = taken.await.unwrap();
            tokio::time::sleep(WITHIN * 10).await;
        }
    }
}
