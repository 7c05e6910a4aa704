//! Phrases that templates insert. All are text; one that has nothing to say is empty.

use serde::Serialize;

use super::timeline::Timeline;
use super::{LetterFacts, casualties, prose, statements};
use crate::facts::{Facts, Precision, Stated};
use crate::pack::Packs;

macro_rules! phrases {
    ($($(#[doc = $doc:literal])+ $name:ident,)*) => {
        /// Everything that a template may insert.
        #[derive(Debug, Default, Serialize)]
        pub(super) struct Phrases {
            $($(#[doc = $doc])+ pub(super) $name: String,)*
        }

        impl Phrases {
            /// Names of all phrases, for the pack's lint.
            pub(super) const fn names() -> &'static [&'static str] {
                &[$(stringify!($name)),*]
            }
        }
    };
}

phrases! {
    /// 安徽省合肥市肥东县
    divisions,
    /// 撮镇
    town,
    /// What the title names: 一民房, a unit, or nothing.
    subject,
    /// 发生火灾, or 发生一起火灾 where the title names nothing.
    happened_title,
    /// 致1人死亡11人受伤
    harm,
    /// 首报
    stage,
    /// 4月7日18时05分左右
    occurred,
    /// ，具体发生时间正在核实
    time_note,
    /// Divisions, town and place in one.
    location,
    /// 发生火灾
    happened,
    /// 4月7日18时09分
    received,
    /// 群众
    caller,
    /// 18时14分; empty before the phone report.
    reported,
    /// 市应急管理局指挥中心
    reported_to,
    /// 事发单位为……。
    unit,
    /// The paragraph on people.
    casualties,
    /// 简要经过
    course,
    /// 房屋情况
    building,
    /// 已到力量
    forces,
    /// 已采取措施
    measures,
    /// 损失
    loss,
    /// 受害森林面积12公顷。
    figures,
    /// 明火已于14时20分扑灭。
    flame_out,
    /// 起因
    cause,
    /// 现场负责人
    scene_leader,
    /// 舆情
    opinion,
    /// 下一步
    next_step,
    /// 请求事项
    requests,
    /// ……正在核实。
    checking,
}

/// The phrases of one letter.
pub(super) fn phrases(packs: &Packs, letter: &LetterFacts<'_>) -> Phrases {
    let facts = letter.facts;
    let event = facts.kind.as_deref().and_then(|kind| packs.event(kind));
    let happened = event.map_or("发生突发事件", |event| event.title.as_str());
    let divisions = letter.unit.divisions.concat();
    let town = known(&facts.town).map(|town| below(&town, &letter.unit.divisions)).unwrap_or_default();
    let place = place(facts, &letter.unit.divisions, &town);
    let subject = subject(facts, &letter.unit.divisions, &town);
    let mut timeline = Timeline::new(letter.first_received);
    // The order of these three is the order in which the letter names them: each day is named once.
    let occurred = facts.occurred.map(|occurred| timeline.occurred(occurred)).unwrap_or_default();
    let received = timeline.minute(letter.first_received);
    let reported = letter.first_reported.map(|(at, _)| timeline.minute(at)).unwrap_or_default();
    let no_hour = facts.occurred.is_none_or(|occurred| occurred.precision == Precision::Day);
    let cause = event.map_or("起因", |event| event.cause.as_str());
    Phrases {
        happened_title: indefinite(happened, subject.is_empty()),
        happened: indefinite(happened, place.is_empty()),
        location: format!("{divisions}{town}{place}"),
        divisions,
        town,
        subject,
        harm: facts.adopted().map(casualties::title).unwrap_or_default(),
        stage: letter.stage.word().to_owned(),
        occurred,
        time_note: if no_hour { "，具体发生时间正在核实".to_owned() } else { String::new() },
        received,
        caller: caller(letter),
        reported,
        reported_to: letter.first_reported.map(|(_, whom)| prose::clause(whom)).unwrap_or_default(),
        unit: unit(facts, &place),
        casualties: casualties::paragraph(facts.adopted(), &mut timeline),
        course: statements::course(facts),
        building: statements::building(facts),
        forces: statements::forces(facts),
        measures: statements::measures(facts),
        loss: statements::loss(facts, event),
        figures: statements::figures(packs, facts),
        flame_out: statements::flame_out(facts, &mut timeline),
        cause: statements::cause(&facts.cause, cause),
        scene_leader: statements::scene_leader(facts),
        opinion: statements::opinion(facts),
        next_step: statements::next_step(facts),
        requests: statements::requests(facts),
        checking: statements::checking(facts),
    }
}

fn known(stated: &Stated) -> Option<String> {
    stated.known().map(prose::clause).filter(|text| !text.is_empty())
}

/// 发生火灾 as 发生一起火灾 where nothing is named that it happened to.
fn indefinite(happened: &str, unnamed: bool) -> String {
    match happened.strip_prefix("发生") {
        Some(what) if unnamed => format!("发生一起{what}"),
        _ => happened.to_owned(),
    }
}

/// A place without the divisions before it, which the letter says anyway: 样例县河东镇 is 河东镇.
fn below(place: &str, divisions: &[String]) -> String {
    let mut rest = place;
    for division in divisions {
        rest = rest.strip_prefix(division.as_str()).unwrap_or(rest);
    }
    rest.to_owned()
}

fn without(place: &str, divisions: &[String], town: &str) -> String {
    let place = below(place, divisions);
    place.strip_prefix(town).map(str::to_owned).filter(|rest| !rest.is_empty()).unwrap_or(place)
}

/// The place below the town; where none is known, what the title names.
fn place(facts: &Facts, divisions: &[String], town: &str) -> String {
    match known(&facts.place) {
        Some(place) => without(&place, divisions, town),
        None => subject(facts, divisions, town),
    }
}

/// What the title names: the unit and the site, as far as they are known.
fn subject(facts: &Facts, divisions: &[String], town: &str) -> String {
    let unit = known(&facts.unit).map(|unit| without(&unit, divisions, town));
    let site = known(&facts.site).map(|site| without(&site, divisions, town));
    match (unit, site) {
        (Some(unit), Some(site)) if site.contains(&unit) => site,
        (unit, site) => unit.unwrap_or_default() + &site.unwrap_or_default(),
    }
}

/// 事发单位 as a sentence, unless the place names it.
fn unit(facts: &Facts, place: &str) -> String {
    known(&facts.unit)
        .filter(|unit| !place.contains(unit.as_str()))
        .map(|unit| prose::sentence(&format!("事发单位为{unit}")))
        .unwrap_or_default()
}

/// Who called, without the verb that the template adds.
fn caller(letter: &LetterFacts<'_>) -> String {
    let stated = match &letter.facts.source {
        Stated::Known(source) => prose::clause(source),
        Stated::NotAsked => letter.caller.map(prose::clause).unwrap_or_default(),
        Stated::Checking | Stated::NotApplicable => String::new(),
    };
    let verbs = ["电话报告", "来电报告", "报告", "来电", "电话", "报警"];
    verbs.iter().find_map(|verb| stated.strip_suffix(verb)).unwrap_or(&stated).to_owned()
}
