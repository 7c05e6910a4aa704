//! One thing to say of every kind there is.

use domain::digest::Digest;
use domain::entry::{Content, EntryId, Kind, Subject};
use serde_json::{Value, json};

use crate::desk::{evening, report};

/// Every kind, read off its own schema: a new one cannot be forgotten here.
pub(crate) fn kinds() -> Vec<Kind> {
    let schema = serde_json::to_value(schemars::schema_for!(Kind)).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap().iter().map(|one| one["const"].clone());
    kinds.map(|word| serde_json::from_value(word).unwrap()).collect()
}

/// Something of this kind that points at those entries where it can point at any.
pub(crate) fn content(kind: Kind, at: &[EntryId]) -> Content {
    if kind == Kind::Report {
        return report("一民房发生火灾");
    }
    let word = serde_json::to_value(kind).unwrap();
    let said = json!({ word.as_str().unwrap(): said(kind, at) });
    serde_json::from_value(said.clone()).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn said(kind: Kind, at: &[EntryId]) -> Value {
    let (now, other) = (evening(), at.first().copied().unwrap_or_else(EntryId::now_v7));
    match kind {
        Kind::CallOpened => json!({ "received_at": now }),
        Kind::CallNoted => note(),
        Kind::CallTimeCorrected => json!({ "received_at": now, "reason": "记错" }),
        Kind::CallEnded => json!({ "outcome": "other", "note": "误报", "into": other }),
        Kind::SourceAdded => json!({ "call": other, "received_at": now, "said": note() }),
        Kind::CallOut => json!({ "recipient": null, "name": "县消防救援大队", "superior": false, "purpose": "verify",
            "at": now, "reached": "answered", "taken_by": "王", "words": "在路上" }),
        Kind::SignOff => {
            json!({ "post": "局长", "signer": "李", "way": "by_phone", "at": now, "letter": Digest::ZERO })
        }
        Kind::SignOffSought => {
            json!({ "post": "局长", "signer": "李", "way": "by_phone", "at": now, "ended": "no_answer" })
        }
        Kind::Report | Kind::Newer => json!(null),
        Kind::Relay => json!({ "report": other, "at": now, "number": "A1" }),
        Kind::AlarmRung => json!({ "rule": "r", "step": "s", "words": "还有五分钟", "due_at": now, "late": false,
            "notified": true, "played_by": null }),
        Kind::AlarmAcknowledged => json!({ "rule": "r", "step": "s" }),
        Kind::ClockSet => json!({ "by_ms": -60_000, "offset_ms": 0 }),
        Kind::SoundTested => json!({ "played_by": "paplay", "heard": true }),
        Kind::OfficerListed => json!({ "name": "张", "post": "值班员", "phone": "19900001111", "left": false }),
        Kind::ChangeNoted => json!({ "at": now, "what": "casualties", "source": "医院", "words": "又送来一人" }),
        Kind::AccordChecked => {
            json!({ "recipient": "县政府", "name": "赵", "accord": "agrees", "differs": "", "at": now })
        }
        Kind::ExtensionGranted => json!({ "rule": "r", "by": "市局", "until": now, "at": now }),
        Kind::DutyDone => json!({ "rule": "r", "at": now, "note": "" }),
        Kind::IncidentEnded => json!({ "outcome": "reported", "verified_by": "", "note": "", "at": now }),
        Kind::IncidentReopened => json!({ "reason": "又有情况", "at": now }),
        Kind::LookedAgain => json!({ "note": "", "at": now }),
        Kind::PackChanged => json!({ "pack": "p", "title": "t", "text": Digest::ZERO, "added": true,
            "in_force": Digest::ZERO }),
        Kind::NumberExplained => json!({ "number": { "year": 2026, "number": 18 }, "reason": "作废" }),
        Kind::ProcessJoined => json!({ "process": other, "at": now }),
        Kind::Information => json!({ "what": "work", "period": null, "title": "检查情况", "body": "正常。",
            "attachments": [], "all_the_same": null, "system_of_record": "upstream" }),
        Kind::SignedIn => json!({ "officer": Subject::now_v7(), "act": "in" }),
        Kind::Claimed => json!({ "entry": other }),
        Kind::Disclosed => json!({ "asked_by": "市局值班员", "consented_by": "李", "post": "带班领导", "at": now,
            "reason": "核查", "entries": at }),
        Kind::Purged => {
            let bodies: Vec<Value> = at.iter().map(|id| json!({ "entry": id, "body_hash": Digest::ZERO })).collect();
            let remainders = vec![json!({ "call_noted": note() }); at.len()];
            json!({ "bodies": bodies, "rule": "r", "cite": "第八十五条", "remainders": remainders })
        }
        Kind::AccessNoted => json!({ "what": "contacts", "note": "" }),
        Kind::TakenUp => json!({ "from": other, "source": "样例县应急管理局报告", "aware_at": now }),
        Kind::Acknowledged => json!({ "of": other, "by": "市局值班员", "at": now }),
        Kind::Directive => json!({ "demand": "return", "about": other, "reason": "place_vague", "words": "写明省市县",
            "issued_by": "市局值班员" }),
        Kind::DirectiveAnswered => json!({ "directive": other, "done": true, "words": "已补正", "at": now }),
        Kind::LevelTold => json!({ "unit": "990100", "reported": true, "told_by": "市局值班员", "at": now }),
        Kind::SameEvent => json!({ "other": other, "same": true, "reason": "" }),
        Kind::Notice => json!({ "partner": null, "name": "县公安局", "way": "told_us", "knew_at": null, "at": now,
            "person": "王", "words": "" }),
        Kind::PeerNotice => json!({ "title": "毗邻通报", "body": "可能影响你县。", "phone": "0000-1", "at": now }),
        Kind::RosterPublished => json!({ "month": "2026-12", "lines": [], "people": [person()], "rows": [{ "day": 1,
            "replaces": null, "cells": [[0]] }] }),
        Kind::RosterChanged => {
            json!({ "month": "2026-12", "people": [person()], "rows": [{ "day": 1, "replaces": other,
            "cells": [[0]] }], "reason": "发热", "consents": [{ "name": "张", "how": "电话" }],
            "agreed": { "name": "李", "how": "当面" }, "at": now })
        }
        Kind::RosterEntered => json!({ "report": other, "at": now, "number": "P-1" }),
        Kind::EpochOpened => json!({ "reason": "copied", "before": 0, "last_seq": 0, "reissued": 0 }),
    }
}

fn person() -> Value {
    json!({ "name": "张", "title": "值班员", "phone": "19900001111" })
}

fn note() -> Value {
    json!({ "caller": "群众", "caller_unit": "", "number": "19900001111", "words": "着火了" })
}
