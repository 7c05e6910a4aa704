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
pub(crate) struct Going {
    pub(crate) facts: Facts,
    pub(crate) before: Option<(Facts, String)>,
    pub(crate) stage: Stage,
    pub(crate) nth: u32,
    pub(crate) title: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) reported: Option<Moment>,
    pub(crate) time_blank: bool,
    pub(crate) accord_differs: Vec<String>,
    pub(crate) overdue: Vec<String>,
    pub(crate) similar: Vec<String>,
    pub(crate) material: Option<String>,
    pub(crate) signed: bool,
    pub(crate) officer: String,
    pub(crate) phone: String,
    pub(crate) now: Moment,
}

pub(crate) fn going(facts: Facts) -> Going {
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
pub(crate) fn following(first: &Facts, facts: Facts) -> Going {
    Going { before: Some((first.clone(), written(first).body)), stage: Stage::FollowUp, nth: 1, ..going(facts) }
}

impl Going {
    pub(crate) fn found(&self) -> Vec<Returnable> {
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

    pub(crate) fn messages(&self, number: u32) -> Vec<String> {
        self.found().into_iter().filter(|one| one.number == number).map(|one| one.message).collect()
    }

    pub(crate) fn has(&self, number: u32) -> bool {
        !self.messages(number).is_empty()
    }

    /// With these words in the body instead of those.
    pub(crate) fn edited(facts: &Facts, from: &str, to: &str) -> Self {
        let body = written(facts).body;
        assert!(body.contains(from), "{from} in {body}");
        Self { body: Some(body.replace(from, to)), ..going(facts.clone()) }
    }

    pub(crate) fn titled(facts: &Facts, from: &str, to: &str) -> Self {
        let title = written(facts).title;
        assert!(title.contains(from), "{from} in {title}");
        Self { title: Some(title.replace(from, to)), ..going(facts.clone()) }
    }

    pub(crate) fn saying(facts: &Facts, more: &str) -> Self {
        Self::edited(facts, "后续情况续报。", &format!("{more}后续情况续报。"))
    }
}
