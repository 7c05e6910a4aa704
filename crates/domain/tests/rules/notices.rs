//! Facts of real public notices (tests/notices), typed into the form: a letter of the right family and stage in which
//! every fact is found, and no other number, place, time or cause.

use std::collections::BTreeSet;

use domain::beijing;
use domain::draft::Draft;
use domain::form::{FormContext, read};
use domain::letter::{Before, Letter, LetterFacts, compose};
use domain::report::Stage;

use crate::desk::PACKS;

mod typed;

use typed::{Notice, Written};

const NOTICES: [&str; 34] = [
    include_str!("../../../../tests/notices/E1.json"),
    include_str!("../../../../tests/notices/E2.json"),
    include_str!("../../../../tests/notices/E3.json"),
    include_str!("../../../../tests/notices/E4.json"),
    include_str!("../../../../tests/notices/E4-2.json"),
    include_str!("../../../../tests/notices/E5.json"),
    include_str!("../../../../tests/notices/E5-2.json"),
    include_str!("../../../../tests/notices/E6.json"),
    include_str!("../../../../tests/notices/E7.json"),
    include_str!("../../../../tests/notices/E8.json"),
    include_str!("../../../../tests/notices/N01.json"),
    include_str!("../../../../tests/notices/N02.json"),
    include_str!("../../../../tests/notices/N03.json"),
    include_str!("../../../../tests/notices/N04.json"),
    include_str!("../../../../tests/notices/N05.json"),
    include_str!("../../../../tests/notices/N06.json"),
    include_str!("../../../../tests/notices/N07.json"),
    include_str!("../../../../tests/notices/N08.json"),
    include_str!("../../../../tests/notices/N09.json"),
    include_str!("../../../../tests/notices/N10.json"),
    include_str!("../../../../tests/notices/M01.json"),
    include_str!("../../../../tests/notices/M02.json"),
    include_str!("../../../../tests/notices/M02-2.json"),
    include_str!("../../../../tests/notices/M03.json"),
    include_str!("../../../../tests/notices/M03-2.json"),
    include_str!("../../../../tests/notices/M04.json"),
    include_str!("../../../../tests/notices/M05.json"),
    include_str!("../../../../tests/notices/M06.json"),
    include_str!("../../../../tests/notices/M07.json"),
    include_str!("../../../../tests/notices/M08.json"),
    include_str!("../../../../tests/notices/M09.json"),
    include_str!("../../../../tests/notices/M10.json"),
    include_str!("../../../../tests/notices/M11.json"),
    include_str!("../../../../tests/notices/M11-2.json"),
];

fn all() -> Vec<Notice> {
    NOTICES.iter().map(|text| Notice::new(text)).collect()
}

/// Digits with their point, in the order in which they stand.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (c == '.' && !number.is_empty()) {
            number.push(c);
        } else if !number.is_empty() {
            found.push(std::mem::take(&mut number).trim_end_matches('.').trim_start_matches('0').to_owned());
        }
    }
    found.into_iter().map(|number| if number.is_empty() { "0".to_owned() } else { number }).collect()
}

#[test]
fn every_fact_of_a_notice_is_in_its_letter() {
    for notice in all() {
        let Written { reading, before: first, letter, .. } = notice.letters();
        let id = notice.id();
        let text = format!("{}\n{}", letter.title, letter.body);
        let both = format!("{}\n{}\n{text}", first.title, first.body);
        let kind = PACKS.event(notice.kind()).unwrap();
        assert!(
            letter.title.contains(kind.happened(&reading.facts.figures).trim_start_matches("发生")),
            "{id}: family: {}",
            letter.title
        );
        assert!(letter.title.ends_with(&format!("（{}）", notice.stage().word_of(1))), "{id}: stage: {}", letter.title);
        for key in ["province", "city", "county", "town"] {
            let place = notice.text(&["place", key]).unwrap_or_default();
            assert!(text.contains(place), "{id}: {key} {place} in {text}");
        }
        // A follow-up names the place in its title as far as a title can; the report before has it whole.
        let detail = notice.text(&["place", "detail"]).unwrap_or_default();
        let below = detail.strip_prefix(notice.text(&["place", "county"]).unwrap_or("—")).unwrap_or(detail);
        assert!(both.contains(below), "{id}: {detail} in {both}");
        assert!(
            both.contains(
                notice
                    .text(&["unit"])
                    .unwrap_or_default()
                    .trim_start_matches(notice.text(&["place", "county"]).unwrap_or("—"))
            ),
            "{id}: unit in {both}"
        );
        for number in notice.facts()["numbers_all"].as_array().unwrap() {
            let value = number["value"].to_string().trim_end_matches(".0").to_owned();
            let said = number["text"].as_str().unwrap();
            let none = value == "0" && (text.contains("无人员") || text.contains("为零"));
            assert!(none || text.contains(said) || numbers(&both).contains(&value), "{id}: {said} in {both}");
        }
        for measure in notice.facts()["measures"].as_array().unwrap() {
            let words = measure.as_str().unwrap().replace(['(', ')'], "");
            assert!(text.contains(&words), "{id}: {words} in {text}");
        }
        for force in notice.facts()["forces"].as_array().unwrap() {
            assert!(text.contains(force["who"].as_str().unwrap()), "{id}: {force} in {text}");
        }
    }
}

