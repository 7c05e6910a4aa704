//! 要素、时间、数字、地点、口径: reasons 1 to 5, from what the fields say and the letter with them.

use super::{Fault, ReturnFacts};
use crate::Moment;
use crate::agreement::{Disagreement, Part, counted, numerals, times, unspaced};
use crate::beijing;
use crate::count::{Count, Measure};
use crate::facts::{FlameOut, Jurisdiction, Stated};
use crate::letter::{NOT_HEARD, UNCHANGED, division_beyond};
use crate::pack::Class;
use crate::report::Stage;
use crate::severity::Severity;

/// 1 要素缺失: one of the five, or not a word on what is being done.
pub(super) fn missing(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let absent = facts.missing.iter().map(|gap| {
        let ask = if gap.ask.is_empty() { String::new() } else { format!("，可问{}", gap.ask) };
        Fault::at(gap.field.clone(), format!("没有写{}，请补上{ask}", gap.label))
    });
    let mut faults: Vec<Fault> = absent.collect();
    let told = |stated: &Stated| matches!(stated, Stated::Known(_) | Stated::NotApplicable);
    let (letter, said) = (facts.letter, facts.letter.facts);
    let whole = matches!(letter.stage, Stage::First | Stage::Final) && !said.withdrawn;
    if whole && !told(&said.forces) && !told(&said.measures) {
        faults.push(Fault::at("measures", "到场力量和处置措施都没有写，请至少写明一项"));
    }
    faults
}

/// 2 时间逻辑矛盾
pub(super) fn times(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let (letter, now) = (facts.letter, facts.now);
    let of_time =
        |field: &str| matches!(field, "occurred" | "flame_out" | "response_ended") || field.ends_with(".as_of");
    let remarks = facts.errors.iter().filter(|error| of_time(&error.field));
    let mut faults: Vec<Fault> = remarks.map(|error| Fault::at(error.field.clone(), error.message.clone())).collect();
    if let Some((reported, whom)) = letter.first_reported
        && reported < letter.first_received
    {
        let (reported, received) = (beijing::day_and_minute(reported), beijing::day_and_minute(letter.first_received));
        faults.push(Fault::of(format!("{reported}电话报{whom}，早于首次接报{received}，请核对两个时间")));
    }
    if let Some(occurred) = letter.facts.occurred {
        if occurred.at > now {
            let message = format!("发生时间（{}）还没有到，请核对日期和时分", beijing::phrase(occurred));
            faults.push(Fault::at("occurred", message));
        }
        if let Some(until) = letter.facts.occurred_until.filter(|until| *until < occurred.at) {
            let message = format!("发生时间止于{}，早于开始，请核对", beijing::day_and_minute(until));
            faults.push(Fault::at("occurred", message));
        }
    }
    faults.extend(still_to_come(facts));
    faults.extend(older_than_before(facts));
    let in_text = facts.disagreements.iter().filter(|one| loud(one) && !times::scan(&one.found).is_empty());
    faults.extend(in_text.map(|one| Fault::at(part(one.part), one.message.clone())));
    faults
}

/// A count or a fire put out at a time that has not come yet.
fn still_to_come(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let said = facts.letter.facts;
    let counts = said.counts.iter().enumerate();
    let mut times: Vec<_> =
        counts.filter_map(|(index, count)| Some((format!("counts.{index}.as_of"), "反馈时间", count.as_of?))).collect();
    if let Some(FlameOut::Out(at)) = said.flame_out {
        times.push(("flame_out".to_owned(), "明火扑灭时间", at));
    }
    let later = times.into_iter().filter(|(_, _, at)| *at > facts.now);
    let fault = |(field, what, at): (String, &str, Moment)| {
        Fault::at(field, format!("{what}（{}）还没有到，请核对日期和时分", beijing::day_and_minute(at)))
    };
    later.map(fault).collect()
}

/// A later report whose count is older than the one it replaces.
fn older_than_before(facts: &ReturnFacts<'_>) -> Option<Fault> {
    let (letter, before) = (facts.letter, facts.letter.before?);
    let (index, count) = letter.facts.counts.iter().enumerate().find(|(_, count)| count.adopted)?;
    let (now, was) = (count.as_of?, before.facts.adopted()?.as_of?);
    let message = || {
        let (now, was) = (beijing::day_and_minute(now), beijing::day_and_minute(was));
        format!("采用的口径是{now}的，早于{}采用的{was}，请核对，或采用新的口径", before.stage)
    };
    (letter.stage != Stage::Correction && now < was).then(|| Fault::at(format!("counts.{index}.as_of"), message()))
}

