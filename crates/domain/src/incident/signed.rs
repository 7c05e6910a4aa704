//! 签发: who signed which letter, as folded, and which signature belongs to which report.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Incident, Reported};
use crate::Moment;
use crate::beijing::digital;
use crate::digest::Digest;
use crate::report::{NumberGiven, Signed};
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

    /// 补签: the oldest report that went first and that nobody has signed yet.
    #[must_use]
    pub fn to_sign_afterwards(&self) -> Option<&Reported> {
        let went_first = |report: &&Reported| matches!(report.signed, Signed::Afterwards { .. });
        self.reports.iter().filter(went_first).find(|report| self.signed_for(report).is_none())
    }

    /// How a report that went stands with its signature: 签发：张某（电话）18:33; 签发：授权先报，张某（电话）18:50补签.
    #[must_use]
    pub fn signed_words(&self, report: &Reported) -> String {
        let words = self.words_of(report, |signer, way, at| format!("{signer}（{}）{}", way.word(), digital(at)));
        let changed = matches!(report.signed, Signed::By { changed_since: true, .. });
        format!("签发：{words}{}", if changed { "，签发后有改动" } else { "" })
    }

    /// The same as the tail of the paper names it, which has no times: 张某（电话）; 授权先报（待补签）.
    #[must_use]
    pub fn signed_on_paper(&self, report: &Reported) -> String {
        self.words_of(report, |signer, way, _| format!("{signer}（{}）", way.word()))
    }

    /// The signature of the letter that is being written: 签发：带班领导张某（电话）18:33; none while it has none.
    #[must_use]
    pub fn signed_for_next_words(&self) -> Option<String> {
        let SignedOff { post, signer, way, at, .. } = self.signed_for_next()?;
        Some(format!("签发：{post}{signer}（{}）{}", way.word(), digital(*at)))
    }

    fn words_of(&self, report: &Reported, by: impl Fn(&str, SignOffWay, Moment) -> String) -> String {
        match (&report.signed, self.signed_for(report)) {
            (Signed::By { signer, way, at, .. }, _) => by(signer, *way, *at),
            (Signed::Afterwards { .. }, Some(after)) => {
                format!("授权先报，{}补签", by(&after.signer, after.way, after.at))
            }
            (Signed::Afterwards { .. }, None) => "授权先报（待补签）".to_owned(),
        }
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
