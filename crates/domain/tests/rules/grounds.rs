//! Where it happened: the name of an institution, ground that is not ours, and what lies within a unit.

use domain::check::sample_county;
use domain::contact::{CallOut, Purpose, Reached};
use domain::facts::{Facts, Jurisdiction, Stated};
use domain::letter::{Letter, LetterFacts, compose, notice_to_neighbour, phone_words};
use domain::report::Stage;

use crate::desk::{PACKS, evening, known, letter_facts, no_casualties, written};

/// A fire of which nothing but the place is of interest.
fn fire(town: &str, place: &str, unit: &str) -> Facts {
    Facts {
        town: Stated::read(town),
        place: Stated::read(place),
        unit: Stated::read(unit),
        site: Stated::NotAsked,
        ..no_casualties()
    }
}

/// The first sentence.
fn first_sentence(letter: &Letter) -> &str {
    letter.body.split('。').next().unwrap()
}

fn beyond(jurisdiction: Jurisdiction, town: &str, place: &str) -> Facts {
    Facts { kind: Some("forest_fire".to_owned()), jurisdiction, ..fire(town, place, "") }
}

pub(crate) fn rang(recipient: &str, name: &str, purpose: Purpose, clock: &str) -> CallOut {
    CallOut {
        recipient: (!recipient.is_empty()).then(|| recipient.to_owned()),
        name: name.to_owned(),
        superior: false,
        purpose,
        at: evening(clock),
        reached: Reached::Answered,
        taken_by: String::new(),
        words: String::new(),
        recording: String::new(),
    }
}

pub(crate) fn after_calls(facts: &Facts, calls: &[CallOut]) -> Letter {
    let unit = sample_county();
    compose(&PACKS, &LetterFacts { calls: calls.iter().collect(), ..letter_facts(&unit, facts) })
}

#[test]
fn an_institution_keeps_its_own_name_and_is_not_made_one_of_the_town() {
    let hospital = written(&fire("河东镇", "", "样例县人民医院"));
    assert_eq!(hospital.title, "样例省样例市样例县人民医院发生火灾（首报）", "河东镇人民医院 is another hospital");
    assert!(
        first_sentence(&hospital).contains("样例省样例市样例县人民医院（位于河东镇）发生火灾"),
        "{}",
        hospital.body
    );
    let of_city = written(&fire("河东镇", "幸福路1号", "样例市第一人民医院"));
    assert_eq!(
        of_city.title, "样例省样例市样例县河东镇样例市第一人民医院发生火灾（首报）",
        "样例县第一人民医院 is none"
    );
    assert!(of_city.body.contains("样例县河东镇幸福路1号发生火灾"), "{}", of_city.body);
    assert!(of_city.body.contains("事发单位为样例市第一人民医院。"), "{}", of_city.body);
    let school = written(&fire("河东镇", "样例县第二中学", "样例县第二中学"));
    assert!(school.title.contains("样例县第二中学") && !school.title.contains("河东镇第二中学"), "{}", school.title);
    assert!(!school.body.contains("事发单位"), "it is not a second place: {}", school.body);
}

#[test]
fn an_address_is_told_below_its_town_whatever_stands_before_it() {
    for place in
        ["幸福路12号", "河东镇幸福路12号", "样例县幸福路12号", "样例县河东镇幸福路12号", "样例市样例县河东镇幸福路12号"]
    {
        let letter = written(&fire("样例县河东镇", place, ""));
        let told = "样例省样例市样例县河东镇幸福路12号发生火灾";
        assert!(letter.body.contains(told), "{place} is one address: {}", letter.body);
    }
    assert!(written(&fire("河东镇", "河东镇", "")).body.contains("样例县河东镇发生一起火灾"), "the town once");
    assert!(written(&fire("", "样例县全县", "")).body.contains("样例市样例县发生一起火灾"), "全县 is the county");
}

#[test]
fn what_lies_within_a_unit_is_told_with_the_unit_before_it() {
    let mine = Facts { kind: Some("coal_mine".to_owned()), ..fire("山前乡", "井下1203工作面", "红旗煤矿") };
    let letter = written(&mine);
    assert!(letter.body.contains("山前乡红旗煤矿井下1203工作面发生"), "whose pit: {}", letter.body);
    assert!(!letter.body.contains("事发单位"), "named already: {}", letter.body);
    for place in ["3号车间", "二车间", "三楼", "办公楼"] {
        let body = written(&fire("河东镇", place, "样例药业有限公司")).body;
        assert!(body.contains(&format!("河东镇样例药业有限公司{place}发生火灾")), "{place}: {body}");
    }
    let body = written(&fire("河东镇", "楼下村", "样例药业有限公司")).body;
    assert!(body.contains("河东镇楼下村发生火灾") && body.contains("事发单位为"), "a village is no part: {body}");
}

