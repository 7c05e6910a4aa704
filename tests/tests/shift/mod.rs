//! An officer's evening at a host that is killed again and again: what was shown as done is remembered and compared.

use serde_json::{Value, json};
use tests::serve::Page;

/// What was in hand when the host died: done, or not done, but never half.
#[derive(Debug, Clone, PartialEq)]
enum InHand {
    CallOpen,
    Draft(String),
    CallOut,
    SignOff,
    Submit,
    Relay,
    Other,
}

/// What the screen has shown as done of the incident at hand.
#[derive(Debug, Default)]
struct Shown {
    incident: Option<String>,
    ended: bool,
    course: String,
    drafts: u32,
    calls_out: usize,
    signed: usize,
    submitted: bool,
}

/// The evening.
#[derive(Debug, Default)]
pub(crate) struct Shift {
    at_hand: Shown,
    in_hand: Option<InHand>,
    opened: Vec<String>,
    reported: Vec<String>,
    typed: u32,
    done: u32,
    cut: u32,
}

impl Shift {
    /// Does the next thing; false when the host is gone.
    pub(crate) fn go_on(&mut self, page: &Page, cookie: &str) -> bool {
        let (what, name, arguments) = match self.next(page, cookie) {
            Some(next) => next,
            None => return false,
        };
        self.in_hand = Some(what.clone());
        let Some(answer) = page.try_call(cookie, name, &arguments) else {
            self.cut += 1;
            return false;
        };
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        self.in_hand = None;
        self.done += 1;
        self.shown(&what, name, &answer);
        true
    }

    fn next(&mut self, page: &Page, cookie: &str) -> Option<(InHand, &'static str, Value)> {
        let at_hand = &self.at_hand;
        let Some(incident) = at_hand.incident.clone() else {
            return Some((InHand::CallOpen, "call_open", Value::Null));
        };
        let incident = json!(incident);
        Some(if !at_hand.ended {
            (InHand::Other, "call_end", json!({ "call": incident, "outcome": "incident", "note": "", "into": null }))
        } else if at_hand.calls_out < 3 {
            let entry = json!({ "incident": incident, "recipient": "city_bureau", "name": "", "purpose": "report",
                "reached": "answered", "time": "", "taken_by": "", "words": "", "recording": "" });
            (InHand::CallOut, "call_out", entry)
        } else if at_hand.drafts < 8 {
            self.typed += 1;
            let course = format!("经过第{}稿", self.typed);
            (InHand::Draft(course.clone()), "draft_save", json!({ "incident": incident, "draft": draft(&course) }))
        } else if at_hand.signed < 1 {
            let sign =
                json!({ "incident": incident, "post": "带班领导", "signer": "甲", "way": "by_phone", "time": "" });
            (InHand::SignOff, "sign_off", sign)
        } else if !at_hand.submitted {
            let letter = page.try_call(cookie, "incident", &json!({ "incident": incident }))?.ok()?["composed"].clone();
            let seen = json!({ "incident": incident, "title": letter["title"], "body": letter["body"] });
            (InHand::Submit, "submit", seen)
        } else {
            let view = page.try_call(cookie, "incident", &json!({ "incident": incident }))?.ok()?;
            let report = view["incident"]["reports"][0]["id"].clone();
            let relay = json!({ "incident": incident, "report": report, "time": "", "number": "GJ-1" });
            (InHand::Relay, "relay", relay)
        })
    }

    fn shown(&mut self, what: &InHand, name: &str, answer: &Value) {
        match what {
            InHand::CallOpen => {
                let id = answer["id"].as_str().unwrap().to_owned();
                self.opened.push(id.clone());
                self.at_hand = Shown { incident: Some(id), ..Shown::default() };
            }
            InHand::Other => self.at_hand.ended |= name == "call_end",
            InHand::CallOut => self.at_hand.calls_out += 1,
            InHand::Draft(course) => {
                self.at_hand.course.clone_from(course);
                self.at_hand.drafts += 1;
            }
            InHand::SignOff => self.at_hand.signed += 1,
            InHand::Submit => self.submitted(),
            InHand::Relay => self.relayed(),
        }
    }

