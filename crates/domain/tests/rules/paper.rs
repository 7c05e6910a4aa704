//! The sheet beside the system: head and tail, and what the system's body leaves to them (practice §4, faults 8 to 14).

use domain::facts::Facts;
use domain::grade::{Grade, Grading};
use domain::letter::{Letter, Paper, PaperFacts, SupplementFacts, compose, papers, supplement_note};
use domain::report::{NumberGiven, Stage};
use domain::rule::Situation;
use domain::unit::{Level, Unit};

use crate::desk::{PACKS, e7, evening, feidong, known, letter_facts};

fn sheet(grade: Option<Grade>) -> (Letter, Paper) {
    sheets_of(&feidong(), grade, (Stage::First, 0))
}

fn sheets_of(unit: &Unit, grade: Option<Grade>, (stage, nth): (Stage, u32)) -> (Letter, Paper) {
    let told = e7();
    let letter = compose(&PACKS, &letter_facts(unit, &told));
    let number = NumberGiven { year: 2024, number: 18, drill: false }.words();
    let facts = PaperFacts {
        unit,
        number: Some(&number),
        stage,
        nth,
        situation: Situation::new(&PACKS, &told, &Grading::default(), unit.level).graded(grade),
        signed: "甲某（电话）",
        checked_by: "乙某",
        duty_officer: "丙某",
        phone: "0000-0000",
        at: evening("18:32"),
    };
    let paper = papers(PACKS.paper(), &letter, &facts);
    (letter, paper)
}

#[test]
fn fault_8_forces_are_written_with_what_they_count() {
    let facts = Facts { forces: known("消防救援5车26人、120急救车3辆"), ..e7() };
    let body = compose(&PACKS, &letter_facts(&feidong(), &facts)).body;
    assert!(body.contains("消防救援5车26人、120急救车3辆已到场。"), "{body}");
}

#[test]
fn fault_9_what_the_net_says_stands_in_the_last_paragraph_and_only_what_is_known() {
    let facts =
        Facts { opinion: known("网络已出现现场短视频，正在监测，暂未形成热点舆情"), ..e7() };
    let body = compose(&PACKS, &letter_facts(&feidong(), &facts)).body;
    assert!(body.lines().last().unwrap().starts_with("网络已出现现场短视频"), "{body}");
    let silent = compose(&PACKS, &letter_facts(&feidong(), &e7())).body;
    assert!(!silent.contains("舆情"), "nobody was asked: {silent}");
}

#[test]
fn fault_10_leaders_requests_next_step_and_building_have_their_sentences() {
    let facts = Facts {
        scene_leader: known("县消防救援大队大队长丁某，000-0001"),
        requests: known("暂无"),
        next_step: known("继续搜救"),
        building: known("6层住宅，自建"),
        ..e7()
    };
    let body = compose(&PACKS, &letter_facts(&feidong(), &facts)).body;
    for sentence in [
        "现场负责人：县消防救援大队大队长丁某，000-0001。",
        "暂无请求事项。",
        "下一步，继续搜救。",
        "该建筑为6层住宅，自建。",
    ] {
        assert!(body.contains(sentence), "{sentence} in {body}");
    }
}

#[test]
fn fault_11_the_tail_has_unit_full_date_signer_checker_officer_and_phone() {
    let (letter, paper) = sheet(None);
    assert_eq!((paper.unit.as_str(), paper.date.as_str()), ("样例县应急管理局", "2024年4月7日18时32分"));
    assert_eq!(paper.tail, "签发：甲某（电话）　审核：乙某　值班员：丙某　联系电话：0000-0000");
    let text = &paper.sheets[0].text;
    assert!(text.find("样例县应急管理局").unwrap() > text.find(letter.body.lines().last().unwrap()).unwrap(), "{text}");
    assert!(!letter.body.contains("签发"), "and the system's body has none of it");
}

#[test]
fn a_sheet_as_text_has_its_lines_in_the_order_in_which_they_are_printed() {
    let (_, paper) = sheet(Some(Grade::Large));
    let sheet = &paper.sheets[0];
    let body: Vec<String> = sheet.body.lines().map(|line| format!("　　{line}")).collect();
    let lines: Vec<&str> = sheet.text.lines().collect();
    let head = ["突发事件信息专报", "〔2024〕第018期　加急", sheet.title.as_str(), "市应急管理局："];
    assert_eq!(lines[..4], head);
    assert_eq!(lines[4..4 + body.len()], body);
    let foot = ["样例县应急管理局", "2024年4月7日18时32分", "抄送：县委办公室、县政府办公室", paper.tail.as_str()];
    assert_eq!(lines[4 + body.len()..], foot);
}

#[test]
fn fault_13_the_sheet_has_its_number() {
    let (_, paper) = sheet(None);
    assert_eq!(paper.head, "〔2024〕第018期　平急");
    assert_eq!(
        NumberGiven { year: 2024, number: 2, drill: true }.words(),
        "演练〔2024〕第002期",
        "drills count by themselves"
    );
}

