//! Phrases that templates insert. All are text; one that has nothing to say is empty.

use serde::Serialize;

use super::casualties::People;
use super::timeline::Timeline;
use super::{LetterFacts, casualties, cause, corrected, later, prose, statements};
use crate::facts::{Facts, Precision, Stated};
use crate::pack::{Class, Packs};
use crate::report::Stage;

/// Most characters of a place that a title takes.
const LONGEST_TITLE_PLACE: usize = 15;
/// The same where no town stands before it.
const LONGEST_WITHOUT_TOWN: usize = 25;
/// What the part of a long place that a title takes may end in: the road of a 桩号, the village of a house.
const ENDS: [&str; 18] = [
    "高速公路",
    "高速",
    "公路",
    "国道",
    "省道",
    "县道",
    "大道",
    "隧道",
    "大桥",
    "路",
    "街",
    "巷",
    "村",
    "社区",
    "小区",
    "景区",
    "园区",
    "水库",
];
/// Places that the divisions name already.
const WHOLE: [&str; 6] = ["全县", "全市", "全区", "全旗", "全境", "全域"];

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
    /// Not empty where a superior or another department asked first.
    asked_first,
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
    /// 分乡镇看，……。
    townships,
    /// 过程中已单独报送险情2起：……。
    sub_incidents,
    /// 4月7日18时36分: when the report before was submitted.
    before_at,
    /// 首报
    before_stage,
    /// 〔2026〕第018期
    before_number,
    /// 截至: 4月7日20时30分
    as_of,
    /// 死亡由1人增至2人。累计造成2人死亡。
    changes,
    /// 发生时间更正为……。
    amended,
    /// 共造成2人死亡、10人受伤
    whole,
    /// 是否有人员被困未能核实。
    left_open,
    /// 4月8日9时00分，应急处置结束。
    response_ended,
    /// 善后
    aftermath,
    /// 教训
    lessons,
    /// 经县消防救援大队核实, or 经核实
    verified,
    /// 中，死亡“2人”更正为“1人”，现予更正
    corrections,
}

/// The phrases of one letter.
pub(super) fn phrases(packs: &Packs, letter: &LetterFacts<'_>) -> Phrases {
    let facts = letter.facts;
    let event = facts.kind.as_deref().and_then(|kind| packs.event(kind));
    let happened = event.map_or_else(|| "发生突发事件".to_owned(), |event| event.happened(&facts.figures));
    let happened = happened.as_str();
    let class = event.map(|event| event.class);
    let people = People::of(facts.adopted(), class);
    let before = letter.before.filter(|_| letter.stage == Stage::FollowUp).map(|before| before.facts);
    let news = before.map(|before| facts.news_since(before));
    let said = news.as_ref().unwrap_or(facts);
    let divisions = letter.unit.divisions.concat();
    let town = known(&facts.town).map(|town| below(&town, &letter.unit.divisions)).unwrap_or_default();
    let place = place(facts, &letter.unit.divisions, &town);
    let subject = title_subject(facts, &letter.unit.divisions, &town, &place);
    let mut timeline = Timeline::new(letter.first_received);
    let Times { occurred, received, reported, before_at, as_of } = times(letter, &mut timeline);
    let no_hour = facts.occurred.is_none_or(|occurred| matches!(occurred.precision, Precision::Part | Precision::Day));
    let cause = event.map_or("起因", |event| event.cause.as_str());
    Phrases {
        happened_title: indefinite(happened, class, subject.is_empty()),
        happened: indefinite(happened, class, place.is_empty()),
        location: format!("{divisions}{town}{place}"),
        divisions,
        town,
        subject,
        harm: if facts.withdrawn { String::new() } else { casualties::harm(people, casualties::ill(packs, facts)) },
        stage: letter.stage.word_of(letter.nth),
        occurred,
        time_note: match letter.stage {
            _ if !no_hour || facts.occurred_until.is_some() => String::new(),
            Stage::Final => "，具体发生时间未能核实".to_owned(),
            _ => "，具体发生时间正在核实".to_owned(),
        },
        received,
        asked_first: if asked_first(letter) { "是".to_owned() } else { String::new() },
        caller: caller(letter),
        reported,
        reported_to: letter.first_reported.map(|(_, whom)| prose::clause(whom)).unwrap_or_default(),
        unit: unit(said, &place),
        casualties: if letter.stage == Stage::First {
            casualties::paragraph(people, &mut timeline)
        } else {
            String::new()
        },
        changes: later::changes(people, letter, &mut timeline),
        amended: later::amended(packs, letter, &mut timeline),
        whole: later::settled(people, letter, &mut timeline),
        left_open: casualties::left_open(people),
        course: statements::course(said),
        building: statements::building(said),
        forces: statements::forces(said),
        measures: statements::measures(said),
        loss: statements::loss(said, before, event),
        figures: statements::figures(packs, said, before, event),
        townships: later::townships(packs, said),
        sub_incidents: later::sub_incidents(said, letter.before.map(|before| before.facts)),
        flame_out: statements::flame_out(said, &mut timeline),
        response_ended: said
            .response_ended
            .map(|at| format!("{}，应急处置结束。", timeline.minute(at)))
            .unwrap_or_default(),
        cause: cause::cause(&said.cause, cause, letter.stage),
        scene_leader: statements::scene_leader(said),
        aftermath: statements::plain(&said.aftermath),
        lessons: statements::plain(&said.lessons),
        opinion: statements::opinion(said),
        next_step: statements::next_step(said),
        requests: statements::requests(said),
        checking: statements::checking(facts, letter.stage),
        verified: corrected::verified(facts),
        corrections: corrected::corrections(packs, letter),
        before_at,
        before_stage: letter.before.map(|before| before.stage.to_owned()).unwrap_or_default(),
        before_number: letter.before.map(|before| before.number.to_owned()).unwrap_or_default(),
        as_of,
    }
}

