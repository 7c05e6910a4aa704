//! Letters read as a strict officer of the city reads them: each of these was once in a letter of a real notice.

use domain::agreement::disagreements;
use domain::check::sample_county;
use domain::count::{Count, Number};
use domain::draft::Draft;
use domain::facts::{Facts, Occurred, Precision, Stated};
use domain::form::{FormContext, read};
use domain::letter::{Before, Letter, LetterFacts, compose};
use domain::quantity::Quantity;
use domain::report::Stage;

use crate::desk::{PACKS, at, e7, evening, known, letter_facts, no_casualties, row, written};
use crate::families::dwelling;
use crate::returns::going::going;

fn counted(kind: &str, count: Count) -> Facts {
    Facts { kind: Some(kind.to_owned()), counts: vec![count], ..no_casualties() }
}

fn agrees(facts: &Facts) {
    let letter = written(facts);
    let found = disagreements(&PACKS, &letter_facts(&sample_county(), facts), &letter.title, &letter.body);
    assert_eq!(found, vec![], "{}", letter.body);
}

/// A later report on other facts, begun as a desk begins it.
fn later(stage: Stage, first: &Facts, change: impl FnOnce(&mut Draft)) -> Letter {
    let mut draft = Draft::begun(stage, first);
    change(&mut draft);
    let context = FormContext {
        now: evening("20:30"),
        reference: evening("18:09"),
        call_source: None,
        before: Some(first.clone()),
        sub_incidents: Vec::new(),
    };
    let facts = read(&PACKS, &draft, &context).facts;
    let unit = sample_county();
    let stood = written(first);
    let before = Before {
        stage: "首报",
        number: "",
        at: evening("18:36"),
        title: &stood.title,
        body: &stood.body,
        facts: first,
    };
    let letter =
        LetterFacts { stage, nth: 1, before: Some(before), as_of: evening("20:30"), ..letter_facts(&unit, &facts) };
    let letter_again = compose(&PACKS, &letter);
    assert_eq!(disagreements(&PACKS, &letter, &letter_again.title, &letter_again.body), vec![], "{letter_again:?}");
    letter_again
}

#[test]
fn a_title_names_the_lightly_injured_where_nobody_gave_the_whole() {
    let parts = Count {
        deaths: Number::Known(2),
        seriously_injured: Number::Known(4),
        lightly_injured: Number::Known(30),
        missing: Number::Known(12),
        ..row("现场指挥部", None)
    };
    let facts = counted("explosion", parts.clone());
    assert!(written(&facts).title.contains("致2人死亡4人重伤30人轻伤12人失联（首报）"), "{}", written(&facts).title);
    agrees(&facts);
    let whole = counted("explosion", Count { injured: Number::Known(34), ..parts });
    assert!(written(&whole).title.contains("致2人死亡34人受伤12人失联（首报）"), "the whole says it all");
    let light = counted("explosion", Count { lightly_injured: Number::Known(1), ..row("现场指挥部", None) });
    assert!(written(&light).title.contains("发生爆炸事故致1人轻伤（首报）"), "{}", written(&light).title);
}

#[test]
fn the_sick_fall_ill_and_are_not_injured() {
    let count = Count {
        deaths: Number::Known(0),
        injured: Number::Known(14),
        seriously_injured: Number::Known(2),
        ..row("县卫生健康委", None)
    };
    let facts = counted("food_safety", count.clone());
    let letter = written(&facts);
    assert!(letter.title.contains("发生食品安全事故致14人发病（首报）"), "{}", letter.title);
    assert!(letter.body.contains("14人发病（其中病重2人）") && !letter.body.contains("受伤"), "{}", letter.body);
    agrees(&facts);
    let mut figure = counted("food_safety", Count { deaths: Number::Known(0), ..row("县卫生健康委", None) });
    figure.figures.insert("food_harmed".to_owned(), Quantity::whole(133));
    figure.course = known("133人发病，出现恶心、呕吐");
    assert!(written(&figure).title.contains("致133人发病（首报）"), "{}", written(&figure).title);
    agrees(&figure);
    let mild = counted("epidemic", Count { seriously_injured: Number::Known(0), ..count.clone() });
    assert!(written(&mild).body.contains("14人发病（无重症）"), "{}", written(&mild).body);
    agrees(&mild);
    assert!(written(&counted("explosion", count)).body.contains("14人受伤（其中重伤2人）"));
}