    fn submitted(&mut self) {
        self.at_hand.submitted = true;
        self.reported.extend(self.at_hand.incident.clone());
    }

    /// On to the next call.
    fn relayed(&mut self) {
        self.at_hand = Shown::default();
    }

    /// After a kill: everything that was shown is there, what was in hand is there once or not at all.
    pub(crate) fn compare(&mut self, page: &Page, cookie: &str) {
        let in_hand = self.in_hand.take();
        let Some(incident) = self.at_hand.incident.clone() else { return };
        if !self.at_hand.ended {
            let calls = page.call(cookie, "calls", &Value::Null).unwrap();
            let call = calls.as_array().unwrap().iter().find(|call| call["id"] == incident.as_str());
            let call = call.unwrap_or_else(|| panic!("call {incident} was shown and is gone"));
            self.at_hand.ended = call["outcome"] == "incident";
            return;
        }
        let view = page.call(cookie, "incident", &json!({ "incident": incident })).unwrap();
        self.compare_incident(&view, in_hand.as_ref());
    }

    fn compare_incident(&mut self, view: &Value, in_hand: Option<&InHand>) {
        let folded = &view["incident"];
        let count = |list: &Value| list.as_array().unwrap().len();
        let counted = |name: &str, known: usize, pending: bool| {
            let there = count(&folded[name]);
            assert!(there == known || (pending && there == known + 1), "{name}: shown {known}, there {there}");
            there
        };
        self.at_hand.calls_out = counted("calls_out", self.at_hand.calls_out, in_hand == Some(&InHand::CallOut));
        self.at_hand.signed = counted("signed_off", self.at_hand.signed, in_hand == Some(&InHand::SignOff));
        let known = usize::from(self.at_hand.submitted);
        let reports = counted("reports", known, in_hand == Some(&InHand::Submit));
        if reports > known {
            self.submitted();
        }
        let course = view["draft"]["course"].as_str().unwrap();
        let typed = matches!(in_hand, Some(InHand::Draft(draft)) if draft == course);
        assert!(typed || course == self.at_hand.course, "saved {:?}, there {course:?}", self.at_hand.course);
        self.at_hand.course = course.to_owned();
        let relayed = folded["reports"][0]["relay"]["number"] == "GJ-1";
        assert!(!relayed || in_hand == Some(&InHand::Relay), "relayed only when asked");
        if relayed {
            self.relayed();
        }
    }

    /// Brings the incident at hand to its end.
    pub(crate) fn finish(&mut self, page: &Page, cookie: &str) {
        while self.at_hand.incident.is_some() {
            assert!(self.go_on(page, cookie), "nobody kills the host any more");
        }
    }

    /// The incidents whose report the screen has shown as saved.
    pub(crate) fn reported(&self) -> &[String] {
        &self.reported
    }

    /// Whether the screen has shown this call.
    pub(crate) fn opened(&self, id: &str) -> bool {
        self.opened.iter().any(|opened| opened == id)
    }

    /// How many calls the screen has shown.
    pub(crate) fn calls(&self) -> usize {
        self.opened.len()
    }

    /// What was done, for the log.
    pub(crate) fn words(&self) -> String {
        format!(
            "{} commands shown as done, {} cut off by a kill, {} calls, {} reports",
            self.done,
            self.cut,
            self.opened.len(),
            self.reported.len()
        )
    }
}

/// The five that a report needs, and the text that changes with every save.
fn draft(course: &str) -> Value {
    json!({
        "kind": "fire", "occurred": "-", "town": "河东镇", "place": "某小区3幢", "site": "一居民楼", "unit": "不涉及",
        "source": "群众", "counts": [{ "source": "县消防救援大队", "as_of": "", "deaths": "-", "injured": "2",
        "seriously_injured": "", "missing": "-", "trapped": "", "evacuated": "", "adopted": true }], "course": course,
        "building": "", "forces": "", "measures": "", "cause": "", "loss_wan": "", "scene_leader": "", "opinion": "",
        "next_step": "", "requests": "", "judged": null, "title": null, "body": null
    })
}
