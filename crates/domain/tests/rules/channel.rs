//! 突发事件 or 普通信息: by what happened, not by what it is called.

use domain::channel::{Channel, advise, hollow};
use proptest::prelude::*;

use crate::desk::{PACKS, all_checking, e7, no_casualties, trapped, written};

fn channel(title: &str, body: &str) -> Option<Channel> {
    advise(&PACKS, title, body).map(|advice| advice.channel)
}

#[test]
fn a_composed_letter_is_an_incident_and_says_why() {
    for facts in [e7(), no_casualties(), all_checking(), trapped()] {
        let letter = written(&facts);
        assert_eq!(channel(&letter.title, &letter.body), Some(Channel::Incident), "{}", letter.title);
    }
    let letter = written(&e7());
    let reasons = advise(&PACKS, &letter.title, &letter.body).unwrap().reasons;
    assert!(reasons[0].contains("“发生火灾”"), "{reasons:?}");
    assert!(reasons[1].contains("“1人死亡”"), "{reasons:?}");
}

#[test]
fn what_happened_is_an_incident_whatever_it_is_called() {
    for (title, body) in [
        ("河东镇一民房着火", ""),
        ("关于加强安全生产检查的情况", "检查组在现场时，该厂发生爆炸。"),
        ("情况报告", "18时许，某小区一电梯停运，3人被困，暂无人员伤亡。"),
        ("情况报告", "一辆客车冲出路面，有人员被困，正在营救。"),
        ("情况报告", "受上游来水影响，已转移群众120人，无人员伤亡。"),
        ("关于发生一起较大生产安全事故的报告", ""),
    ] {
        assert_eq!(channel(title, body), Some(Channel::Incident), "{title} {body}");
    }
}

#[test]
fn work_without_an_occurrence_is_information() {
    for (title, body) in [
        ("样例县召开森林防火工作会议", "会议要求，严防发生森林火灾，一旦发生火灾立即报告。"),
        ("样例县开展火灾隐患检查", "共检查企业12家，发现火灾隐患30处。"),
        ("样例县组织应急管理培训", "培训讲解了3人死亡的典型案例。"),
        ("国庆值班安排", "每日2人值班。"),
        ("上半年工作总结", "上半年全县发生火灾12起，无人员死亡。"),
        ("关于考核情况的通报", "考核得分如下。"),
        ("防汛工作部署", "部署防范暴雨。"),
    ] {
        assert_eq!(channel(title, body), Some(Channel::Information), "{title} {body}");
    }
    let reasons = advise(&PACKS, "样例县组织应急管理培训", "").unwrap().reasons;
    assert!(reasons[0].contains("“培训”"), "{reasons:?}");
}

#[test]
fn words_that_say_neither_are_no_advice() {
    assert_eq!(channel("", ""), None);
    assert_eq!(channel("情况说明", "人员正在赶赴现场。"), None);
    assert_eq!(channel("情况说明", "是否有人员被困正在核实。"), None);
}

// notice of 2024: 灾害事故信息在正文中填报，不得以附件代替.
#[test]
fn a_body_that_only_points_to_an_attachment_is_hollow() {
    for body in ["详见附件。", "样例县河东镇发生火灾，具体情况见附件。", "有关情况报告如下。\n详情见附件1。"]
    {
        assert!(hollow(body, None).is_some(), "{body}");
    }
    let full = written(&trapped()).body;
    assert_eq!(hollow(&full, None), None);
    assert_eq!(hollow(&format!("{full}伤员名单见附件。"), None), None, "the body tells all, the list may follow");
}

#[test]
fn a_body_much_shorter_than_its_material_is_hollow() {
    let material = "现场情况".repeat(50);
    assert!(hollow(&"情况".repeat(49), Some(&material)).unwrap().contains("98字"));
    assert_eq!(hollow(&"情况".repeat(50), Some(&material)), None, "half is enough");
    assert_eq!(hollow("情况", Some(&"现".repeat(199))), None, "a short material has little to tell");
    assert!(hollow(&format!("情况{}", " \n".repeat(200)), Some(&material)).is_some(), "spaces tell nothing");
}

proptest! {
    #[test]
    fn any_text_is_read(title in any::<String>(), body in "[一-龥0-9发生火灾人死伤被困未无，。；\n ]{0,80}", material in any::<String>()) {
        let _ = advise(&PACKS, &title, &body);
        let _ = advise(&PACKS, &body, &title);
        let _ = hollow(&body, Some(&material));
        let _ = hollow(&title, None);
    }
}

#[test]
fn what_happened_last_night_in_many_places_is_news_and_no_recollection() {
    for body in ["昨夜我县发生多起山体滑坡，正在核实。", "今晨以来各地发生内涝，2人失踪。"]
    {
        assert_eq!(channel("情况报告", body), Some(Channel::Incident), "{body}");
    }
    for body in ["近期各地发生多起火灾，请加强检查。", "去年全国发生多起典型事故，现通报如下。"]
    {
        assert_ne!(channel("情况通报", body), Some(Channel::Incident), "{body}");
    }
}