#[test]
fn fault_13_a_later_report_keeps_the_number_and_says_which_one_it_is() {
    let head = |series| sheets_of(&feidong(), None, series).1.head;
    assert_eq!(head((Stage::FollowUp, 3)), "〔2024〕第018期（续报三）　平急");
    assert_eq!(head((Stage::Final, 1)), "〔2024〕第018期（终报）　平急");
    assert_eq!(head((Stage::Correction, 2)), "〔2024〕第018期（情况更正二）　平急");
}

#[test]
fn a_sheet_goes_to_whom_this_desk_reports_and_never_to_the_desk_itself() {
    let to = |level, grade| {
        let unit = Unit { level, ..feidong() };
        let (_, paper) = sheets_of(&unit, grade, (Stage::First, 0));
        paper.sheets.into_iter().map(|sheet| format!("{}｜{}", sheet.to, sheet.copies)).collect::<Vec<_>>()
    };
    let (city, county) = ("市应急管理局｜县委办公室、县政府办公室", "县委、县政府｜市应急管理局");
    assert_eq!(to(Level::County, Some(Grade::Ordinary)), [city, county], "一般: the 省厅 is not written to");
    assert_eq!(to(Level::County, Some(Grade::Large)), [city, county, "省应急管理厅｜市应急管理局"]);
    assert_eq!(
        to(Level::City, None),
        ["省应急管理厅｜市委办公室、市政府办公室", "市委、市政府｜省应急管理厅"],
        "a city sends no fax to itself and copies no county's office"
    );
    assert_eq!(to(Level::Province, None), ["应急管理部｜省委办公厅、省政府办公厅", "省委、省政府｜应急管理部"]);
}

#[test]
fn a_tail_names_nobody_who_is_not_known_and_prints_no_label_without_a_name() {
    let unit = feidong();
    let told = e7();
    let facts = PaperFacts {
        unit: &unit,
        number: None,
        stage: Stage::First,
        nth: 0,
        situation: Situation::new(&PACKS, &told, &Grading::default(), unit.level),
        signed: "",
        checked_by: "",
        duty_officer: "丙某",
        phone: "0000-0000",
        at: evening("18:32"),
    };
    let paper = papers(PACKS.paper(), &compose(&PACKS, &letter_facts(&unit, &told)), &facts);
    assert_eq!(paper.tail, "值班员：丙某　联系电话：0000-0000", "“签发：　审核：” says that nobody did");
    assert_eq!(PACKS.own_phone().map(|phone| phone.number.as_str()), Some("0000-0000000"), "the sample room has one");
}

#[test]
fn fault_14_the_sheet_has_addressee_copies_and_urgency() {
    let (_, paper) = sheet(Some(Grade::Large));
    assert_eq!(
        (paper.sheets[0].to.as_str(), paper.sheets[0].copies.as_str()),
        ("市应急管理局", "县委办公室、县政府办公室")
    );
    assert_eq!(paper.head, "〔2024〕第018期　加急");
    assert!(sheet(Some(Grade::Major)).1.head.ends_with("特急"));
    assert!(sheet(Some(Grade::Ordinary)).1.head.ends_with("平急"));
}

#[test]
fn three_sheets_from_one_set_of_facts_differ_only_in_what_their_reader_knows() {
    let (letter, paper) = sheet(Some(Grade::Large));
    let titles: Vec<&str> = paper.sheets.iter().map(|sheet| sheet.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "肥东县撮镇一民房发生火灾致1人死亡11人受伤（首报）",
            "撮镇一民房发生火灾致1人死亡11人受伤（首报）",
            letter.title.as_str(),
        ]
    );
    for sheet in &paper.sheets {
        assert!(letter.body.ends_with(sheet.body.split('，').next_back().unwrap()), "the same text: {}", sheet.body);
    }
}

#[test]
fn a_supplement_is_explained_in_milestones_and_accuses_nobody() {
    let divisions = feidong().divisions;
    let note = supplement_note(&SupplementFacts {
        divisions: &divisions,
        name: "撮镇一民房火灾",
        occurred: None,
        aware_at: evening("18:09"),
        first_reported: Some((evening("18:14"), "市应急管理局指挥中心")),
        asked_by: "市应急管理局",
        written_at: Some(evening("18:36")),
        reason: "",
    });
    assert_eq!(note.title, "关于补报安徽省合肥市肥东县撮镇一民房火灾的说明", "it travels to the province: whose town");
    assert_eq!(
        note.body,
        "现补报安徽省合肥市肥东县撮镇一民房火灾有关情况。我局4月7日18时09分知悉。18时14分电话报市应急管理局指挥中心。按市应急管理局通知补报。18时36分系统报送。",
        "the day is said once"
    );
}

#[test]
fn the_reason_of_a_supplement_is_the_officers_own_and_ends_in_one_stop() {
    let facts = SupplementFacts {
        name: "火灾",
        aware_at: evening("18:09"),
        reason: "通信中断。",
        ..SupplementFacts::default()
    };
    assert!(supplement_note(&facts).body.ends_with("知悉。通信中断。"), "{}", supplement_note(&facts).body);
}
