//! 签发: who signed which letter, as folded, and which signature belongs to which report.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Incident, Reported};
use crate::Moment;
use crate::digest::Digest;
use crate::report::NumberGiven;
use crate::signoff::{SignOff, SignOffSought, SignOffWay, letter_digest};

/// A sign-off as folded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignedOff {
    /// Post.
    pub post: String,
    /// Name.
    pub signer: String,
    /// How.
    pub way: SignOffWay,
    /// When.
    pub at: Moment,
    /// Digest of the letter signed, hex.
    #[ts(type = "string")]
    pub letter: Digest,
    /// 期号, where it was given with this signature.
    pub number: Option<NumberGiven>,
}

impl SignedOff {
    pub(crate) fn of(sign_off: &SignOff) -> Self {
        let SignOff { post, signer, way, at, letter, number } = sign_off.clone();
        Self { post, signer, way, at, letter, number }
    }
}

impl Incident {
    /// The newest signature for a letter that has not gone yet.
    #[must_use]
    pub fn signed_for_next(&self) -> Option<&SignedOff> {
        let last = self.last_report();
        self.signed_off.iter().rfind(|sign_off| {
            let of_one_that_went = self.reports.iter().any(|report| signs(sign_off, report));
            !of_one_that_went && last.is_none_or(|report| sign_off.at >= report.submitted_at)
        })
    }

    /// The signature for a report that went: it was signed, or was completed afterwards.
    #[must_use]
    pub fn signed_for(&self, report: &Reported) -> Option<&SignedOff> {
        self.signed_off.iter().rfind(|sign_off| signs(sign_off, report))
    }

    /// Signatures that were asked for since the newest report and not given.
    #[must_use]
    pub fn sought_for_next(&self) -> Vec<SignOffSought> {
        let since = self.last_report().map(|report| report.submitted_at);
        self.sought.iter().filter(|sought| since.is_none_or(|since| sought.at >= since)).cloned().collect()
    }
}

fn signs(sign_off: &SignedOff, report: &Reported) -> bool {
    sign_off.letter == letter_digest(&report.title, &report.body)
}
