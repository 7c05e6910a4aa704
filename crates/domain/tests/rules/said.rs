//! Words that say nothing make no claim, and numbers read as people say them.

use domain::check::{CheckFile, check};
use domain::count::{Count, Number};
use domain::draft::Draft;
use domain::facts::{Facts, FlameOut, Stated};
use domain::form::{FormContext, Reading, read};
use domain::quantity::Quantity;
use domain::report::Stage;

use crate::desk::{PACKS, evening, known, no_casualties, row, written};

fn typed(fill: impl FnOnce(&mut Draft)) -> Reading {
    let mut draft = Draft { kind: "fire".to_owned(), town: "河东镇".to_owned(), ..Draft::default() };
    fill(&mut draft);
    let context = FormContext {
        now: evening("18:36"),
        reference: evening("18:09"),
        call_source: None,
        before: None,
        sub_incidents: Vec::new(),
    };
    read(&PACKS, &draft, &context)
}

#[test]
fn what_is_not_known_is_under_check_in_whatever_words_it_is_typed() {
    for words in ["不详", "不详。", "不明", "不清楚", "未知", "待核实", "待查明", "正在核实"] {
        let reading = typed(|draft| {
            draft.site = words.to_owned();
            draft.place = words.to_owned();
            draft.source = words.to_owned();
            draft.course = words.to_owned();
            draft.building = words.to_owned();
            draft.cause = words.to_owned();
        });
        let letter = written(&reading.facts);
        assert_eq!(letter.title, "样例省样例市样例县河东镇发生一起火灾（首报）", "{words} is no place");
        assert!(!letter.body.contains("不详") && !letter.body.contains("未知"), "{words}: {}", letter.body);
        assert!(letter.body.contains("具体地点、信息来源、事发经过、房屋情况正在核实。"), "{words}: {}", letter.body);
        assert!(letter.body.contains("起火原因正在调查。"), "{words}: {}", letter.body);
        for field in ["place", "course", "building", "cause"] {
            assert!(reading.gaps.iter().any(|gap| gap.field == field), "{words} in {field} is still to be asked");
        }
    }
}

#[test]
fn none_is_an_answer_where_it_can_be_one_and_is_remarked_upon_elsewhere() {
    let reading = typed(|draft| {
        draft.unit = "无".to_owned();
        draft.building = "暂无".to_owned();
        draft.forces = "暂无".to_owned();
        draft.measures = "无".to_owned();
        draft.cause = "没有".to_owned();
        draft.scene_leader = "无".to_owned();
        draft.next_step = "无".to_owned();
        draft.opinion = "暂未发现".to_owned();
        draft.requests = "暂无".to_owned();
    });
    let body = written(&reading.facts).body;
    assert_eq!(reading.facts.unit, Stated::NotApplicable);
    assert!(body.contains("暂无力量到场。") && !body.contains("暂无已到场"), "{body}");
    assert!(body.contains("暂未发现相关舆情。暂无请求事项。"), "{body}");
    for made_up in ["该建筑为", "事发单位为", "初步判断为", "现场负责人：", "下一步，", "。无。"]
    {
        assert!(!body.contains(made_up), "{made_up} of nothing: {body}");
    }
    for field in ["measures", "cause", "scene_leader", "next_step"] {
        let remark = reading.field_errors.iter().find(|remark| remark.field == field);
        assert!(remark.is_some_and(|remark| remark.message.contains("没有写进正文")), "{field} is said to be left out");
    }
    for field in ["forces", "measures", "cause", "scene_leader"] {
        assert!(reading.gaps.iter().any(|gap| gap.field == field), "{field} is asked again");
    }
}

#[test]
fn a_file_is_understood_as_a_form_is() {
    let facts = Facts { measures: known("无"), place: known("不详"), site: Stated::NotAsked, ..no_casualties() };
    let file: CheckFile = serde_json::from_value(serde_json::json!({
        "received_at": "2024-04-07T18:09:00+08:00", "facts": facts
    }))
    .unwrap();
    let outcome = check(&PACKS, &file, evening("18:36"));
    assert!(!outcome.body.contains("不详") && !outcome.body.contains("无。无"), "{}", outcome.body);
    assert!(outcome.errors.iter().any(|error| error.field == "measures"), "{:?}", outcome.errors);
}

#[test]
fn name_post_and_number_of_whoever_leads_at_the_scene_do_not_run_together() {
    for (typed_words, said) in [
        ("李四 副县长 13900000000", "现场负责人：李四，副县长，13900000000。"),
        ("李 四　副县长", "现场负责人：李四，副县长。"),
        ("李四、副县长、13900000000", "现场负责人：李四、副县长、13900000000。"),
        ("李四， 副县长", "现场负责人：李四，副县长。"),
    ] {
        let body = written(&typed(|draft| draft.scene_leader = typed_words.to_owned()).facts).body;
        assert!(body.contains(said), "{typed_words}: {body}");
    }
}

