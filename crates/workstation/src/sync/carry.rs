//! 附件传输: attachments in pieces, in a lane behind the text. Whatever was carried stays: after a cut it goes on where it was.

use domain::digest::Digest;
use domain::entry::BlobRef;
use domain::wire::MAX_PIECE;
use store::StoreError;
use store::table::transfer::{self, Transfer, Way};

use super::backoff;
use super::engine::{Round, SyncError};
use super::pace::Pace;
use super::progress::{Moving, Progress};
use super::retry_after::RetryAfter;
use super::running::text_is_due;
use super::upstream::UpstreamError;
use crate::blobs::BlobTrouble;

/// How one attachment ended for now.
enum Ended {
    /// It is at the other end.
    Whole,
    /// Something that goes first waits.
    MadeWay,
    /// It cannot be carried just now; nothing that goes first hangs on it.
    NotNow(String),
}

impl Round<'_> {
    /// Carries what is to be carried, until it is done or something that goes first waits.
    pub(super) async fn carry(&self) -> Result<(), SyncError> {
        self.is_at_rest();
        let ended = self.carry_all(&mut Pace::at_most(MAX_PIECE as u64)).await;
        self.is_at_rest();
        ended
    }

    async fn carry_all(&self, pace: &mut Pace) -> Result<(), SyncError> {
        while let Some(transfer) = self.next_transfer()? {
            let ended = match transfer.way {
                Way::Up => self.carry_up(&transfer.blob, pace).await,
                Way::Down => self.carry_down(&transfer.blob, pace).await,
            };
            match ended {
                Ok(Ended::Whole) => self.note_carried(&transfer)?,
                Ok(Ended::MadeWay) => return Ok(()),
                Ok(Ended::NotNow(words)) => self.put_off(&transfer, &words, None)?,
                Err(SyncError::Upstream(UpstreamError::Refused(refusal))) => {
                    self.put_off(&transfer, &refusal.message, None)?
                }
                Err(SyncError::Upstream(UpstreamError::Later { said, after })) => {
                    return self.put_all_off(&said.to_string(), after);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn next_transfer(&self) -> Result<Option<Transfer>, StoreError> {
        transfer::next(self.desk.store().connection(), self.desk.tick().now())
    }

    async fn carry_up(&self, blob: &BlobRef, pace: &mut Pace) -> Result<Ended, SyncError> {
        let mut held = self.upstream.bring(&self.identity.token, blob.digest, 0, Vec::new()).await?;
        let mut carrying = Progress::of_file(Moving::FileUp, held.held, blob.length);
        while !held.whole {
            if self.something_goes_first().await {
                return Ok(Ended::MadeWay);
            }
            let from = held.held;
            let piece = match self.desk.blobs().piece(blob.digest, from, pace.piece()) {
                Ok(piece) if piece.is_empty() => return Ok(Ended::NotNow(BlobTrouble::Damaged.to_string())),
                Ok(piece) => piece,
                Err(trouble) => return Ok(Ended::NotNow(trouble.to_string())),
            };
            let began = self.desk.machine.reading().boot_ms;
            held = self.upstream.bring(&self.identity.token, blob.digest, from, piece).await?;
            if held.held <= from && !held.whole {
                return Ok(Ended::NotNow("上级节点没有接着收存附件，稍后再传。".to_owned()));
            }
            *pace = self.tell_progress(&mut carrying, held.held, began, *pace);
        }
        Ok(Ended::Whole)
    }

    async fn carry_down(&self, blob: &BlobRef, pace: &mut Pace) -> Result<Ended, SyncError> {
        if self.desk.blobs().check(blob).is_ok() {
            return Ok(Ended::Whole);
        }
        let mut here = match self.desk.blobs().part_length(blob.digest) {
            Ok(here) => here,
            Err(trouble) => return Ok(Ended::NotNow(trouble.to_string())),
        };
        let mut carrying = Progress::of_file(Moving::FileDown, here, blob.length);
        while here < blob.length {
            if self.something_goes_first().await {
                return Ok(Ended::MadeWay);
            }
            let began = self.desk.machine.reading().boot_ms;
            let piece = self.upstream.piece(&self.identity.token, blob.digest, here, pace.piece()).await?;
            if piece.is_empty() || here + piece.len() as u64 > blob.length {
                return Ok(self.other_bytes(blob.digest));
            }
            here = match self.desk.blobs().add_to_part(blob.digest, here, &piece) {
                Ok(here) => here,
                Err(trouble) => return Ok(Ended::NotNow(trouble.to_string())),
            };
            *pace = self.tell_progress(&mut carrying, here, began, *pace);
        }
        match self.desk.blobs().finish_part(blob) {
            Ok(()) => Ok(Ended::Whole),
            Err(_) => Ok(self.other_bytes(blob.digest)),
        }
    }

    fn other_bytes(&self, digest: Digest) -> Ended {
        self.desk.blobs().forget_part(digest);
        Ended::NotNow("收到的附件与摘要不符，稍后重新接收。".to_owned())
    }

    fn tell_progress(&self, carrying: &mut Progress, done: u64, began: u64, pace: Pace) -> Pace {
        let took = self.desk.machine.reading().boot_ms.saturating_sub(began);
        carrying.is_at(done, took);
        self.desk.link().carrying = Some(carrying.clone());
        self.desk.shown(None);
        pace.after(took)
    }

    /// Text that waits, or anybody who woke us for another reason.
    async fn something_goes_first(&self) -> bool {
        let woken = self.desk.was_woken().await;
        if woken {
            // Whoever rests after this round is to find it.
            self.desk.wake.notify_one();
        }
        woken || text_is_due(self.desk)
    }

    fn note_carried(&self, transfer: &Transfer) -> Result<(), StoreError> {
        let now = self.desk.tick().now();
        self.desk.store().write(|writing| match transfer.way {
            Way::Up => writing.transferred(Way::Up, transfer.blob.digest),
            Way::Down => writing.keep_named_blob(&transfer.blob, now),
        })?;
        self.desk.shown(None);
        Ok(())
    }

    /// The upstream asks to be left alone, and any other attachment would ask it again.
    fn put_all_off(&self, words: &str, after: RetryAfter) -> Result<(), SyncError> {
        tracing::info!(seconds = after.seconds(), "the upstream asks to be left alone");
        while let Some(transfer) = self.next_transfer()? {
            self.put_off(&transfer, words, Some(after))?;
        }
        Ok(())
    }

    /// It is tried again after a while; the text goes on meanwhile.
    fn put_off(&self, transfer: &Transfer, words: &str, after: Option<RetryAfter>) -> Result<(), StoreError> {
        tracing::info!(attempts = transfer.attempts, "an attachment is carried later: {words}");
        let wait = backoff::long_wait(transfer.attempts, self.desk.draw());
        let until = self.desk.tick().now() + after.map_or(wait, |after| after.at_least(wait));
        self.desk.store().write(|writing| writing.postpone_transfer(transfer, until))
    }
}
