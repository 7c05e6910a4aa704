//! 退回补正: for each of the sixteen reasons a letter that has it, and one nearby that does not.

use domain::count::{Count, Number};
use domain::facts::{Facts, FlameOut, Jurisdiction, Stated};
use domain::grade::Grade;
use domain::report::Stage;
use domain::returns::ReturnReason;
use proptest::prelude::*;

use crate::desk::{PACKS, all_checking, e7, evening, known, minute, no_casualties, row, trapped, written};

pub(crate) mod going;

use going::{Going, following, going};

/// The collapse with one informant.
fn agreed() -> Facts {
    let mut facts = trapped();
    facts.counts.truncate(1);
    facts
}

fn counted(count: Count) -> Facts {
    Facts { counts: vec![Count { source: "县消防救援大队".to_owned(), adopted: true, ..count }], ..e7() }
}

#[test]
fn the_list_is_the_citys() {
    let numbers: Vec<u32> = ReturnReason::ALL.into_iter().map(ReturnReason::number).collect();
    assert_eq!(numbers, (1..=16).collect::<Vec<u32>>());
    assert_eq!(ReturnReason::ALL[13].word(), "缺签发人/联系人/电话");
    assert_eq!(serde_json::to_string(&ReturnReason::ALL[10]).unwrap(), "\"retold\"");
}

#[test]
fn a_composed_letter_is_not_sent_back() {
    for facts in [e7(), no_casualties(), agreed()] {
        assert_eq!(going(facts.clone()).found(), vec![], "{}", written(&facts).body);
        let drill = Facts { drill: true, ..facts };
        assert_eq!(going(drill).found(), vec![]);
    }
}

#[test]
fn a_composed_follow_up_with_news_is_not_sent_back() {
    let mut later = agreed();
    later.counts[0].trapped = Number::Known(1);
    later.counts[0].injured = Number::Known(6);
    later.counts[0].as_of = Some(evening("19:20"));
    later.measures = known("已救出2人，正在搜救其余被困人员");
    let follow_up = Going { now: evening("19:30"), ..following(&agreed(), later) };
    assert_eq!(follow_up.found(), vec![]);
}

#[test]
fn composed_letters_of_every_kind_and_stage_are_not_sent_back() {
    for event in PACKS.events() {
        for facts in [e7(), no_casualties(), agreed()] {
            let first = Facts { kind: Some(event.id.clone()), ..facts };
            assert_eq!(going(first.clone()).found(), vec![], "{}", written(&first).body);
            let mut later = Facts { measures: known("现场清理完毕"), ..first.clone() };
            later.counts[0].as_of = Some(evening("18:50"));
            let now = evening("19:00");
            for (stage, nth) in [(Stage::FollowUp, 1), (Stage::FollowUp, 3), (Stage::Final, 0), (Stage::Correction, 1)]
            {
                let letter = Going { stage, nth, now, ..following(&first, later.clone()) };
                // The longest of names makes a title that is too long, and is said to.
                let found: Vec<_> = letter.found().into_iter().filter(|one| !one.message.contains("请缩短")).collect();
                assert_eq!(found, vec![], "{stage:?} {}", event.name);
            }
        }
    }
}

#[test]
fn reason_1_an_element_is_missing() {
    let nowhere = Facts { town: Stated::NotAsked, place: Stated::NotAsked, ..e7() };
    let found = going(nowhere).found();
    assert_eq!((found[0].number, found[0].field.as_deref()), (1, Some("place")), "{found:?}");
    assert!(Going { time_blank: true, ..going(e7()) }.has(1), "not even 待核 for the time");
    assert!(going(all_checking()).messages(1)[0].contains("到场力量和处置措施"));
    let forces_only = Facts { measures: Stated::Checking, ..e7() };
    assert!(!going(forces_only).has(1), "one of the two is enough");
    let silent = Facts { forces: Stated::NotAsked, measures: Stated::NotAsked, ..e7() };
    assert!(!following(&e7(), silent).has(1), "a follow-up has what is new");
}