#[test]
fn who_verified_a_correction_is_asked_for_and_we_say_so_ourselves_otherwise() {
    let reading = typed(|draft| {
        draft.stage = Stage::Correction;
        draft.withdrawn = true;
    });
    assert!(reading.field_errors.iter().any(|remark| remark.field == "verified_by"), "{:?}", reading.field_errors);
}

fn counted(count: Count) -> domain::letter::Letter {
    written(&Facts {
        counts: vec![Count { source: "县急救中心".to_owned(), adopted: true, ..count }],
        ..no_casualties()
    })
}

#[test]
fn numbers_of_people_read_as_people_say_them() {
    let injured = |all: u32, serious: u32| {
        let count = Count { injured: Number::Known(all), seriously_injured: Number::Known(serious), ..row("", None) };
        counted(count).body
    };
    assert!(injured(2, 2).contains("2人受伤（均为重伤）"), "a part that is the whole is no part: {}", injured(2, 2));
    assert!(injured(1, 1).contains("1人受伤（重伤）"), "{}", injured(1, 1));
    assert!(injured(3, 2).contains("3人受伤（其中重伤2人）"), "{}", injured(3, 2));
    let some = Number::SomeUnknown;
    let title = counted(Count { deaths: some, injured: some, missing: some, trapped: some, ..row("", None) }).title;
    assert!(title.contains("致人员死亡、受伤、失联、被困（"), "人员 once: {title}");
    let over = |n: u32| counted(Count { missing: Number::Over(n), ..row("", None) }).title;
    assert!(over(3).contains("致至少3人失联"), "nobody says 3余人: {}", over(3));
    assert!(over(200).contains("致200余人失联"), "{}", over(200));
}

#[test]
fn what_is_nothing_or_was_said_with_its_time_is_not_said_again() {
    let facts = Facts {
        kind: Some("forest_fire".to_owned()),
        flame_out: Some(FlameOut::Out(evening("17:20"))),
        measures: known("明火已扑灭，正在清理火场"),
        ..no_casualties()
    };
    let body = written(&facts).body;
    assert!(body.contains("明火已于4月7日17时20分扑灭。") || body.contains("明火已于17时20分扑灭。"), "{body}");
    assert!(!body.contains("明火已扑灭") && body.contains("正在清理火场。"), "once: {body}");
    let figures = [("magnitude".to_owned(), Quantity::whole(4)), ("collapsed_rooms".to_owned(), Quantity::whole(0))];
    let quake = Facts { kind: Some("earthquake".to_owned()), figures: figures.into(), ..no_casualties() };
    let letter = written(&quake);
    assert!(letter.title.contains("发生4.0级地震"), "a magnitude has its tenths: {}", letter.title);
    assert!(!letter.body.contains("0间"), "nothing fell, nothing is said: {}", letter.body);
}

#[test]
fn a_building_is_described_in_a_sentence() {
    let said = |building: &str| written(&Facts { building: known(building), ..no_casualties() }).body;
    let workshop = said("二车间为钢结构单层");
    assert!(workshop.contains("二车间为钢结构单层。") && !workshop.contains("该建筑为"), "{workshop}");
    assert!(said("自建，5层，出租").contains("房屋情况：自建，5层，出租。"), "{}", said("自建，5层，出租"));
    assert!(said("单层砖混结构").contains("该建筑为单层砖混结构。"), "{}", said("单层砖混结构"));
}

#[test]
fn numbers_said_over_the_phone_tell_nothing_known_from_nobody_and_from_not_asked() {
    let (known, some, whether) = (Number::Known, Number::SomeUnknown, Number::WhetherUnknown);
    let count =
        Count { deaths: known(0), injured: known(11), seriously_injured: some, missing: whether, ..row("", None) };
    let words = count.words(None);
    for said in ["死亡0", "受伤11", "重伤人数待核", "是否失联待核"] {
        assert!(words.split(' ').any(|word| word == said), "{said} in {words}");
    }
    assert!(!words.contains("被困"), "what nobody asked is not said: {words}");
}

#[test]
fn the_numbers_of_before_are_offered_without_who_said_them() {
    let facts =
        Facts { counts: vec![Count { deaths: Number::Known(2), ..row("县急救中心", None) }], ..no_casualties() };
    let offered = Draft::numbers(&facts);
    assert!(offered.adopted && offered.source.is_empty(), "who says it now is asked anew: {offered:?}");
    assert_eq!(offered.deaths, "2");
}