const fn part(part: Part) -> &'static str {
    match part {
        Part::Title => "title",
        Part::Body => "body",
    }
}

fn loud(one: &Disagreement) -> bool {
    one.severity == Severity::Error
}

/// 3 数字前后不一或合计不平
pub(super) fn numbers(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let of_people = |field: &str| field.starts_with("counts") || field.starts_with("townships");
    let uneven = |error: &&crate::form::FieldError| {
        of_people(&error.field)
            && error.severity == Severity::Error
            && ["不平", "多于", "填了无"].iter().any(|word| error.message.contains(word))
    };
    // Nobody missing, nobody trapped, and still a search; nobody injured, and still a patient.
    let contradicted = |error: &&crate::form::FieldError| {
        matches!(error.field.as_str(), "course" | "forces" | "measures" | "next_step")
            && error.severity == Severity::Warning
    };
    let remarks = facts.errors.iter().filter(|error| uneven(error) || contradicted(error));
    let mut faults: Vec<Fault> = remarks.map(|error| Fault::at(error.field.clone(), error.message.clone())).collect();
    faults.extend(retracted(facts));
    // A follow-up that says so has left nothing out.
    let said_so = [UNCHANGED, NOT_HEARD].iter().any(|words| facts.body.contains(words));
    let unchanged = facts.letter.stage == Stage::FollowUp && said_so;
    let of_count = |one: &&Disagreement| loud(one) && is_number(one) && !(unchanged && one.end == 0);
    let in_text = facts.disagreements.iter().filter(of_count);
    faults.extend(in_text.map(|one| Fault::at(part(one.part), one.message.clone())));
    faults.extend(title_unlike_body(facts.title, facts.body));
    faults
}

/// 首报死亡1人, and no death any more: the city asks where it went.
fn retracted(facts: &ReturnFacts<'_>) -> Option<Fault> {
    let before = facts.letter.before.filter(|_| facts.letter.stage != Stage::Correction)?;
    let now = facts.letter.facts.adopted()?;
    let gone = now.retracted(before.facts.adopted()?, facts.letter.facts.class(facts.packs))?;
    let message = format!("{}报了{gone}，这次没有了，请先核实；确实报错的，用情况更正说明", before.stage);
    Some(Fault::at("counts", message))
}

/// A count, a denial of one, or a number that a hand changed.
fn is_number(one: &Disagreement) -> bool {
    let counts = |text: &str| !counted::scan(text).is_empty();
    let changed = numerals::arabic(&one.found, 0).is_some_and(|number| number.at.end == one.found.len());
    let denied = !counted::denials(&one.found).is_empty();
    changed && !one.expected.is_empty() || denied || counts(&one.found) || one.found.is_empty() && counts(&one.expected)
}

fn title_unlike_body(title: &str, body: &str) -> Vec<Fault> {
    let (title, body) = (&unspaced(title), &unspaced(body));
    let in_body = counted::scan(body);
    let mut faults = Vec::new();
    for count in counted::scan(title) {
        let same: Vec<_> = in_body.iter().filter(|other| other.of == count.of).collect();
        let Some(other) = same.first().filter(|_| same.iter().all(|other| other.value != count.value)) else {
            continue;
        };
        let written = title.get(count.at.clone()).unwrap_or_default();
        let said = body.get(other.at.clone()).unwrap_or_default();
        let message = format!("标题写了“{written}”，正文写了“{said}”，前后不一，请改成一致");
        faults.push(Fault::at("title", message));
    }
    faults
}