#[test]
fn reason_2_times_contradict() {
    let late = Facts { occurred: minute(evening("18:30")), ..no_casualties() };
    assert_eq!(going(late).found()[0].field.as_deref(), Some("occurred"));
    let backwards =
        Facts { occurred_until: Some(evening("17:00")), occurred: minute(evening("18:00")), ..no_casualties() };
    assert!(going(backwards).messages(2).iter().any(|said| said.contains("早于开始")), "it ended before it began");
    let tomorrow = Facts { occurred: minute(evening("23:00")), ..no_casualties() };
    assert!(going(tomorrow).messages(2).iter().any(|said| said.contains("还没有到")));
    assert!(Going { reported: Some(evening("18:00")), ..going(e7()) }.has(2), "reported before it was received");
    assert!(Going::edited(&e7(), "18时14分", "18时04分").has(2), "a time that no field has");
    assert!(!Going { reported: Some(evening("18:09")), ..going(e7()) }.has(2));
    let early = Going { now: evening("18:27"), ..going(e7()) };
    assert!(early.messages(2)[0].contains("反馈时间（4月7日18时28分）还没有到"));
    let out = Facts { flame_out: Some(FlameOut::Out(evening("18:50"))), ..no_casualties() };
    assert!(going(out.clone()).messages(2)[0].contains("明火扑灭时间"));
    assert!(!Going { now: evening("18:50"), ..going(out) }.has(2));
    let mut older = e7();
    older.counts[0].as_of = Some(evening("18:20"));
    assert!(following(&e7(), older.clone()).messages(2)[0].contains("早于首报采用的"));
    assert!(!following(&older, e7()).has(2));
    assert!(!going(Facts { occurred: minute(evening("18:09")), ..no_casualties() }).has(2));
}

#[test]
fn reason_3_numbers_differ_or_do_not_add_up() {
    let uneven = Count {
        injured: Number::Known(5),
        seriously_injured: Number::Known(2),
        lightly_injured: Number::Known(2),
        ..Count::default()
    };
    assert!(going(counted(uneven.clone())).messages(3)[0].contains("合计不平"));
    assert!(!going(counted(Count { lightly_injured: Number::Known(3), ..uneven })).has(3));
    assert!(Going::edited(&e7(), "11人受伤", "12人受伤").has(3));
    assert!(Going::edited(&e7(), "1人死亡、", "").has(3), "left out");
    let title = Going::titled(&e7(), "11人受伤", "10人受伤");
    assert!(title.messages(3).iter().any(|said| said.contains("标题写了“10人受伤”，正文写了“11人受伤”")));
    assert!(!Going::edited(&e7(), "11人受伤", "十一人受伤").has(3), "eleven is eleven");
    let searched = Facts { measures: known("正在搜救"), ..no_casualties() };
    assert!(going(searched).messages(3)[0].contains("搜救"), "nobody is missing, and there is a search");
}

#[test]
fn reason_4_the_place_is_vague_or_not_named_from_the_province_down() {
    let vague = Facts { place: Stated::NotAsked, ..e7() };
    assert_eq!(going(vague).found()[0].field.as_deref(), Some("place"));
    assert!(going(Facts { place: known("样例县撮镇"), ..e7() }).has(4), "the town again is no place");
    assert!(Going::titled(&e7(), "样例省样例市", "").has(4));
    assert!(Going::edited(&e7(), "样例省样例市", "").has(4));
    let later = Facts { measures: known("已清理现场"), ..e7() };
    assert!(!following(&e7(), later).has(4), "the body of a follow-up need not name the county");
    assert!(!going(Facts { place: known("样例县撮镇中心街12号"), ..e7() }).has(4));
}

#[test]
fn reason_5_others_say_other_numbers() {
    assert!(going(trapped()).messages(5)[0].starts_with("县急救中心称受伤5人、采用的是4人"));
    let mut same = trapped();
    same.counts[1].injured = Number::Known(4);
    assert!(!going(same).has(5));
    let mut unknown = trapped();
    unknown.counts[1].injured = Number::SomeUnknown;
    assert!(!going(unknown).has(5), "unknown differs from nothing");
    assert!(Going { accord_differs: vec!["县公安局：死亡2人".to_owned()], ..going(e7()) }.has(5));
}

