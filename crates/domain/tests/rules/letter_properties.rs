//! What holds of every letter, whatever was typed.

use std::collections::BTreeMap;

use domain::agreement::disagreements;
use domain::count::{Count, Measure, Number};
use domain::draft::Draft;
use domain::facts::{Facts, Occurred, Precision, Stated};
use domain::letter::{Before, Letter, LetterFacts, compose};
use domain::quantity::Quantity;
use domain::report::Stage;
use domain::severity::Severity;
use domain::township::Township;
use domain::unit::Unit;
use proptest::prelude::*;

use crate::desk::{PACKS, evening, feidong, known, letter_facts, row};

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        3 => (0_u32..60).prop_map(Number::Known),
        1 => Just(Number::WhetherUnknown),
        1 => Just(Number::SomeUnknown),
        2 => Just(Number::NotAsked),
        1 => (1_u32..300).prop_map(Number::Over),
    ]
}

fn count() -> impl Strategy<Value = Count> {
    (proptest::collection::vec(number(), Measure::ALL.len()), 10_u32..59).prop_map(|(numbers, minute)| {
        let mut count = row("县消防救援大队", Some(evening(&format!("18:{minute}"))));
        for (measure, number) in Measure::ALL.into_iter().zip(numbers) {
            count.state(measure, number);
        }
        count
    })
}

/// Words with numbers in them, as officers write them.
fn words() -> impl Strategy<Value = Stated> {
    prop_oneof![
        2 => Just(Stated::NotAsked),
        1 => Just(Stated::Checking),
        2 => (1_u32..40, 1_u32..200).prop_map(|(cars, people)| known(&format!("消防救援{cars}车{people}人到场"))),
        2 => (0_u32..24, 0_u32..60).prop_map(|(hour, minute)| known(&format!("{hour}时{minute:02}分明火扑灭"))),
        1 => (1_u32..900).prop_map(|area| known(&format!("过火面积约{area}平方米"))),
        1 => Just(known("现场已警戒，正在核对人数")),
    ]
}

pub(crate) fn facts() -> impl Strategy<Value = Facts> {
    let kinds: Vec<String> = PACKS.events().iter().map(|event| event.id.clone()).collect();
    let kind = proptest::sample::select(kinds);
    let towns = proptest::collection::vec(
        proptest::collection::btree_map(column(), (0_u32..400).prop_map(Quantity::whole), 0..4),
        0..3,
    );
    let texts = (words(), words(), words());
    let precision = proptest::sample::select(vec![Precision::Minute, Precision::About, Precision::Hour]);
    (kind, count(), texts, 0_u32..60, precision, any::<bool>(), 1_u32..400, towns).prop_map(
        |(kind, count, (course, forces, measures), minute, precision, drill, door, towns)| Facts {
            kind: Some(kind),
            occurred: Some(Occurred {
                at: evening(&format!("17:{:02}", if precision == Precision::Hour { 0 } else { minute })),
                precision,
            }),
            town: known("撮镇"),
            place: known(&format!("中心街{door}号一民房")),
            site: known("一民房"),
            source: known("群众"),
            counts: vec![count],
            course,
            forces,
            measures,
            drill,
            townships: townships(towns),
            ..Facts::default()
        },
    )
}

fn column() -> impl Strategy<Value = String> {
    proptest::sample::select(PACKS.form().townships.iter().map(|column| column.of.clone()).collect::<Vec<_>>())
}

fn townships(rows: Vec<BTreeMap<String, Quantity>>) -> Vec<Township> {
    let names = ["撮镇", "石塘镇", "高阳街道"];
    names.iter().zip(rows).map(|(town, numbers)| Township { town: (*town).to_owned(), numbers }).collect()
}

fn stage() -> impl Strategy<Value = Stage> {
    proptest::sample::select(vec![Stage::First, Stage::FollowUp, Stage::Final, Stage::Correction])
}

fn at_stage<'a>(unit: &'a Unit, facts: &'a Facts, before: &'a Facts, stage: Stage) -> LetterFacts<'a> {
    let stood = Before {
        stage: "首报",
        number: "〔2024〕第018期",
        at: evening("18:40"),
        title: "样例（首报）",
        body: "",
        facts: before,
    };
    let before = (stage != Stage::First).then_some(stood);
    LetterFacts { stage, nth: 1, before, as_of: evening("20:30"), ..letter_facts(unit, facts) }
}

fn loud(letter: &LetterFacts<'_>, title: &str, body: &str) -> Vec<String> {
    let all = disagreements(&PACKS, letter, title, body).into_iter();
    all.filter(|one| one.severity == Severity::Error).map(|one| one.message).collect()
}

