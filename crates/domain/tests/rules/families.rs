//! Made-up incidents of every family: what was known first, and what a follow-up and the final report add.

use domain::count::{Count, Number};
use domain::draft::Draft;
use domain::facts::{Facts, FlameOut, Occurred, Precision, Stated};
use domain::quantity::Quantity;
use domain::township::Township;

use crate::desk::{e7, evening, known, row};

/// An incident of one family: what was known first, and what a follow-up and the final report add.
pub(crate) struct Case {
    pub(crate) family: &'static str,
    pub(crate) first: Facts,
    pub(crate) follow_up: fn(&mut Draft),
    pub(crate) closing: fn(&mut Draft),
}

/// A made-up fire with the numbers of E7: one dead, eleven hurt, the rest 待核.
pub(crate) fn dwelling() -> Facts {
    Facts {
        town: known("河东镇"),
        place: known("幸福路12号一居民楼"),
        site: known("一居民楼"),
        measures: known("明火已扑灭，正在核对人数"),
        ..e7()
    }
}

pub(crate) fn people(deaths: u32, injured: u32, missing: Number) -> Count {
    Count {
        deaths: Number::Known(deaths),
        injured: Number::Known(injured),
        missing,
        ..row("现场指挥部", Some(evening("18:30")))
    }
}

fn facts(kind: &str, town: &str, place: &str, count: Count) -> Facts {
    Facts {
        kind: Some(kind.to_owned()),
        occurred: Some(Occurred { at: evening("17:50"), precision: Precision::About }),
        town: known(town),
        place: known(place),
        source: known("属地乡镇"),
        counts: vec![count],
        forces: known("应急、消防、公安、120等部门到场处置"),
        measures: known("现场救援正在进行"),
        cause: Stated::Checking,
        ..Facts::default()
    }
}

fn with_unit(unit: &str, facts: Facts) -> Facts {
    Facts { unit: known(unit), ..facts }
}

fn figure(id: &str, number: u32, facts: Facts) -> Facts {
    let mut facts = facts;
    facts.figures.insert(id.to_owned(), Quantity::whole(number));
    facts
}

fn towns(rows: &[(&str, &[(&str, u32)])], facts: Facts) -> Facts {
    let town = |(town, numbers): &(&str, &[(&str, u32)])| Township {
        town: (*town).to_owned(),
        numbers: numbers.iter().map(|(of, n)| ((*of).to_owned(), Quantity::whole(*n))).collect(),
    };
    Facts { townships: rows.iter().map(town).collect(), ..facts }
}

fn one_more_dead(draft: &mut Draft) {
    draft.counts[0].deaths = (draft.counts[0].deaths.parse::<u32>().unwrap_or(0) + 1).to_string();
    draft.counts[0].missing = "0".to_owned();
    draft.measures = "搜救工作结束".to_owned();
}

fn nobody_else(draft: &mut Draft) {
    draft.counts[0].missing = "0".to_owned();
    draft.next_step = "加强监测值守".to_owned();
}

fn closed(draft: &mut Draft) {
    draft.response_ended = "4月8日9时00分".to_owned();
    draft.aftermath = "善后工作正在进行".to_owned();
    draft.measures = "现场处置结束".to_owned();
    draft.cause = "-".to_owned();
}