#[test]
fn reason_6_cause_or_guilt_is_said_too_early() {
    assert!(Going::saying(&e7(), "火灾系电动自行车充电引发。").has(6));
    assert!(Going::saying(&e7(), "该企业违规操作，负有责任。").messages(6).len() == 2);
    assert!(!Going::saying(&e7(), "火灾初步判断系电动自行车充电引发。").has(6));
    assert!(!Going::saying(&e7(), "是否存在违规操作正在调查。").has(6));
    assert!(!Going::saying(&e7(), "企业主要责任人已到场。").has(6));
    let last = Going { stage: Stage::Final, ..Going::saying(&e7(), "该企业违规操作。") };
    assert!(!last.has(6), "a final report may say what was found");
}

#[test]
fn reason_7_an_attachment_stands_for_the_body() {
    let hollow = "样例省样例市样例县撮镇发生火灾，详见附件。".to_owned();
    assert!(Going { body: Some(hollow), ..going(e7()) }.has(7));
    assert!(Going::saying(&e7(), "伤员名单见附件。").has(7));
    assert!(Going { material: Some("现场情况".repeat(200)), ..going(e7()) }.has(7));
    assert!(!Going { material: Some("现场情况".repeat(60)), ..going(e7()) }.has(7));
    assert!(!Going::saying(&e7(), "房屋附属设施受损。").has(7));
}

#[test]
fn reason_8_work_goes_as_information() {
    let work = Going {
        title: Some("样例省样例市样例县召开森林防火会议".to_owned()),
        body: Some("样例省样例市样例县召开会议，部署严防火灾工作。".to_owned()),
        ..going(e7())
    };
    assert!(work.has(8));
    assert!(!Going::saying(&e7(), "县政府召开会议，部署救治工作。").has(8), "it happened all the same");
}

#[test]
fn reason_9_kind_or_grade_is_wrong() {
    let explosion = Facts { kind: Some("explosion".to_owned()), ..e7() };
    let fire = written(&e7());
    let wrong = Going { title: Some(fire.title), body: Some(fire.body), ..going(explosion) };
    assert!(wrong.messages(9)[0].contains("“发生火灾”，类型选的是“爆炸事故”"));
    let mine = Facts { kind: Some("coal_mine".to_owned()), ..e7() };
    let burning =
        Going { title: Some("样例省样例市样例县某煤矿发生火灾（首报）".to_owned()), ..going(mine) };
    assert!(!burning.has(9), "a mine may burn");
    assert!(Going::saying(&e7(), "这是一起重大火灾。").has(9));
    assert!(!Going::saying(&e7(), "这是一起一般火灾。").has(9));
    let low = Facts { judged: Some(Grade::Ordinary), ..e7() };
    assert!(going(low).messages(9)[0].contains("请就高改为较大"));
    assert!(!going(Facts { judged: Some(Grade::Large), ..e7() }).has(9));
    for fine in ["防范重大事故。", "消除重大事故隐患。", "未构成重大火灾。", "属较大涉险事故。", "造成重大影响。"]
    {
        assert!(!Going::saying(&e7(), fine).has(9), "{fine}");
    }
}

#[test]
fn reason_10_the_title_is_irregular() {
    for (from, to, said) in [
        ("撮镇", "", "没有写乡镇"),
        ("一民房", "", "没有写事发单位或场所"),
        ("（首报）", "", "没有写报别"),
        ("（首报）", "（续报）", "没有写报别"),
        ("1人死亡", "", "没有写1人死亡"),
        ("发生火灾", "", "没有写发生了什么"),
        ("1人死亡", "一人死亡", "数字写法不一"),
        ("（首报）", "（首报），", "末尾有标点"),
        ("发生", " 发生", "有空格"),
        ("发生", "\n发生", "分了行"),
        ("（首报）", "（首报）。", "末尾有标点"),
        ("一民房", "一民房一楼楼道杂物间及其相邻的三间出租房、一间小卖部和一间理发店", "请缩短"),
    ] {
        let messages = Going::titled(&e7(), from, to).messages(10);
        assert!(messages.len() == 1 && messages[0].contains(said), "{from} {to}: {messages:?}");
    }
    let fallback = Facts { site: Stated::NotAsked, ..e7() };
    assert!(!going(fallback).has(10), "what is not known is not in the title");
    assert!(!Going::titled(&e7(), "1人死亡11人受伤", "12人伤亡").has(10), "both are named");
}

