use domain::check::sample_county;
use domain::count::{Count, Number};
use domain::facts::{Facts, Occurred, Precision, Stated};
use domain::letter::{Letter, compose};

use crate::desk::{
    PACKS, all_checking, at, e7, evening, feidong, known, letter_facts, no_casualties, row, trapped, written,
};

fn snapshot(name: &str, letter: &Letter) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, format!("{}\n\n{}", letter.title, letter.body)));
}

#[test]
fn the_letter_of_e7_reads_as_a_duty_room_would_write_it() {
    let letter = compose(&PACKS, &letter_facts(&feidong(), &e7()));
    assert_eq!(letter.title, "安徽省合肥市肥东县撮镇一民房发生火灾致1人死亡11人受伤（首报）");
    let paragraphs: Vec<&str> = letter.body.lines().collect();
    assert_eq!(
        paragraphs[0],
        "安徽省合肥市肥东县撮镇中心街一民房一楼楼道杂物间发生火灾，具体发生时间正在核实。4月7日18时09分，我局值班室接群众电话报告；18时14分，我局电话报市应急管理局指挥中心。"
    );
    assert_eq!(
        paragraphs[1],
        "据县消防救援大队18时28分反馈，已造成1人死亡、11人受伤。重伤人数、是否有人员失联和被困正在核实。"
    );
    assert!(paragraphs.last().unwrap().ends_with("后续情况续报。"));
    snapshot("letter_e7", &letter);
}

#[test]
fn letters_of_the_usual_cases() {
    snapshot("letter_no_casualties", &written(&no_casualties()));
    snapshot("letter_all_checking", &written(&all_checking()));
    snapshot("letter_trapped", &written(&trapped()));
    let zero = Count {
        deaths: Number::Known(0),
        injured: Number::Known(2),
        trapped: Number::Known(0),
        ..row("县消防救援大队", Some(evening("18:28")))
    };
    snapshot("letter_zero_statements", &written(&Facts { counts: vec![zero], ..e7() }));
}

#[test]
fn nothing_known_still_makes_a_letter() {
    let unit = sample_county();
    let facts = Facts::default();
    let mut letter = letter_facts(&unit, &facts);
    letter.first_reported = None;
    let letter = compose(&PACKS, &letter);
    assert_eq!(letter.title, "样例省样例市样例县发生一起突发事件（首报）");
    assert_eq!(
        letter.body,
        "样例省样例市样例县发生一起突发事件，具体发生时间正在核实。4月7日18时09分，我局值班室接电话报告。\n人员伤亡情况正在核实。\n后续情况续报。"
    );
}

// practice §8, test 8.
#[test]
fn fault_5_whether_anyone_is_missing_never_reads_as_a_number_of_missing() {
    for facts in [e7(), all_checking()] {
        let body = written(&facts).body;
        assert!(!body.contains("失联人数"), "whether is not how many: {body}");
        assert!(!body.contains("被困人数"), "{body}");
        assert!(body.contains("失联"), "{body}");
    }
    let some = Count { missing: Number::SomeUnknown, ..row("县公安局", None) };
    let body = written(&Facts { counts: vec![some], ..e7() }).body;
    assert!(body.contains("据县公安局反馈，有人员失联。失联人数正在核实。"), "{body}");
}

#[test]
fn whether_anyone_is_seriously_injured_is_not_a_number_either() {
    let whether = Count { seriously_injured: Number::WhetherUnknown, ..e7().counts[0].clone() };
    let body = written(&Facts { counts: vec![whether], ..e7() }).body;
    assert!(body.contains("11人受伤。是否有人员重伤、失联和被困正在核实。"), "{body}");
}

// practice §8, test 15.
#[test]
fn the_body_for_the_system_has_no_salutation_and_no_signature() {
    for facts in [e7(), no_casualties(), all_checking(), trapped()] {
        let body = written(&facts).body;
        assert!(!body.starts_with("市应急管理局") && !body.contains("市应急管理局："), "salutation: {body}");
        for tail in ["签发", "值班员", "联系电话", "样例县应急管理局\n"] {
            assert!(!body.contains(tail), "{tail} belongs to the paper: {body}");
        }
        assert!(body.ends_with("后续情况续报。"), "{body}");
    }
}

// practice §4: the fourteen faults of a sketched letter, those that a 首报 can have.
#[test]
fn fault_1_title_and_first_sentence_begin_with_province_city_county() {
    let letter = written(&no_casualties());
    assert!(letter.title.starts_with("样例省样例市样例县河东镇"));
    assert!(letter.body.contains("，样例省样例市样例县河东镇幸福路12号一仓库发生火灾"));
    let spoken_in_full =
        Facts {
            town: known("样例县河东镇"), place: known("样例县河东镇幸福路12号"), ..no_casualties()
        };
    let letter = written(&spoken_in_full);
    assert!(letter.body.contains("样例省样例市样例县河东镇幸福路12号发生火灾"), "named once: {}", letter.body);
}