/// Times in the order in which the letter of that stage names them: each day is named once, with the first of them.
#[derive(Default)]
struct Times {
    occurred: String,
    received: String,
    reported: String,
    before_at: String,
    as_of: String,
}

fn times(letter: &LetterFacts<'_>, timeline: &mut Timeline) -> Times {
    let facts = letter.facts;
    let mut times = Times::default();
    if matches!(letter.stage, Stage::First | Stage::Final) {
        let occurred = facts.occurred.map(|occurred| timeline.span(occurred, facts.occurred_until));
        times.occurred = occurred.unwrap_or_default();
    }
    if letter.stage == Stage::First {
        times.received = timeline.minute(letter.first_received);
        times.reported = letter.first_reported.map(|(at, _)| timeline.minute(at)).unwrap_or_default();
        return times;
    }
    if letter.stage != Stage::Final {
        times.before_at = letter.before.map(|before| timeline.minute(before.at)).unwrap_or_default();
    }
    times.as_of = timeline.minute(later::speaks_as_of(letter));
    times
}

pub(super) fn known(stated: &Stated) -> Option<String> {
    stated.known().map(prose::clause).filter(|text| !text.is_empty())
}

/// 发生火灾 as 发生一起火灾 where nothing is named that it happened to; nobody says 一起洪涝灾害.
fn indefinite(happened: &str, class: Option<Class>, unnamed: bool) -> String {
    match happened.strip_prefix("发生") {
        Some(what) if unnamed && class != Some(Class::Natural) => format!("发生一起{what}"),
        _ => happened.to_owned(),
    }
}

/// A place without the divisions before it, which the letter says anyway: 样例县河东镇 is 河东镇.
pub(super) fn below(place: &str, divisions: &[String]) -> String {
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

/// The place below the town; where none is known, what the title names. 样例县全县 is 样例县.
fn place(facts: &Facts, divisions: &[String], town: &str) -> String {
    match known(&facts.place) {
        Some(place) if WHOLE.contains(&place.as_str()) => String::new(),
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

/// The same, or of the place as much as a title takes.
fn title_subject(facts: &Facts, divisions: &[String], town: &str, place: &str) -> String {
    let named = subject(facts, divisions, town);
    let longest = if town.is_empty() { LONGEST_WITHOUT_TOWN } else { LONGEST_TITLE_PLACE };
    if named.is_empty() { shortened(place, longest).to_owned() } else { named }
}

/// A place, or of one that is too long the beginning that is a place itself: G1812沧榆高速忻州方向云中山隧道.
fn shortened(place: &str, longest: usize) -> &str {
    let starts = place.char_indices().map(|(at, _)| at).chain([place.len()]);
    let parts: Vec<&str> = starts.skip(2).take(longest.saturating_sub(1)).filter_map(|at| place.get(..at)).collect();
    let is_place = |part: &&&str| {
        let rest = place.get(part.len()..).unwrap_or_default();
        rest.is_empty() || ENDS.iter().any(|end| part.ends_with(end)) && !rest.starts_with(['道', '口', '委', '段'])
    };
    parts.iter().rfind(is_place).copied().unwrap_or_default()
}

/// 事发单位 as a sentence, unless the place names it.
fn unit(facts: &Facts, place: &str) -> String {
    known(&facts.unit)
        .filter(|unit| !place.contains(unit.as_str()))
        .map(|unit| prose::sentence(&format!("事发单位为{unit}")))
        .unwrap_or_default()
}

/// 接市局电话核实通知后: whoever asks knew before we did (practice 2.19).
fn asked_first(letter: &LetterFacts<'_>) -> bool {
    let stated = letter.facts.source.known().or(letter.caller);
    stated.is_some_and(|source| source.trim_end().ends_with("询问"))
}

/// Who called, without the verb that the template adds.
fn caller(letter: &LetterFacts<'_>) -> String {
    let stated = match &letter.facts.source {
        Stated::Known(source) => prose::clause(source),
        Stated::NotAsked => letter.caller.map(prose::clause).unwrap_or_default(),
        Stated::Checking | Stated::NotApplicable => String::new(),
    };
    let verbs = ["电话询问", "来电询问", "询问", "电话报告", "来电报告", "报告", "来电", "电话", "报警"];
    verbs.iter().find_map(|verb| stated.strip_suffix(verb)).unwrap_or(&stated).to_owned()
}