/// Where every number of a text stands.
fn digits(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut all: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match all.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end = at + c.len_utf8(),
            None => all.push(at..at + c.len_utf8()),
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_composed_agrees_with_what_was_typed(facts in facts(), before in facts(), stage in stage()) {
        let unit = feidong();
        let letter = at_stage(&unit, &facts, &before, stage);
        let Letter { title, body } = compose(&PACKS, &letter);
        prop_assert_eq!(loud(&letter, &title, &body), Vec::<String>::new(), "{}\n{}", title, body);
    }

    #[test]
    fn a_number_changed_by_hand_is_always_found(facts in facts(), before in facts(), stage in stage(), which in any::<prop::sample::Index>(), other in 1_u32..99) {
        let unit = feidong();
        let letter = at_stage(&unit, &facts, &before, stage);
        let Letter { title, body } = compose(&PACKS, &letter);
        let places = digits(&body);
        prop_assume!(!places.is_empty());
        let place = places[which.index(places.len())].clone();
        let was: u64 = body[place.clone()].parse().unwrap();
        prop_assume!(was != u64::from(other));
        let edited = format!("{}{other}{}", &body[..place.start], &body[place.end..]);
        let found = disagreements(&PACKS, &letter, &title, &edited);
        let at_the_word = found.iter().any(|one| one.severity == Severity::Error || one.severity == Severity::Warning);
        prop_assert!(at_the_word, "{was} became {other} unseen in {edited}");
    }

    #[test]
    fn whether_there_is_anybody_is_never_a_number(facts in facts(), which in proptest::sample::select(vec![Measure::Missing, Measure::Trapped])) {
        let mut facts = facts;
        for measure in Measure::ALL {
            facts.counts[0].state(measure, Number::NotAsked);
        }
        facts.counts[0].state(which, Number::WhetherUnknown);
        let unit = feidong();
        let Letter { title, body } = compose(&PACKS, &letter_facts(&unit, &facts));
        let class = facts.kind.as_deref().and_then(|kind| PACKS.event(kind)).map(|event| event.class);
        let word = which.word_in(class);
        let asked = format!("是否有人员{word}正在核实");
        prop_assert!(body.contains(&asked), "{}", body);
        prop_assert!(!body.contains(&format!("人{word}")), "{}", body);
        prop_assert!(!body.contains(&format!("{word}人数")), "{}", body);
        prop_assert!(!title.contains(word), "{}", title);
    }

    #[test]
    fn no_letter_holds_spaces_round_digits_markup_or_hidden_marks(
        facts in facts(),
        hostile in "[ \\u{202e}\\u{200b}<>a-z&;\"'{}%0-9\\u{4e00}-\\u{4e20}]{0,40}",
        stage in stage(),
    ) {
        let facts = Facts { course: Stated::read(&hostile), town: Stated::read(&hostile), ..facts };
        let unit = feidong();
        let before = Facts::default();
        let Letter { title, body } = compose(&PACKS, &at_stage(&unit, &facts, &before, stage));
        for text in [&title, &body] {
            let chars: Vec<char> = text.chars().collect();
            for pair in chars.windows(3) {
                let round_a_digit = pair[1] == ' ' && (pair[0].is_ascii_digit() != pair[2].is_ascii_digit()) && !(pair[0].is_ascii() && pair[2].is_ascii());
                prop_assert!(!round_a_digit, "{}", text);
            }
            prop_assert!(!text.chars().any(|c| c != '\n' && domain::hygiene::is_hidden(c)), "{:?}", text);
        }
        let typed_markup = hostile.contains('<');
        prop_assert!(typed_markup || !body.contains('<'), "no markup that nobody typed: {}", body);
    }

    #[test]
    fn a_report_begun_again_reads_as_what_stood_there(facts in facts()) {
        let draft = Draft::begun(Stage::Final, &facts);
        let context = domain::form::FormContext { now: evening("20:30"), reference: evening("18:09"), call_source: None, before: Some(facts.clone()), sub_incidents: Vec::new() };
        let read = domain::form::read(&PACKS, &draft, &context).facts;
        let same = |facts: &Facts| (facts.kind.clone(), facts.occurred, facts.town.clone(), facts.place.clone(), facts.course.clone());
        prop_assert_eq!(same(&read), same(&facts));
        for measure in Measure::ALL {
            prop_assert_eq!(read.counts[0].of(measure), facts.counts[0].of(measure), "{:?}", measure);
        }
    }
}