#[test]
fn who_was_sent_has_not_arrived_yet() {
    for sent in ["共投入消防车105台、消防员441人", "消防救援队伍调派31辆消防车", "县消防救援大队派出5车26人"]
    {
        let body = written(&Facts { forces: known(sent), ..e7() }).body;
        assert!(body.contains(&format!("{sent}。")), "{body}");
    }
    assert!(written(&Facts { forces: known("消防、公安"), ..e7() }).body.contains("消防、公安已到场。"));
}

#[test]
fn a_suspected_cause_is_hedged_once() {
    for (typed, said) in [
        ("怀疑循环管破裂", "起火原因疑似循环管破裂。"),
        ("疑因循环管破裂", "起火原因疑似循环管破裂。"),
        ("可能是电气线路故障", "起火原因可能是电气线路故障。"),
        ("不排除人为因素", "起火原因不排除人为因素。"),
    ] {
        let facts = Facts { cause: known(typed), ..e7() };
        assert!(written(&facts).body.contains(said), "{typed}: {}", written(&facts).body);
    }
    assert!(!going(Facts { course: known("可能因线路短路引发火灾"), ..e7() }).has(6), "supposed, not said");
    assert!(going(Facts { course: known("系线路短路引发火灾，可能蔓延"), ..e7() }).has(6));
}

#[test]
fn houses_and_their_rooms_are_named_once() {
    let mut facts = counted("snow", row("县应急管理局", None));
    for (figure, number) in [
        ("collapsed_households", 94),
        ("collapsed_rooms", 291),
        ("severely_damaged_households", 70),
        ("severely_damaged_rooms", 124),
        ("damaged_households", 64),
        ("slightly_damaged_rooms", 165),
        ("need_relief", 133),
    ] {
        facts.figures.insert(figure.to_owned(), Quantity::whole(number));
    }
    let body = written(&facts).body;
    let said = "需紧急生活救助133人，倒塌房屋94户291间，严重损坏房屋70户124间，一般损坏房屋64户165间。";
    assert!(body.contains(said), "{body}");
}

#[test]
fn a_span_of_hours_is_not_about_an_hour() {
    let facts = Facts {
        kind: Some("rainstorm".to_owned()),
        occurred: Some(Occurred { at: at("2024-04-06 18:00"), precision: Precision::Hour }),
        occurred_until: Some(at("2024-04-07 08:00")),
        ..no_casualties()
    };
    let body = written(&facts).body;
    assert!(body.starts_with("4月6日18时至4月7日8时，样例省"), "{body}");
    agrees(&facts);
}

#[test]
fn a_final_report_has_nothing_that_is_still_being_checked_but_its_cause() {
    let letter = later(Stage::Final, &e7(), |draft| draft.aftermath = "-".to_owned());
    assert!(letter.body.contains("发生火灾，具体发生时间未能核实。"), "{}", letter.body);
    let unknown = Facts { unit: Stated::Checking, ..e7() };
    let letter = later(Stage::Final, &unknown, |_| ());
    assert!(letter.body.contains("事发单位未能核实。"), "{}", letter.body);
    assert!(!letter.body.contains("正在核实"), "{}", letter.body);
}