/// 4 地点不具体/未冠省市县
pub(super) fn place(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let letter = facts.letter;
    let divisions = &letter.unit.divisions;
    let mut faults = Vec::new();
    let town = letter.facts.town.known().map(|town| below(town, divisions, "")).unwrap_or_default();
    let place = letter.facts.place.known().map(|place| below(place, divisions, &town)).unwrap_or_default();
    let event = letter.facts.kind.as_deref().and_then(|kind| facts.packs.event(kind));
    let message = match event.map_or("", |event| event.family.as_str()) {
        _ if !place.is_empty() || letter.facts.unit.known().is_some() || letter.facts.withdrawn => None,
        // An earthquake is placed by its epicentre.
        "earthquake" => None,
        // A process disaster is placed by its townships.
        _ if !letter.facts.townships.is_empty() => None,
        "flood" | "drought" | "typhoon" | "weather" if !town.is_empty() => None,
        "flood" | "drought" | "typhoon" | "weather" => Some("没有写受灾的乡镇（街道），请写明，或填分乡镇"),
        _ => Some("地点只到乡镇，请写到村组、小区、门牌、道路桩号或企业名称；还不清楚的，写明正在核实"),
    };
    faults.extend(message.map(|message| Fault::at("place", message)));
    if letter.facts.jurisdiction != Jurisdiction::Ours {
        faults.extend(beyond(facts));
        return faults;
    }
    let joined = divisions.concat();
    if joined.is_empty() {
        return faults;
    }
    let retold = matches!(letter.stage, Stage::FollowUp | Stage::Correction);
    for (field, word, text) in facts.parts() {
        if !(text.contains(&joined) || field == "body" && retold) {
            faults.push(Fault::at(field, format!("{word}没有冠省市县，请在地名前写全“{joined}”")));
        }
    }
    faults
}

/// Ground of a neighbour: whose it is must be said, and must not be ours.
fn beyond(facts: &ReturnFacts<'_>) -> Option<Fault> {
    let letter = facts.letter;
    let region = division_beyond(&letter.facts.town, &letter.facts.place);
    let ours = letter.unit.divisions.last().filter(|ours| !ours.is_empty() && region.ends_with(ours.as_str()));
    let message = match ours {
        _ if letter.facts.jurisdiction != Jurisdiction::Neighbour => return None,
        Some(ours) => format!("属地选的是邻县，地点写的是{ours}，请核对属地"),
        None if region.is_empty() => "属地选的是邻县，地点没有写是哪个县，请在地点前写上县名".to_owned(),
        None => return None,
    };
    Some(Fault::at("place", message))
}

/// What stands below divisions and town: 样例县河东镇幸福路12号 is 幸福路12号. Without punctuation.
pub(super) fn below(place: &str, divisions: &[String], town: &str) -> String {
    let bare = bare(place);
    let mut rest = bare.as_str();
    for division in divisions.iter().map(String::as_str).chain([town]).filter(|name| !name.is_empty()) {
        rest = rest.strip_prefix(division).unwrap_or(rest);
    }
    rest.to_owned()
}

/// A text without spaces and punctuation, in which names are looked for.
pub(super) fn bare(text: &str) -> String {
    let clean = crate::hygiene::line(text);
    clean.chars().filter(|c| !c.is_whitespace() && !crate::hygiene::is_punctuation(*c)).collect()
}

/// 5 与公安、消防、卫健、县政府口径不一: rows that are not adopted, and what 口径核对 found.
pub(super) fn accounts(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let said = facts.letter.facts;
    let class = said.class(facts.packs);
    if let Some(adopted) = said.adopted() {
        faults.extend(
            said.counts.iter().filter(|count| !count.adopted).filter_map(|other| unlike(adopted, other, class)),
        );
    }
    let heard = facts.accord_differs.iter().map(|words| words.trim()).filter(|words| !words.is_empty());
    faults.extend(heard.map(|words| {
        Fault::at("counts", format!("口径核对不一致（{words}），请对齐口径；一时对不上的先报，续报核实"))
    }));
    faults
}

fn unlike(adopted: &Count, other: &Count, class: Option<Class>) -> Option<Fault> {
    let differs = |measure: Measure| {
        let (ours, theirs) = (adopted.of(measure).known()?, other.of(measure).known()?);
        (ours != theirs).then(|| format!("{}{theirs}人、采用的是{ours}人", measure.word_in(class)))
    };
    let said: Vec<String> = Measure::ALL.into_iter().filter_map(differs).collect();
    let source = if other.source.is_empty() { "另一家" } else { other.source.as_str() };
    let message = || format!("{source}称{}，口径不一，请对齐口径；一时对不上的先报，续报核实", said.join("，"));
    (!said.is_empty()).then(|| Fault::at("counts", message()))
}
