//! 呈签次序: who is asked for a signature next, when a report may go first, and the words in which the record says so
//! (practice §2.4). A pure function of pack, attempts and now.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::beijing;
use crate::grade::Grade;
use crate::pack::{Packs, SignOffTerms};
use crate::report::Stage;
use crate::signoff::SignOffSought;

/// One post in the line and how often it was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignerTried {
    /// Post, from the pack.
    pub post: String,
    /// Number to dial, where the pack has one.
    pub phone: Option<String>,
    /// What was tried, in the order of its times.
    pub tries: Vec<SignOffSought>,
    /// Tried as often as the pack asks; the next in line is asked.
    pub passed: bool,
    /// When another try is due, where one is.
    pub again_at: Option<Moment>,
}

/// The line of signers for one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SignLine {
    /// Posts in their order.
    pub signers: Vec<SignerTried>,
    /// Place in the list of whom to ask now; none when all were tried.
    pub next: Option<u32>,
    /// 先报后签 is offered: everybody was tried, or little time is left. Sending is never refused for want of a signature.
    pub may_go_first: bool,
    /// What the record would say if the report went now without a signature.
    pub statement: String,
    /// Whether a 授权书 stands behind it.
    pub authorised: bool,
    /// Who is told at the same time: 较大以上同时报局长.
    pub tell_also: Vec<String>,
}

impl SignLine {
    /// The line as it stands. `nearest_due`: the nearest limit that alarms run on, UTC.
    #[must_use]
    pub fn of(
        packs: &Packs,
        (stage, grade): (Stage, Option<Grade>),
        sought: &[SignOffSought],
        nearest_due: Option<Moment>,
        now: Moment,
    ) -> Self {
        let terms = packs.sign_off();
        let posts = packs.signers_for(stage, grade);
        let mut tell_also: Vec<String> = Vec::new();
        for tell in posts.iter().filter_map(|signer| signer.tell.as_ref()) {
            let name = packs.recipient(&tell.recipient).map(|recipient| recipient.name.clone());
            let named = name.filter(|name| grade >= Some(tell.grade_at_least) && !tell_also.contains(name));
            tell_also.extend(named);
        }
        let signers: Vec<SignerTried> = posts.into_iter().map(|signer| tried(terms, signer, sought)).collect();
        let next = signers.iter().position(|signer| !signer.passed).and_then(|place| u32::try_from(place).ok());
        let last = TimeDelta::minutes(i64::from(terms.last_minutes));
        let hurry = nearest_due.is_some_and(|due| due.signed_duration_since(now) <= last);
        Self {
            next,
            may_go_first: hurry || next.is_none(),
            statement: statement(terms, stage, &signers, now),
            authorised: !terms.authority.is_empty(),
            signers,
            tell_also,
        }
    }
}

fn tried(terms: &SignOffTerms, signer: &crate::pack::Signer, sought: &[SignOffSought]) -> SignerTried {
    let tries: Vec<SignOffSought> = sought.iter().filter(|try_| try_.post == signer.post).cloned().collect();
    let missed = tries.iter().filter(|try_| try_.ended.not_reached()).count();
    let passed = u32::try_from(missed).unwrap_or(u32::MAX) >= terms.attempts;
    let apart = TimeDelta::minutes(i64::from(terms.apart_minutes));
    let last = tries.last().filter(|try_| try_.ended.not_reached() && !passed);
    let again_at = last.and_then(|try_| try_.at.checked_add_signed(apart));
    SignerTried { post: signer.post.clone(), phone: signer.phone.clone(), tries, passed, again_at }
}

/// ×时×分、×时×分两次联系带班领导×××未接通，依据《…》由值班员先行报送首报，签发手续后补。
fn statement(terms: &SignOffTerms, stage: Stage, signers: &[SignerTried], now: Moment) -> String {
    let sought: Vec<String> = signers.iter().filter_map(|signer| not_reached(signer, now)).collect();
    let sought = if sought.is_empty() { String::new() } else { sought.join("；") + "，" };
    let authority = if terms.authority.is_empty() { String::new() } else { format!("依据{}", terms.authority) };
    format!("{sought}{authority}由值班员先行报送{}，签发手续后补。", stage.word())
}

fn not_reached(signer: &SignerTried, now: Moment) -> Option<String> {
    let missed: Vec<&SignOffSought> = signer.tries.iter().filter(|try_| try_.ended.not_reached()).collect();
    let name = missed.iter().rev().map(|try_| try_.signer.as_str()).find(|name| !name.is_empty()).unwrap_or_default();
    let times: Vec<String> = missed.iter().map(|try_| clock(try_.at, now)).collect();
    let often = match times.len() {
        0 => return None,
        1 => String::new(),
        2 => "两次".to_owned(),
        many => format!("{many}次"),
    };
    Some(format!("{}{often}联系{}{name}未接通", times.join("、"), signer.post))
}

fn clock(at: Moment, now: Moment) -> String {
    if beijing::date(at) == beijing::date(now) { beijing::minute(at) } else { beijing::day_and_minute(at) }
}