#[test]
fn nobody_left_is_said_once() {
    let lost = Count { missing: Number::Known(6), deaths: Number::Known(1), ..row("现场指挥部", None) };
    let letter = later(Stage::FollowUp, &counted("water_traffic", lost), |draft| {
        draft.counts[0].missing = "0".to_owned();
        draft.counts[0].deaths = "7".to_owned();
    });
    let said = "死亡由1人增至7人，失联由6人减至0人。累计造成7人死亡。";
    assert!(letter.body.contains(said), "{}", letter.body);
    let whether = Count { missing: Number::WhetherUnknown, deaths: Number::Known(1), ..row("现场指挥部", None) };
    let letter = later(Stage::FollowUp, &counted("fire", whether), |draft| draft.counts[0].missing = "0".to_owned());
    assert!(letter.body.contains("经核实无人员失联。累计造成1人死亡。"), "{}", letter.body);
}

#[test]
fn a_withdrawal_says_what_it_was_and_who_had_gone_there() {
    let letter = later(Stage::Correction, &dwelling(), |draft| {
        draft.withdrawn = true;
        draft.verified_by = "市消防救援支队".to_owned();
        draft.course = "现场为冷却塔冷却产生的水蒸气，未发生火灾".to_owned();
        draft.forces = "共出动13辆消防车、62名消防员到场".to_owned();
    });
    let said = "不属实，现予更正。现场为冷却塔冷却产生的水蒸气，未发生火灾。共出动13辆消防车、62名消防员到场。\n";
    assert!(letter.body.contains(said), "{}", letter.body);
    assert!(!letter.body.contains("明火已扑灭"), "the story that was not true is not told again: {}", letter.body);
}

#[test]
fn those_who_were_trapped_at_first_are_not_trapped_now() {
    let out = Count {
        present: Number::Known(4),
        rescued: Number::Known(3),
        deaths: Number::Known(1),
        missing: Number::Known(1),
        trapped: Number::Known(0),
        ..row("现场指挥部", None)
    };
    let facts = Facts { course: known("管道勘察时4名工人被困"), ..counted("construction", out.clone()) };
    agrees(&facts);
    let more = Facts { course: known("管道勘察时9名工人被困"), ..counted("construction", out) };
    let letter = written(&more);
    let found = disagreements(&PACKS, &letter_facts(&sample_county(), &more), &letter.title, &letter.body);
    assert!(found.iter().any(|one| one.found.contains("9名工人被困")), "nine are more than were ever there: {found:?}");
}

#[test]
fn a_disaster_of_a_whole_county_is_placed_by_its_townships_and_an_earthquake_by_its_epicentre() {
    let wide = |kind: &str, town: Stated| Facts {
        kind: Some(kind.to_owned()),
        town,
        place: Stated::NotAsked,
        site: Stated::NotAsked,
        ..no_casualties()
    };
    let said = going(wide("snow", Stated::NotAsked)).messages(4);
    assert_eq!(said, ["没有写受灾的乡镇（街道），请写明，或填分乡镇"]);
    assert!(!going(wide("hail", known("河口镇、河西镇"))).has(4));
    assert!(!going(wide("earthquake", Stated::NotAsked)).has(4));
    assert!(going(wide("landslide", known("南山镇"))).has(4), "a landslide has its village");
}

#[test]
fn what_a_county_reports_most_has_a_kind_of_its_own() {
    for (words, kind) in
        [("两个小孩溺水", "drowning"), ("水库大坝渗漏", "waterworks"), ("沙尘暴", "sandstorm"), ("低温冷冻", "freeze")]
    {
        let found = PACKS.events().iter().find(|event| event.words.iter().any(|word| words.contains(word.as_str())));
        assert_eq!(found.map(|event| event.id.as_str()), Some(kind), "{words}");
    }
}

#[test]
fn who_is_trapped_is_one_of_those_who_were_there() {
    let mine = Count {
        present: Number::Known(22),
        withdrawn: Number::Known(14),
        trapped: Number::Known(8),
        ..row("现场指挥部", None)
    };
    let facts = counted("non_coal_mine", mine.clone());
    assert!(written(&facts).body.contains("现场共有22人，其中14人自行撤离、8人被困。"), "{}", written(&facts).body);
    agrees(&facts);
    let dead = counted("non_coal_mine", Count { deaths: Number::Known(1), trapped: Number::Known(7), ..mine });
    let said = "现场共有22人，其中14人自行撤离，已造成1人死亡，另有7人被困。";
    assert!(written(&dead).body.contains(said), "{}", written(&dead).body);
}