#[test]
fn fault_2_the_fact_comes_before_the_call() {
    let body = written(&no_casualties()).body;
    assert!(body.starts_with("4月7日18时05分左右，样例省"), "{body}");
    assert!(
        body.contains("。18时09分，我局值班室接县消防救援大队电话报告；18时14分，"),
        "the day is said once: {body}"
    );
}

#[test]
fn fault_3_every_text_field_is_in_the_letter() {
    let facts = trapped();
    let letter = written(&facts);
    for words in [
        "工业园区二路8号",
        "样例建设有限公司",
        "浇筑作业时支模架垮塌",
        "消防救援6车30人",
        "现场已警戒",
        "支模架失稳",
        "甲某",
        "调集大型机械破拆",
        "请市局协调生命探测设备",
        "13人",
        "3人被困",
        "其中重伤1人",
    ] {
        assert!(letter.body.contains(words), "{words} is lost: {}", letter.body);
    }
    assert!(letter.title.contains("样例建设有限公司一在建厂房"), "{}", letter.title);
}

#[test]
fn fault_4_a_count_names_its_source_and_time_and_no_other_row() {
    let body = written(&trapped()).body;
    assert!(body.contains("据县消防救援大队18时26分反馈，"), "{body}");
    assert!(!body.contains("急救中心") && !body.contains("5人受伤"), "a row not adopted stays out: {body}");
}

#[test]
fn fault_6_zero_is_a_statement_with_a_source_and_never_for_what_was_not_asked() {
    let body = written(&no_casualties()).body;
    assert!(body.contains("据县消防救援大队18时30分反馈，暂无人员伤亡，暂未发现人员失联、被困。"), "{body}");
    let not_asked = Count { deaths: Number::Known(0), ..row("县急救中心", None) };
    let body = written(&Facts { counts: vec![not_asked], ..no_casualties() }).body;
    assert!(body.contains("据县急救中心反馈，暂无人员死亡。"), "{body}");
    assert!(!body.contains("失联") && !body.contains("被困") && !body.contains("受伤"), "{body}");
}

#[test]
fn fault_7_a_cause_is_never_more_than_a_first_judgement() {
    let body = |cause: &str| written(&Facts { cause: known(cause), ..e7() }).body;
    for (typed, said) in [
        ("电气线路故障", "起火原因初步判断为电气线路故障。"),
        ("系电动自行车充电引发", "起火原因初步判断为电动自行车充电。"),
        ("起火原因系电气线路故障", "起火原因初步判断为电气线路故障。"),
        ("初步判断为电气线路故障", "起火原因初步判断为电气线路故障。"),
        (
            "起火部位初步判断为一楼电动自行车充电处，起火原因正在调查",
            "起火部位初步判断为一楼电动自行车充电处，起火原因正在调查。",
        ),
        ("疑似电气线路故障", "起火原因疑似电气线路故障。"),
        ("正在调查。", "起火原因正在调查。"),
        (
            "火灾系一楼电动自行车充电处起火引发，原因正在核查",
            "起火部位初步判断为一楼电动自行车充电处，起火原因正在调查。",
        ),
        ("系一楼电动自行车充电处起火", "起火部位初步判断为一楼电动自行车充电处，起火原因正在调查。"),
        ("二楼东侧卧室", "起火部位初步判断为二楼东侧卧室，起火原因正在调查。"),
        ("系电动自行车充电期间起火", "起火原因初步判断为电动自行车充电期间起火。"),
        ("火灾系电气线路故障引发，原因正在核查", "起火原因初步判断为电气线路故障，具体原因正在核查。"),
        ("因电气线路故障引发火灾，可能蔓延", "起火原因初步判断为电气线路故障引发火灾，可能蔓延。"),
        ("电气线路故障，具体原因正在调查", "起火原因初步判断为电气线路故障，具体原因正在调查。"),
    ] {
        let body = body(typed);
        assert!(body.contains(said), "{typed}: {body}");
        assert_eq!(body.matches("初步").count(), said.matches("初步").count(), "once: {body}");
    }
    assert!(written(&e7()).body.contains("起火原因正在调查。"));
    let not_asked = Facts { cause: Stated::NotAsked, ..e7() };
    assert!(!written(&not_asked).body.contains("原因"), "nobody was asked");
}

#[test]
fn fault_12_no_spaces_round_digits_and_chinese_punctuation() {
    let body = written(&no_casualties()).body;
    assert!(body.contains("消防救援5车26人已到场。"), "{body}");
    assert!(body.contains("该建筑为单层砖混结构，面积约200平方米。"), "{body}");
    assert!(!body.contains(' ') && !body.contains(','), "{body}");
}