#[test]
fn reason_11_a_follow_up_tells_the_story_again() {
    assert!(following(&e7(), e7()).messages(11)[0].contains("没有写变化"));
    let later = Facts { measures: known("现场清理完毕"), ..e7() };
    assert!(!following(&e7(), later.clone()).has(11));
    let first = written(&e7()).body;
    let told = Going { body: Some(format!("{first}\n现场清理完毕。")), ..following(&e7(), later) };
    assert!(told.messages(11).iter().any(|said| said.contains("在首报里已经写过")));
    let checked = Facts { scene_leader: known("甲某（0000-0000000）"), ..all_checking() };
    assert!(!following(&all_checking(), checked).has(11), "what is still not known is said again");
}

#[test]
fn reason_12_a_follow_up_is_overdue() {
    assert!(Going { overdue: vec!["续报应于22时32分前".to_owned()], ..going(e7()) }.has(12));
    assert!(!Going { overdue: vec![" ".to_owned()], ..going(e7()) }.has(12));
}

#[test]
fn reason_13_a_name_is_wrong() {
    for wrong in [
        "县安监局已到场。",
        "卫计委已到场。",
        "县公安消防大队已到场。",
        "民政救灾物资已到。",
        "市旅游局已到场。",
        "邻水县应急管理局已到场。",
    ] {
        assert!(Going::saying(&e7(), wrong).has(13), "{wrong}");
    }
    for right in [
        "县应急管理局已到场。",
        "国家矿山安监局某局已到场。",
        "火场邻近原农业局家属院。",
        "样例县应急管理局已到场。",
        "样例省样例市样例县应急管理局已到场。",
        "县文化和旅游局、市场监督管理局、农业农村局已到场。",
        "已通知县应急管理局，我县应急管理局已到场，由县应急管理局牵头。",
    ] {
        assert!(!Going::saying(&e7(), right).has(13), "{right}");
    }
    let neighbour = Facts { jurisdiction: Jurisdiction::Neighbour, ..e7() };
    assert!(!Going::saying(&neighbour, "邻水县应急管理局已到场。").has(13));
    assert!(going(Facts { scene_leader: known("副局长甲某"), ..e7() }).has(13));
    assert!(!going(Facts { scene_leader: known("副局长甲某（0000-0000000）"), ..e7() }).has(13));
    let no_post = Facts { scene_leader: known("甲某（0000-0000000）"), ..e7() };
    assert!(going(no_post).messages(13)[0].contains("没有写职务"));
}

#[test]
fn reason_14_nobody_signed_or_can_be_rung() {
    let nobody = Going { signed: false, phone: " ".to_owned(), ..going(e7()) };
    assert_eq!(nobody.messages(14), ["还没有签发人、联系电话，请补上再报"]);
    assert!(Going { officer: String::new(), ..going(e7()) }.has(14));
    assert!(!going(e7()).has(14));
}

#[test]
fn reason_15_it_was_reported_already() {
    let similar = vec!["〔2024〕第018期，同在撮镇，类型相同".to_owned()];
    assert!(Going { similar: similar.clone(), ..going(e7()) }.has(15));
    let later = Facts { measures: known("现场清理完毕"), ..e7() };
    let again = Going { stage: Stage::First, nth: 0, ..following(&e7(), later.clone()) };
    assert!(again.messages(15)[0].contains("已有首报〔2024〕第018期"));
    assert!(!Going { similar, ..following(&e7(), later) }.has(15), "a follow-up is what it should be");
}

