//! A letter about to go, composed or edited, and what it would be sent back for.

use domain::Moment;
use domain::agreement::disagreements;
use domain::check::sample_county;
use domain::facts::Facts;
use domain::form;
use domain::letter::{Before, LetterFacts, compose};
use domain::report::Stage;
use domain::returns::{ReturnFacts, Returnable, returnable};

use crate::desk::{PACKS, evening, letter_facts, written};

/// A letter about to go; none as title or body: as composed.
pub(super) struct Going {
    pub(super) facts: Facts,
    pub(super) before: Option<(Facts, String)>,
    pub(super) stage: Stage,
    pub(super) nth: u32,
    pub(super) title: Option<String>,
    pub(super) body: Option<String>,
    pub(super) reported: Option<Moment>,
    pub(super) time_blank: bool,
    pub(super) accord_differs: Vec<String>,
    pub(super) overdue: Vec<String>,
    pub(super) similar: Vec<String>,
    pub(super) material: Option<String>,
    pub(super) signed: bool,
    pub(super) officer: String,
    pub(super) phone: String,
    pub(super) now: Moment,
}

pub(super) fn going(facts: Facts) -> Going {
    Going {
        facts,
        before: None,
        stage: Stage::First,
        nth: 0,
        title: None,
        body: None,
        reported: Some(evening("18:14")),
        time_blank: false,
        accord_differs: Vec::new(),
        overdue: Vec::new(),
        similar: Vec::new(),
        material: None,
        signed: true,
        officer: "乙某".to_owned(),
        phone: "0000-0000000".to_owned(),
        now: evening("18:40"),
    }
}

/// A follow-up to the first report of other facts.
pub(super) fn following(first: &Facts, facts: Facts) -> Going {
    Going { before: Some((first.clone(), written(first).body)), stage: Stage::FollowUp, nth: 1, ..going(facts) }
}

impl Going {
    pub(super) fn found(&self) -> Vec<Returnable> {
        let unit = sample_county();
        let before = self.before.as_ref().map(|(facts, body)| Before {
            stage: "首报",
            number: "〔2024〕第018期",
            at: evening("18:32"),
            title: "",
            body,
            facts,
        });
        let letter = LetterFacts {
            stage: self.stage,
            nth: self.nth,
            before,
            first_reported: self.reported.map(|at| (at, "市应急管理局指挥中心")),
            ..letter_facts(&unit, &self.facts)
        };
        let composed = compose(&PACKS, &letter);
        let title = self.title.as_ref().unwrap_or(&composed.title);
        let body = self.body.as_ref().unwrap_or(&composed.body);
        returnable(&ReturnFacts {
            packs: &PACKS,
            letter: &letter,
            title,
            body,
            errors: &form::examine(&PACKS, &self.facts, letter.first_received),
            missing: &form::missing(&PACKS, &self.facts, self.time_blank),
            disagreements: &disagreements(&PACKS, &letter, title, body),
            accord_differs: &self.accord_differs,
            overdue_follow_ups: &self.overdue,
            signed: self.signed,
            duty_officer: &self.officer,
            phone: &self.phone,
            similar_reported: &self.similar,
            material: self.material.as_deref(),
            now: self.now,
        })
    }

    pub(super) fn messages(&self, number: u32) -> Vec<String> {
        self.found().into_iter().filter(|one| one.number == number).map(|one| one.message).collect()
    }

    pub(super) fn has(&self, number: u32) -> bool {
        !self.messages(number).is_empty()
    }

    /// With these words in the body instead of those.
    pub(super) fn edited(facts: &Facts, from: &str, to: &str) -> Self {
        let body = written(facts).body;
        assert!(body.contains(from), "{from} in {body}");
        Self { body: Some(body.replace(from, to)), ..going(facts.clone()) }
    }

    pub(super) fn titled(facts: &Facts, from: &str, to: &str) -> Self {
        let title = written(facts).title;
        assert!(title.contains(from), "{from} in {title}");
        Self { title: Some(title.replace(from, to)), ..going(facts.clone()) }
    }

    pub(super) fn saying(facts: &Facts, more: &str) -> Self {
        Self::edited(facts, "后续情况续报。", &format!("{more}后续情况续报。"))
    }
}