#[test]
fn crops_are_named_once_and_the_hazard_comes_before_the_harm() {
    let mut facts = counted("rainstorm", row("县应急管理局", None));
    for (figure, number) in
        [("crops_ha", 120_910), ("crops_damaged_ha", 60_600), ("rainfall_mm", 10_330), ("affected_people", 951_700)]
    {
        facts.figures.insert(figure.to_owned(), Quantity::hundredths(number));
    }
    let body = written(&facts).body;
    let said = "最大降雨量103.3毫米，受灾人口9517人，农作物受灾1209.1公顷、成灾606公顷。";
    assert!(body.contains(said), "{body}");
}

#[test]
fn the_whole_county_is_named_by_the_county() {
    let facts = Facts {
        kind: Some("typhoon".to_owned()),
        town: Stated::NotAsked,
        site: Stated::NotAsked,
        place: known("全县"),
        ..no_casualties()
    };
    let letter = written(&facts);
    assert!(letter.title.starts_with("样例省样例市样例县发生台风灾害"), "{}", letter.title);
    assert!(letter.body.contains("样例省样例市样例县发生台风灾害。"), "{}", letter.body);
    agrees(&facts);
    let found = going(facts).found();
    assert_eq!(found, vec![], "the county is its place");
}

#[test]
fn a_place_without_a_town_before_it_stands_in_the_title() {
    let facts = Facts {
        town: Stated::NotAsked,
        site: Stated::NotAsked,
        place: known("新昌路（天心大道至书香路）建设项目"),
        ..counted("construction", row("现场指挥部", None))
    };
    let title = written(&facts).title;
    assert!(title.contains("样例县新昌路（天心大道至书香路）建设项目发生建筑施工事故"), "{title}");
}

#[test]
fn a_firm_is_a_place() {
    let facts = Facts {
        town: Stated::NotAsked,
        place: Stated::NotAsked,
        site: Stated::NotAsked,
        unit: known("样例化学有限公司"),
        ..counted("chemical_leak", Count { deaths: Number::Known(0), ..row("现场指挥部", None) })
    };
    assert!(written(&facts).body.contains("样例县样例化学有限公司发生危险化学品泄漏事故"), "{}", written(&facts).body);
    assert_eq!(going(facts).found(), vec![]);
}

#[test]
fn the_part_of_the_day_is_in_the_letter_and_the_day_once() {
    let facts =
        Facts { occurred: Some(Occurred { at: evening("00:00"), precision: Precision::Part }), ..no_casualties() };
    let body = written(&facts).body;
    let said = "4月7日凌晨，样例省样例市样例县河东镇幸福路12号一仓库发生火灾，具体发生时间正在核实。18时09分，我局";
    assert!(body.starts_with(said), "{body}");
    agrees(&facts);
}

#[test]
fn of_a_long_place_a_title_takes_the_road_or_the_village() {
    let title = |town: &str, place: &str| {
        let town = if town.is_empty() { Stated::NotAsked } else { known(town) };
        let facts = Facts { town, place: known(place), site: Stated::NotAsked, ..no_casualties() };
        written(&facts).title.replace("样例省样例市样例县", "").replace("（首报）", "")
    };
    for (town, place, said) in [
        ("", "G1812沧榆高速忻州方向云中山隧道K434+630处右侧", "G1812沧榆高速忻州方向云中山隧道发生火灾"),
        ("河口镇", "石门村月边社样例食品冷冻有限公司二号冷库", "河口镇石门村发生火灾"),
        ("河口镇", "幸福路12号一仓库", "河口镇幸福路12号一仓库发生火灾"),
        ("河口镇", "样例食品冷冻有限公司二号冷库西侧管道间", "河口镇发生一起火灾"),
        ("河口镇", "石门村委会办公楼西侧三百米处的一间废弃民房", "河口镇发生一起火灾"),
    ] {
        assert_eq!(title(town, place), said, "{place}");
    }
}