#[test]
fn reason_16_slips_private_numbers_and_secrets() {
    for wrong in [
        "截止18时28分，火已扑灭。",
        "截止目前，火已扑灭。",
        "正在按装水泵。",
        "部份墙体受损。",
        "银行帐户。",
        "既使如此。",
        "座标正在核实。",
        "其它情况。",
        "现场己经清理。",
        "楼板重迭。",
        "伤者身份证号11010519491231002X。",
        "伤者电话13800138000。",
        "伤者电话１３８ ００１３ ８０００。",
        "按机密件办理。",
    ] {
        assert_eq!(Going::saying(&e7(), wrong).messages(16).len(), 1, "{wrong}");
    }
    for right in [
        "截至18时28分，火已扑灭。",
        "报名截止日期未定。",
        "按装备清单清点。",
        "既使用水枪又使用泡沫。",
        "编号110105194912310021。",
        "流水号138001380001。",
        "电话0000-0000000。",
        "司机密切配合，手机密码已解。",
        "自己经营。",
    ] {
        assert!(!Going::saying(&e7(), right).has(16), "{right}");
    }
    let leader = Facts { scene_leader: known("甲某（13800138000）"), ..e7() };
    assert!(!going(leader).has(16), "whoever leads at the scene is to be rung");
    let said = Going::saying(&e7(), "伤者电话13800138000。").messages(16);
    assert!(!said[0].contains("13800138000"), "a private number is not said again: {said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_looked_through(
        title in any::<String>(),
        body in "[一-龥0-9Xx发生火灾较大事故人死伤截止县应急管理局（），。；\n -]{0,120}",
        words in any::<String>(),
        follows in any::<bool>(),
    ) {
        let facts = Facts {
            town: known(&words),
            place: known(&title),
            site: known(&body),
            scene_leader: known(&words),
            ..trapped()
        };
        let letter = if follows { following(&trapped(), facts) } else { going(facts) };
        let found = Going { title: Some(title), body: Some(body), material: Some(words), ..letter }.found();
        let numbers: Vec<u32> = found.iter().map(|one| one.number).collect();
        prop_assert!(numbers.is_sorted(), "in the order of the list: {numbers:?}");
        prop_assert!(found.iter().all(|one| !one.message.is_empty()));
    }
}

#[test]
fn nothing_known_is_looked_through_too() {
    let unknown = Going { body: Some(String::new()), title: Some(String::new()), ..going(Facts::default()) };
    let numbers: Vec<u32> = unknown.found().iter().map(|one| one.number).collect();
    assert!(numbers.contains(&1) && numbers.contains(&4) && numbers.contains(&10), "{numbers:?}");
    let no_source = Facts { counts: vec![row("", None)], ..e7() };
    assert!(going(no_source).has(1), "a count that says nothing is none");
}

#[test]
fn reason_11_a_correction_that_corrects_nothing() {
    let first = e7();
    let same = Going { stage: Stage::Correction, ..following(&first, first.clone()) };
    assert!(same.messages(11).iter().any(|message| message.contains("没有写更正了什么")), "{:?}", same.found());
    let mut other = first.clone();
    other.counts[0].deaths = Number::Known(9);
    assert!(!Going { stage: Stage::Correction, ..following(&first, other) }.has(11), "a number reads otherwise");
    let untrue = Facts { withdrawn: true, ..first.clone() };
    assert!(!Going { stage: Stage::Correction, ..following(&first, untrue) }.has(11), "all of it is taken back");
}

#[test]
fn ground_of_a_neighbour_names_the_neighbour_and_not_ourselves() {
    let at = |place: &str| {
        let facts =
            Facts { jurisdiction: Jurisdiction::Neighbour, town: Stated::NotAsked, place: known(place), ..e7() };
        [4, 13].into_iter().flat_map(|number| going(facts.clone()).messages(number)).collect::<Vec<String>>().join("；")
    };
    assert!(at("样例县东山镇李家沟").contains("地点写的是样例县，请核对属地"), "{}", at("样例县东山镇李家沟"));
    assert!(!at("邻山县东山镇李家沟").contains("属地"), "{}", at("邻山县东山镇李家沟"));
    assert!(!at("邻市邻山县东山镇李家沟").contains("属地"), "nor with its city: {}", at("邻市邻山县东山镇李家沟"));
}