#[test]
fn a_matter_on_a_neighbours_ground_is_not_reported_as_one_of_our_county() {
    let facts = beyond(Jurisdiction::Neighbour, "", "邻山县东山镇李家沟");
    let mut room = rang("neighbour_room", "毗邻县值班室", Purpose::Report, "18:20");
    room.taken_by = "张三".to_owned();
    let letter = after_calls(&facts, &[room]);
    assert_eq!(letter.title, "毗邻样例县的邻山县东山镇李家沟发生森林火灾（首报）");
    assert!(first_sentence(&letter).ends_with("，毗邻我县的邻山县东山镇李家沟发生森林火灾"), "{}", letter.body);
    assert!(
        letter.body.contains("；已通报邻山县值班室（张三，18时20分）。"),
        "who was told, and when: {}",
        letter.body
    );
    assert!(!letter.body.contains("样例省"), "it is not in our county: {}", letter.body);
    let apart = written(&beyond(Jurisdiction::Neighbour, "邻山县东山镇", "李家沟"));
    assert!(apart.body.contains("毗邻我县的邻山县东山镇李家沟发生"), "{}", apart.body);
    assert!(!apart.body.contains("已通报"), "nobody was told: {}", apart.body);
    let spoken = phone_words(&PACKS, &letter_facts(&sample_county(), &facts)).spoken;
    assert!(spoken.contains("毗邻我县的邻山县东山镇李家沟发生森林火灾"), "{spoken}");
}

#[test]
fn ground_that_nobody_is_sure_of_is_said_to_be_under_check() {
    let facts = beyond(Jurisdiction::Undecided, "", "界山垭口");
    let letter = written(&facts);
    assert_eq!(letter.title, "样例省样例市样例县接报界山垭口发生森林火灾（首报）", "who was told, and not where");
    assert!(first_sentence(&letter).ends_with("，界山垭口发生森林火灾，属地正在核实"), "{}", letter.body);
    let open = written(&Facts { occurred: None, ..facts.clone() });
    assert!(first_sentence(&open).ends_with("，具体发生时间、属地正在核实"), "{}", open.body);
    let unit = sample_county();
    let closing = LetterFacts { stage: Stage::Final, ..letter_facts(&unit, &facts) };
    assert!(compose(&PACKS, &closing).body.contains("属地未能核实"), "a final report checks nothing any more");
    let spoken = phone_words(&PACKS, &letter_facts(&unit, &facts)).spoken;
    assert!(spoken.contains("界山垭口发生森林火灾，属地待核"), "{spoken}");
}

#[test]
fn a_neighbour_is_told_whose_ground_it_is_only_by_whoever_said_so() {
    let unit = sample_county();
    let facts = beyond(Jurisdiction::Neighbour, "", "邻山区东山镇李家沟");
    let notice = |facts: &Facts| notice_to_neighbour(&PACKS, &letter_facts(&unit, facts));
    let told = notice(&facts);
    assert_eq!(told.title, "关于邻山区东山镇李家沟发生森林火灾的通报");
    assert!(first_sentence(&told).ends_with("，邻山区东山镇李家沟发生森林火灾"), "without our county: {}", told.body);
    assert!(told.body.ends_with("据县消防救援大队报告，位于你区境内，请核实处置，并将情况反馈我局。"), "{}", told.body);
    let verified = notice(&Facts { verified_by: known("市林业局"), ..facts.clone() });
    assert!(verified.body.contains("经市林业局核实，属你区境内"), "{}", verified.body);
    let nobody = notice(&Facts { source: Stated::Checking, ..facts.clone() });
    assert!(nobody.body.contains("据报位于你区境内") && !nobody.body.contains("经核实"), "{}", nobody.body);
    let unsure = LetterFacts { first_reported: None, ..letter_facts(&unit, &facts) };
    let undecided = Facts { jurisdiction: Jurisdiction::Undecided, ..facts.clone() };
    let unsure = notice_to_neighbour(&PACKS, &LetterFacts { facts: &undecided, ..unsure });
    assert!(!unsure.body.contains("已先行报告"), "nobody above was told yet: {}", unsure.body);
}

#[test]
fn a_neighbour_is_asked_to_help_while_the_ground_is_being_verified_and_only_to_watch_where_it_is_ours() {
    let unit = sample_county();
    let told = |jurisdiction| {
        let facts = beyond(jurisdiction, "", "界山垭口");
        notice_to_neighbour(&PACKS, &letter_facts(&unit, &facts)).body
    };
    let undecided = told(Jurisdiction::Undecided);
    assert!(
        undecided.ends_with("属地正在核实，我局已先行报告，请协助核实并反馈。"),
        "nobody is said to have the ground, and that it was reported already stands there: {undecided}"
    );
    let ours = told(Jurisdiction::Ours);
    assert!(ours.ends_with("可能影响你县，请关注并做好防范，有情况及时互通。"), "ours to deal with: {ours}");
    assert!(!ours.contains("请核实处置"), "a neighbour is not sent to our ground: {ours}");
}

#[test]
fn a_neighbour_that_is_named_with_its_city_is_called_what_it_is_itself() {
    let unit = sample_county();
    let facts = beyond(Jurisdiction::Neighbour, "", "邻市邻山区东山镇李家沟");
    let told = notice_to_neighbour(&PACKS, &letter_facts(&unit, &facts));
    assert!(told.body.contains("位于你区境内"), "not 你市: {}", told.body);
}