#[test]
fn no_other_number_time_or_cause_is_in_the_letter_of_a_notice() {
    for notice in all() {
        let Written { known, reading, before: first, letter } = notice.letters();
        let id = notice.id();
        let typed = serde_json::to_string(&Draft::typing(&reading.facts)).unwrap()
            + &serde_json::to_string(&Draft::typing(&known)).unwrap();
        let mut allowed: BTreeSet<String> = numbers(&typed).into_iter().collect();
        let times = [
            Some(notice.received()),
            notice.moment(&["as_of", "iso_local"]),
            Some(notice.now()),
            notice.moment(&["occurred", "iso_local"]),
        ];
        for at in times.into_iter().flatten() {
            allowed.extend(numbers(&beijing::full(at)));
        }
        for letter in [&first, &letter] {
            for number in numbers(&letter.title).into_iter().chain(numbers(&letter.body)) {
                assert!(
                    allowed.contains(&number),
                    "{id}: {number} stands in no field: {}\n{}",
                    letter.title,
                    letter.body
                );
            }
            if notice.text(&["cause_stated"]).is_none() {
                assert!(
                    !letter.body.contains("原因为") && !letter.body.contains("初步判断"),
                    "{id}: no cause was stated: {}",
                    letter.body
                );
            }
            assert!(!letter.body.contains("样例"), "{id}: no place but the notice's: {}", letter.body);
        }
        let denied = notice.text(&["zero_statement"]).is_some();
        let nobody = letter.body.contains("无人员伤亡") || letter.body.contains("无人员死亡");
        assert!(denied || !nobody, "{id}: nobody said that nobody was hurt: {}", letter.body);
    }
}

/// The second notice of an event as a follow-up to the first one.
fn follow_up(first: &str, second: &str) -> Letter {
    let find = |id: &str| all().into_iter().find(|notice| notice.id() == id).unwrap();
    let (one, two) = (find(first), find(second));
    let known = one.typed().1.facts;
    let mut draft = Draft::begun(Stage::FollowUp, &known);
    draft.counts = vec![two.row()];
    // A row that is typed anew has the time at which it was.
    if draft.counts[0].as_of.is_empty() {
        draft.counts[0].as_of = domain::beijing::full(one.now().max(two.now()));
    }
    two.narrative(&mut draft);
    // The clock of the series stands after both notices.
    let now = one.now().max(two.now());
    let context = FormContext {
        now,
        reference: one.received(),
        call_source: None,
        before: Some(known.clone()),
        sub_incidents: Vec::new(),
    };
    let facts = read(&PACKS, &draft, &context).facts;
    let unit = one.unit();
    let stood = Before { stage: "首报", number: "", at: one.received(), title: "", body: "", facts: &known };
    let letter = LetterFacts {
        unit: &unit,
        facts: &facts,
        first_received: one.received(),
        caller: None,
        by_phone: true,
        calls: Vec::new(),
        first_reported: None,
        stage: Stage::FollowUp,
        nth: 1,
        before: Some(stood),
        as_of: now,
    };
    compose(&PACKS, &letter)
}

#[test]
fn the_second_notice_of_a_series_says_what_changed() {
    let crash = follow_up("E5", "E5-2");
    let changed = "死亡由6人增至18人，受伤由10人减至1人。累计造成18人死亡、1人受伤";
    assert!(crash.body.contains(changed), "{}", crash.body);
    assert!(crash.title.contains("致18人死亡1人受伤（续报一）"), "{}", crash.title);
    let mine = follow_up("E4", "E4-2");
    assert!(mine.body.contains("伤亡情况无变化。"), "seven were trapped and seven are: {}", mine.body);
    assert!(mine.body.contains("外调救援机械设备赶往现场"), "what is new is said: {}", mine.body);
    let boat = follow_up("M02", "M02-2");
    let changed = "失联由6人减至0人。现场共有31人，其中19人获救，累计造成12人死亡。";
    assert!(boat.body.contains(changed), "{}", boat.body);
    assert!(boat.title.ends_with("致12人死亡（续报一）"), "{}", boat.title);
    let burst = follow_up("M11", "M11-2");
    let changed = "死亡由2人增至5人，被困由18人减至16人，获救由2人减至1人。现场共有22人，其中1人获救，累计造成5人死亡，另有16人被困。";
    assert!(burst.body.contains(changed), "{}", burst.body);
    let slope = follow_up("M03", "M03-2");
    assert!(slope.body.contains("伤亡情况无变化。\n滑坡量2000余方。"), "{}", slope.body);
    assert!(!slope.body.contains("转移11户"), "what was told is not told again: {}", slope.body);
    let flood = follow_up("N08", "N09");
    assert!(flood.body.contains("已造成12人死亡，另有10人失踪，已转移7705人"), "{}", flood.body);
    assert!(!flood.body.contains("启动II级山洪灾害防御响应"), "what was told is not told again: {}", flood.body);
}

/// Nothing that a letter composed from a notice says is held against it; what the notice itself leaves out may be.
#[test]
fn no_letter_of_a_notice_is_pointed_at_or_sent_back_for_what_it_says() {
    // Numbers that were typed as they were said, into no cell: the checker asks for the cell.
    let said_only = ["E2", "E3", "N09"];
    for notice in all().iter().filter(|notice| !said_only.contains(&notice.id())) {
        let remarks = notice.remarks();
        let said: Vec<_> = remarks.iter().filter(|remark| !remark.starts_with("1 要素缺失")).collect();
        assert!(said.is_empty(), "{}: {said:?}", notice.id());
    }
}