/// One incident of every family, all made up.
pub(crate) fn cases() -> Vec<Case> {
    let some = people(1, 2, Number::WhetherUnknown);
    let none = Count { trapped: Number::Known(0), ..people(0, 0, Number::WhetherUnknown) };
    let case = |family, first, follow_up| Case { family, first, follow_up, closing: closed };
    let steady = nobody_else as fn(&mut Draft);
    let worse = one_more_dead as fn(&mut Draft);
    vec![
        case("fire", dwelling(), worse),
        case(
            "production",
            with_unit("样例建材公司", facts("collapse", "河东镇", "工业园区二路在建厂房", some.clone())),
            worse,
        ),
        case("road", facts("road_traffic", "河西镇", "省道312线45公里处", some.clone()), worse),
        case(
            "coal_mine",
            with_unit(
                "样例煤矿",
                facts(
                    "coal_mine",
                    "南山镇",
                    "样例煤矿二采区运输巷",
                    Count { trapped: Number::Known(7), ..people(0, 0, Number::NotAsked) },
                ),
            ),
            |draft| {
                draft.counts[0].trapped = "3".to_owned();
                draft.counts[0].rescued = "4".to_owned();
                draft.measures = "救生孔打通，与被困人员取得联系".to_owned();
            },
        ),
        case("non_coal_mine", with_unit("样例金矿", facts("non_coal_mine", "南山镇", "样例金矿", some.clone())), worse),
        case(
            "special_equipment",
            facts("lift", "城关镇", "人民路商场", Count { trapped: Number::Known(3), ..none.clone() }),
            |draft| {
                draft.counts[0].trapped = "0".to_owned();
                draft.counts[0].rescued = "3".to_owned();
            },
        ),
        case(
            "railway",
            figure("line_closed_hours", 2, facts("railway", "城关镇", "样例线样例站", none.clone())),
            steady,
        ),
        case(
            "water",
            facts(
                "water_traffic",
                "河口镇",
                "样例河三号码头",
                Count { present: Number::Known(8), rescued: Number::Known(3), ..people(2, 0, Number::Known(3)) },
            ),
            |draft| {
                draft.counts[0].deaths = "3".to_owned();
                draft.counts[0].missing = "2".to_owned();
            },
        ),
        case("drowning", facts("drowning", "河口镇", "样例河石滩", people(1, 0, Number::Known(2))), |draft| {
            draft.counts[0].deaths = "3".to_owned();
            draft.counts[0].missing = "0".to_owned();
            draft.measures = "搜救工作结束".to_owned();
        }),
        case("aviation", facts("aviation", "河东镇", "样例机场", none.clone()), steady),
        case(
            "utility",
            figure("households_cut", 5000, facts("public_facility", "城关镇", "人民路", none.clone())),
            steady,
        ),
        case(
            "environment",
            facts("environment", "河口镇", "样例河下游", Count { evacuated: Number::Known(300), ..none.clone() }),
            steady,
        ),
        case(
            "flood",
            towns(
                &[("河口镇", &[("deaths", 1), ("evacuated", 200)]), ("河西镇", &[("evacuated", 100)])],
                facts(
                    "flood",
                    "",
                    "河口镇、河西镇",
                    Count { evacuated: Number::Known(300), ..people(1, 0, Number::Known(2)) },
                ),
            ),
            |draft| {
                draft.counts[0].missing = "0".to_owned();
                draft.counts[0].evacuated = "420".to_owned();
                draft.townships[1].numbers.insert("evacuated".to_owned(), "220".to_owned());
            },
        ),
        case("drought", figure("crops_ha", 120, facts("drought", "", "河西镇、南山镇", none.clone())), |draft| {
            draft.figures.insert("crops_ha".to_owned(), "180".to_owned());
        }),
        case("typhoon", facts("typhoon", "", "全县", Count { evacuated: Number::Over(1200), ..none.clone() }), steady),
        case("weather", figure("collapsed_rooms", 4, facts("gale", "河东镇", "", some.clone())), worse),
        case("earthquake", figure("magnitude", 4, facts("earthquake", "", "", none.clone())), |draft| {
            draft.counts[0].missing = "0".to_owned();
            draft.measures = "初步摸查，无房屋倒塌".to_owned();
        }),
        case("geology", facts("landslide", "南山镇", "石门村三组", people(0, 0, Number::Known(2))), |draft| {
            draft.counts[0].missing = "1".to_owned();
            draft.counts[0].deaths = "1".to_owned();
        }),
        case(
            "forest_fire",
            Facts {
                flame_out: Some(FlameOut::Burning), ..facts("forest_fire", "南山镇", "太平村后山", none.clone())
            },
            |draft| {
                draft.flame_out = "2010".to_owned();
                draft.figures.insert("burnt_forest_ha".to_owned(), "0.18".to_owned());
            },
        ),
        case(
            "grass_fire",
            Facts {
                flame_out: Some(FlameOut::Burning), ..facts("grass_fire", "南山镇", "样例草场", none.clone())
            },
            |draft| draft.flame_out = "2010".to_owned(),
        ),
        case(
            "food",
            with_unit(
                "样例小学",
                facts(
                    "food_safety",
                    "城关镇",
                    "样例小学",
                    Count { in_hospital: Number::Known(14), ..people(0, 14, Number::NotAsked) },
                ),
            ),
            |draft| draft.counts[0].in_hospital = "2".to_owned(),
        ),
        case(
            "public_health",
            with_unit("样例电子厂", facts("occupational_poisoning", "城关镇", "样例电子厂", some.clone())),
            worse,
        ),
        case("security", facts("criminal_case", "城关镇", "人民路", some), worse),
    ]
}
