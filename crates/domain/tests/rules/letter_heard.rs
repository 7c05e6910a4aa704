//! How the room came to know, whom it told, and as what it speaks.

use domain::check::sample_county;
use domain::contact::Purpose;
use domain::facts::{Facts, Stated};
use domain::grade::Grading;
use domain::letter::{Letter, LetterFacts, PaperFacts, compose, papers, phone_words};
use domain::report::Stage;
use domain::rule::Situation;
use domain::unit::{Level, Unit};

use crate::desk::{PACKS, evening, known, letter_facts, no_casualties, written};
use crate::grounds::{after_calls, rang};

fn from(source: &str) -> String {
    written(&Facts { source: known(source), ..no_casualties() }).body
}

#[test]
fn no_letter_tells_of_a_phone_call_that_nobody_made() {
    for source in ["网络巡查发现", "县消防救援大队微信群信息", "中国地震台网"] {
        let body = from(source);
        let named = source.trim_end_matches("发现");
        assert!(body.contains(&format!("我局值班室获悉（来源：{named}）；")), "{source}: {body}");
        assert!(!body.contains("电话报告"), "{source} rings nobody: {body}");
    }
    assert!(from("110指挥中心转").contains("我局值班室接110指挥中心电话转报；"), "{}", from("110指挥中心转"));
    assert!(from("县环境监测站").contains("接县环境监测站电话报告"), "an office has a telephone");
    let unit = sample_county();
    let facts = Facts { source: known("群众"), ..no_casualties() };
    let body = compose(&PACKS, &LetterFacts { by_phone: false, ..letter_facts(&unit, &facts) }).body;
    assert!(body.contains("我局值班室接群众报告；"), "no call is on record: {body}");
}

#[test]
fn a_superiors_question_was_verified_only_with_whoever_was_rung_for_it() {
    let facts = Facts { source: known("市应急管理局询问"), place: Stated::Checking, ..no_casualties() };
    let asked = written(&facts).body;
    assert!(asked.contains("我局值班室接市应急管理局电话核实通知；"), "{asked}");
    assert!(!asked.contains("经向") && asked.contains("具体地点正在核实"), "nothing was verified: {asked}");
    let call = rang("", "县消防救援大队", Purpose::Verify, "18:12");
    let verified = after_calls(&facts, std::slice::from_ref(&call)).body;
    assert!(verified.contains("电话核实通知，经向县消防救援大队核实，情况属实；"), "{verified}");
    let silent = domain::contact::CallOut { reached: domain::contact::Reached::NoAnswer, ..call };
    assert!(!after_calls(&facts, &[silent]).body.contains("经向"), "nobody answered");
}

#[test]
fn the_letter_tells_who_has_been_told_by_phone_and_when() {
    let told = [
        rang("shift_leader", "带班领导", Purpose::Report, "18:11"),
        rang("city_bureau", "市应急管理局指挥中心", Purpose::Report, "18:14"),
        rang("county_committee", "县委值班室", Purpose::Report, "18:20"),
        rang("county_government", "县政府总值班室", Purpose::Report, "18:20"),
        rang("director", "局长", Purpose::Report, "18:22"),
        rang("county_committee", "县委值班室", Purpose::Confirm, "18:25"),
    ];
    let body = after_calls(&no_casualties(), &told).body;
    let sentence = "18时14分，我局电话报市应急管理局指挥中心；18时20分报县委值班室、县政府总值班室，18时22分报局长。";
    assert!(body.contains(sentence), "each once, with the time: {body}");
    assert!(!body.contains("带班领导"), "whoever leads the shift is the room itself: {body}");
    assert!(!written(&no_casualties()).body.contains("县委"), "nobody was told");
}

fn room_of(name: &str, level: Level, divisions: &[&str]) -> Unit {
    Unit {
        name: name.to_owned(),
        level,
        divisions: divisions.iter().map(|name| (*name).to_owned()).collect(),
        ..sample_county()
    }
}

#[test]
fn a_room_speaks_as_what_its_own_unit_is() {
    let province = room_of("样例省应急管理厅", Level::Province, &["样例省"]);
    let facts = no_casualties();
    let letter = letter_facts(&province, &facts);
    assert!(compose(&PACKS, &letter).body.contains("我厅值班室接"), "a province has no 局");
    assert!(phone_words(&PACKS, &letter).spoken.starts_with("样例省应急厅值班室报告："));
    for (division, own) in [("样例县", "我县"), ("样例区", "我区"), ("样例旗", "我旗"), ("样例市", "我市")]
    {
        let unit = room_of("应急管理局", Level::County, &["样例省", "样例市", division]);
        assert_eq!(unit.our_own(), own, "{division} is called so by its own people");
    }
}

#[test]
fn the_fax_of_a_district_of_a_municipality_names_the_district() {
    let unit = room_of("样例区应急管理局", Level::County, &["样例直辖市", "样例区"]);
    let letter = Letter {
        title: "样例直辖市样例区河东街道一仓库发生火灾（首报）".to_owned(),
        body: "样例直辖市样例区河东街道发生火灾。".to_owned(),
    };
    let told = Facts::default();
    let facts = PaperFacts {
        unit: &unit,
        number: None,
        stage: Stage::First,
        nth: 0,
        situation: Situation::new(&PACKS, &told, &Grading::default(), unit.level),
        signed: "",
        checked_by: "",
        duty_officer: "",
        phone: "",
        at: evening("18:36"),
    };
    let paper = papers(PACKS.paper(), &letter, &facts);
    let titles: Vec<&str> = paper.sheets.iter().map(|sheet| sheet.title.as_str()).collect();
    assert!(titles.contains(&"样例区河东街道一仓库发生火灾（首报）"), "the city reads which district: {titles:?}");
    assert!(titles.contains(&"河东街道一仓库发生火灾（首报）"), "the district itself need not: {titles:?}");
}
