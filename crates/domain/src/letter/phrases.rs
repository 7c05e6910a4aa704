//! Phrases that templates insert. All are text; one that has nothing to say is empty.

use serde::Serialize;

use super::casualties::People;
use super::timeline::Timeline;
use super::whereabouts::Whereabouts;
use super::{LetterFacts, casualties, cause, corrected, heard, later, prose, statements};
use crate::facts::{Jurisdiction, Precision, Stated};
use crate::pack::{Class, Packs};
use crate::report::Stage;

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
    /// 我局, 我厅
    bureau,
    /// 接群众电话报告, or how else the room came to know.
    heard,
    /// 18时14分; empty before the phone report.
    reported,
    /// 市应急管理局指挥中心
    reported_to,
    /// ；18时20分报县委值班室、县政府总值班室
    told,
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
    /// 经县消防救援大队核实, or 经我局核实
    verified,
    /// Not empty where the whole report is taken back.
    withdrawn,
    /// 火灾: what it was called that did not happen.
    event,
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
    let whereabouts = Whereabouts::of(letter);
    let mut timeline = Timeline::new(letter.first_received);
    let Times { occurred, received, reported, told, before_at, as_of } = times(packs, letter, &mut timeline);
    let cause = event.map_or("起因", |event| event.cause.as_str());
    Phrases {
        happened_title: indefinite(happened, class, whereabouts.subject.is_empty()),
        happened: indefinite(happened, class, !whereabouts.named),
        unit: whereabouts.unit(said),
        location: whereabouts.location,
        divisions: whereabouts.lead,
        town: whereabouts.town,
        subject: whereabouts.subject,
        harm: if facts.withdrawn { String::new() } else { casualties::harm(people, casualties::ill(packs, facts)) },
        stage: letter.stage.word_of(letter.nth),
        occurred,
        time_note: still_open(letter),
        received,
        bureau: letter.unit.bureau(),
        heard: heard::heard(letter),
        reported,
        reported_to: letter.first_reported.map(|(_, whom)| prose::clause(whom)).unwrap_or_default(),
        told,
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
        withdrawn: if facts.withdrawn { "是".to_owned() } else { String::new() },
        event: happened.strip_prefix("发生").unwrap_or(happened).to_owned(),
        verified: corrected::verified(letter),
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
    told: String,
    before_at: String,
    as_of: String,
}

fn times(packs: &Packs, letter: &LetterFacts<'_>, timeline: &mut Timeline) -> Times {
    let facts = letter.facts;
    let mut times = Times::default();
    if matches!(letter.stage, Stage::First | Stage::Final) {
        let occurred = facts.occurred.map(|occurred| timeline.span(occurred, facts.occurred_until));
        times.occurred = occurred.unwrap_or_default();
    }
    if letter.stage == Stage::First {
        times.received = timeline.minute(letter.first_received);
        times.reported = letter.first_reported.map(|(at, _)| timeline.minute(at)).unwrap_or_default();
        times.told = heard::told(packs, letter, timeline);
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

/// What the first sentence cannot say yet: ，具体发生时间、属地正在核实
fn still_open(letter: &LetterFacts<'_>) -> String {
    let facts = letter.facts;
    let no_hour = facts.occurred.is_none_or(|occurred| matches!(occurred.precision, Precision::Part | Precision::Day));
    let time = (no_hour && facts.occurred_until.is_none()).then_some("具体发生时间");
    let ground = (facts.jurisdiction == Jurisdiction::Undecided).then_some("属地");
    let open: Vec<&str> = time.into_iter().chain(ground).collect();
    let verb = if letter.stage == Stage::Final { "未能核实" } else { "正在核实" };
    if open.is_empty() { String::new() } else { format!("，{}{verb}", open.join("、")) }
}
