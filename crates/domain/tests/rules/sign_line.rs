use domain::grade::Grade;
use domain::pack::Packs;
use domain::report::Stage;
use domain::sign_line::SignLine;
use domain::signoff::{SignOffSought, SignOffWay, SoughtEnd};

use crate::desk::{PACKS, evening};

fn sought(post: &str, minute: &str, ended: SoughtEnd) -> SignOffSought {
    SignOffSought { post: post.to_owned(), signer: String::new(), way: SignOffWay::ByPhone, at: evening(minute), ended }
}

fn line(tries: &[SignOffSought], due: &str, now: &str) -> SignLine {
    SignLine::of(&PACKS, (Stage::First, Some(Grade::Ordinary)), tries, Some(evening(due)), evening(now))
}

#[test]
fn two_attempts_that_reach_nobody_lead_to_the_next_in_line() {
    let none = line(&[], "18:39", "18:20");
    assert_eq!((none.next, none.may_go_first), (Some(0), false), "the first post is asked first, and there is time");

    let once = line(&[sought("带班领导", "18:20", SoughtEnd::NoAnswer)], "18:39", "18:21");
    assert_eq!(once.next, Some(0), "one attempt is not two");
    assert_eq!(once.signers[0].again_at, Some(evening("18:23")), "the second attempt comes three minutes later");

    let tries = [sought("带班领导", "18:20", SoughtEnd::NoAnswer), sought("带班领导", "18:23", SoughtEnd::Busy)];
    let twice = line(&tries, "18:39", "18:24");
    assert!(twice.signers[0].passed, "tried twice");
    assert_eq!((twice.next, twice.signers[0].again_at), (Some(1), None), "the next in line is asked");
}

#[test]
fn a_leader_who_sends_the_letter_back_was_reached_and_stays_the_one_to_ask() {
    let tries = [sought("带班领导", "18:20", SoughtEnd::SentBack), sought("带班领导", "18:23", SoughtEnd::SentBack)];
    let line = line(&tries, "18:39", "18:24");
    assert_eq!(line.next, Some(0), "退改 is a milestone, not an attempt that failed");
    assert!(!line.statement.contains("未接通"), "nobody is said to be unreachable who was reached: {}", line.statement);
}

#[test]
fn with_eight_minutes_left_or_everybody_tried_the_report_may_go_first() {
    assert!(!line(&[], "18:39", "18:30").may_go_first, "nine minutes are left");
    assert!(line(&[], "18:39", "18:31").may_go_first, "eight minutes are left");
    assert!(line(&[], "18:39", "18:50").may_go_first, "the limit has passed");
    let posts = line(&[], "18:39", "18:20").signers;
    let tries: Vec<SignOffSought> = posts
        .iter()
        .flat_map(|signer| ["18:15", "18:18"].map(|at| sought(&signer.post, at, SoughtEnd::NoAnswer)))
        .collect();
    let all = line(&tries, "18:39", "18:20");
    assert_eq!((all.next, all.may_go_first), (None, true), "nobody is left to ask");
}

#[test]
fn the_record_says_who_was_asked_when_and_on_what_authority_and_accuses_nobody() {
    let mut tries =
        [sought("带班领导", "18:29", SoughtEnd::NoAnswer), sought("带班领导", "18:32", SoughtEnd::NoAnswer)];
    assert_eq!(
        line(&tries, "18:39", "18:32").statement,
        "18时29分、18时32分两次联系带班领导未接通，依据《样例县应急管理局值班授权书》（样例〔2026〕1号）由值班员先行报送首报，签发手续后补。"
    );
    tries[1].signer = "王".to_owned();
    assert!(line(&tries, "18:39", "18:32").statement.contains("两次联系带班领导王未接通"));

    let national = Packs::national().unwrap();
    let line = SignLine::of(&national, (Stage::First, None), &tries, None, evening("18:32"));
    assert!(!line.authorised, "no 授权书 is loaded");
    assert_eq!(line.statement, "18时29分、18时32分两次联系带班领导王未接通，由值班员先行报送首报，签发手续后补。");
    let unasked = SignLine::of(&national, (Stage::First, None), &[], None, evening("18:32")).statement;
    assert_eq!(unasked, "由值班员先行报送首报，签发手续后补。", "nothing is claimed that was not tried");
}

#[test]
fn a_leader_who_was_rung_three_times_is_said_to_have_been_rung_three_times() {
    let tries = ["18:20", "18:23", "18:26"].map(|at| sought("带班领导", at, SoughtEnd::NoAnswer));
    let said = line(&tries, "18:39", "18:33").statement;
    assert!(said.starts_with("18时20分、18时23分、18时26分3次联系带班领导未接通，"), "{said}");
}