#[test]
fn texts_from_fields_join_without_doubled_punctuation() {
    let facts = Facts {
        course: known("，浇筑时垮塌。。"),
        measures: known("已疏散周边群众；\n现场已警戒、"),
        next_step: known("下一步，继续搜救。"),
        opinion: known("无"),
        source: known("群众电话报告"),
        ..e7()
    };
    let body = written(&facts).body;
    for doubled in ["。。", "，。", "，，", "；。", "、。", "。，", "；，", "报告电话报告", "下一步，下一步"]
    {
        assert!(!body.contains(doubled), "{doubled} in {body}");
    }
    assert!(body.contains("已疏散周边群众；现场已警戒。"), "{body}");
    assert!(body.contains("暂未发现相关舆情。"), "{body}");
}

#[test]
fn markup_and_templates_in_a_field_stay_plain_text() {
    let facts = Facts { course: known("<b>{{ 7*7 }}</b>{% for x in y %}"), ..e7() };
    assert!(written(&facts).body.contains("<b>{{ 7*7 }}</b>{% for x in y %}。"));
}

#[test]
fn times_on_two_days_name_both_days_and_another_year_its_year() {
    let unit = sample_county();
    let facts = Facts {
        occurred: Some(Occurred { at: at("2023-12-31 23:50"), precision: Precision::Minute }),
        ..no_casualties()
    };
    let mut letter = letter_facts(&unit, &facts);
    letter.first_received = at("2024-01-01 00:05");
    letter.first_reported = Some((at("2024-01-01 00:09"), "市应急管理局指挥中心"));
    let body = compose(&PACKS, &letter).body;
    assert!(body.starts_with("2023年12月31日23时50分，"), "{body}");
    assert!(body.contains("1月1日0时05分，我局值班室"), "{body}");
    assert!(body.contains("；0时09分，我局电话报"), "{body}");
}

#[test]
fn the_day_alone_says_that_the_hour_is_being_checked() {
    let facts =
        Facts { occurred: Some(Occurred { at: evening("00:00"), precision: Precision::Day }), ..no_casualties() };
    let body = written(&facts).body;
    assert!(
        body.starts_with(
            "4月7日，样例省样例市样例县河东镇幸福路12号一仓库发生火灾，具体发生时间正在核实。4月7日18时09分，"
        ),
        "{body}"
    );
}

#[test]
fn a_title_without_a_site_falls_back() {
    let facts = Facts { site: Stated::NotAsked, ..e7() };
    assert_eq!(
        written(&facts).title,
        "样例省样例市样例县撮镇中心街一民房一楼楼道杂物间发生火灾致1人死亡11人受伤（首报）"
    );
    let some_dead = Count { deaths: Number::SomeUnknown, injured: Number::Known(11), ..row("县急救中心", None) };
    let title = written(&Facts { counts: vec![some_dead], ..e7() }).title;
    assert!(title.contains("致人员死亡、11人受伤"), "deaths known to be there are not left out: {title}");
}

#[test]
fn what_a_field_cries_or_asks_ends_as_it_was_typed() {
    let body = |measures: &str| written(&Facts { measures: known(measures), ..e7() }).body;
    assert!(body("现场喊话：请勿返回！").contains("请勿返回！"), "{}", body("现场喊话：请勿返回！"));
    assert!(!body("现场喊话：请勿返回！").contains("！。"), "no full stop behind it");
}

#[test]
fn a_count_of_which_nobody_is_named_says_until_when_it_holds_or_just_what_it_is() {
    let of = |clock: Option<&str>| Count { deaths: Number::Known(2), adopted: true, ..row("", clock.map(evening)) };
    let body = |clock| written(&Facts { counts: vec![of(clock)], ..no_casualties() }).body;
    assert!(body(Some("18:26")).contains("2人死亡"), "{}", body(Some("18:26")));
    for said in [body(Some("18:26")), body(None)] {
        assert!(!said.contains("据反馈") && !said.contains("据18时"), "nobody is made to have said it: {said}");
    }
}

#[test]
fn signs_typed_in_the_ordinary_width_are_chinese_ones_in_the_letter() {
    let facts = Facts { course: known("火势很大!(已控制)现场无明火"), ..no_casualties() };
    let body = written(&facts).body;
    assert!(body.contains("火势很大！（已控制）现场无明火"), "{body}");
    let led = Facts { course: known("，起火时店内无人"), ..no_casualties() };
    assert!(!written(&led).body.contains("。，"), "no sentence begins with a comma: {}", written(&led).body);
}

#[test]
fn a_hospital_named_after_the_county_stands_once_with_its_whole_name() {
    let facts =
        Facts {
            site: Stated::NotAsked, unit: Stated::NotAsked, place: known("样例县人民医院"), ..no_casualties()
        };
    let letter = written(&facts);
    assert!(letter.title.starts_with("样例省样例市样例县人民医院"), "河东镇人民医院 is another: {}", letter.title);
    assert!(!letter.title.contains("样例县样例县") && !letter.body.contains("样例县样例县"), "{}", letter.body);
}