#[test]
fn what_was_burnt_over_is_not_all_lost_and_who_has_no_power_is_counted() {
    let with = |kind: &str, figure: &str, number: u32| {
        let mut facts = counted(kind, row("现场指挥部", None));
        facts.figures.insert(figure.to_owned(), Quantity::whole(number));
        written(&facts).body
    };
    assert!(with("forest_fire", "burnt_over_ha", 25).contains("过火面积25公顷。"));
    assert!(with("snow", "power_cut_households", 140_000).contains("停电140000户。"));
    assert!(with("power_outage", "power_cut_households", 5_000).contains("停电5000户。"));
}

#[test]
fn relatives_are_not_the_dead_and_who_was_brought_out_is_not_trapped() {
    let pointed_at = |course: &str, count: Count| {
        let facts = Facts { course: known(course), ..counted("fire", count) };
        let letter = written(&facts);
        let found = disagreements(&PACKS, &letter_facts(&sample_county(), &facts), &letter.title, &letter.body);
        found.into_iter().map(|one| one.found).collect::<Vec<_>>()
    };
    let count = Count { deaths: Number::Known(1), rescued: Number::Known(53), ..row("县消防救援大队", None) };
    for plain in ["2名死者家属已到医院", "救出被困群众53人", "成功营救被困人员53人", "3名死者亲属已安置"]
    {
        assert_eq!(pointed_at(plain, count.clone()), Vec::<String>::new(), "{plain}");
    }
    assert_eq!(pointed_at("正在营救被困人员54人", count.clone()), Vec::<String>::new(), "53 are out, one is dead");
    assert_eq!(pointed_at("正在营救被困人员60人", count.clone()), ["被困人员60人"]);
    assert_eq!(pointed_at("1人重伤送医后抢救无效死亡", count.clone()), Vec::<String>::new(), "who has died since");
    assert_eq!(pointed_at("2人重伤", count.clone()), ["2人重伤"]);
    assert_eq!(pointed_at("2名死者已送殡仪馆", count), ["2名死者"]);
}

#[test]
fn rain_is_no_verdict_and_an_accident_does_what_it_does() {
    let says = |kind: &str, course: &str| {
        let facts = Facts { kind: Some(kind.to_owned()), course: known(course), ..no_casualties() };
        going(facts).has(6)
    };
    assert!(!says("rainstorm", "因强降雨造成3间房屋倒塌"));
    assert!(!says("road_traffic", "因事故导致交通中断"));
    assert!(says("construction", "因大风导致塔吊倾覆"), "of an accident it is a cause");
    assert!(says("forest_fire", "因雷击引发火灾"), "and so it is of a forest fire");
    assert!(says("rainstorm", "因违规施工造成房屋倒塌"));
}

#[test]
fn a_follow_up_says_from_what_a_figure_and_the_loss_have_grown() {
    let mut first = counted("earthquake", Count { deaths: Number::Known(0), ..row("县应急管理局", None) });
    first.figures.insert("magnitude".to_owned(), Quantity::hundredths(320));
    first.figures.insert("crops_ha".to_owned(), Quantity::whole(120));
    first.loss_wan = Some(Quantity::whole(300));
    let letter = later(Stage::FollowUp, &first, |draft| {
        draft.figures.insert("magnitude".to_owned(), "3.1".to_owned());
        draft.figures.insert("crops_ha".to_owned(), "180".to_owned());
        draft.figures.insert("crops_lost_ha".to_owned(), "12".to_owned());
        draft.loss_wan = "620.6".to_owned();
    });
    let figures = "震级由3.2级更正为3.1级，农作物受灾由120公顷增至180公顷，农作物绝收12公顷。";
    assert!(letter.body.contains(figures), "{}", letter.body);
    assert!(letter.body.contains("初步估计直接经济损失由300万元增至620.6万元。"), "{}", letter.body);
    assert!(letter.title.contains("发生3.1级地震"), "{}", letter.title);
}
