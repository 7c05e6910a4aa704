//! What the tests share: a county, its packs, times of one evening, facts of a few incidents.

use std::sync::LazyLock;

use domain::Moment;
use domain::beijing;
use domain::check::sample_county;
use domain::count::{Count, Number};
use domain::facts::{Facts, Occurred, Precision, Stated};
use domain::letter::{Letter, LetterFacts, compose};
use domain::pack::Packs;
use domain::quantity::Quantity;
use domain::report::Stage;
use domain::unit::Unit;

pub(crate) static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::embedded().unwrap());

/// Beijing time: `2024-04-07 18:09` or with seconds.
pub(crate) fn at(text: &str) -> Moment {
    let parse = |format| chrono::NaiveDateTime::parse_from_str(text, format);
    beijing::instant(parse("%Y-%m-%d %H:%M").or_else(|_| parse("%Y-%m-%d %H:%M:%S")).unwrap())
}

/// That evening: `18:09`.
pub(crate) fn evening(clock: &str) -> Moment {
    at(&format!("2024-04-07 {clock}"))
}

pub(crate) fn known(text: &str) -> Stated {
    Stated::Known(text.to_owned())
}

pub(crate) fn minute(moment: Moment) -> Option<Occurred> {
    Some(Occurred { at: moment, precision: Precision::Minute })
}

/// A row that says nothing yet.
pub(crate) fn row(source: &str, as_of: Option<Moment>) -> Count {
    Count { source: source.to_owned(), as_of, adopted: true, ..Count::default() }
}

/// The county of the public notice E7 (notices/E7.json).
pub(crate) fn feidong() -> Unit {
    Unit { divisions: ["安徽省", "合肥市", "肥东县"].map(str::to_owned).to_vec(), ..sample_county() }
}

/// E7: the time given is the call's, not the fire's.
pub(crate) fn e7() -> Facts {
    Facts {
        kind: Some("fire".to_owned()),
        town: known("撮镇"),
        place: known("中心街一民房一楼楼道杂物间"),
        site: known("一民房"),
        unit: Stated::NotApplicable,
        source: known("群众"),
        counts: vec![Count {
            deaths: Number::Known(1),
            injured: Number::Known(11),
            seriously_injured: Number::SomeUnknown,
            missing: Number::WhetherUnknown,
            trapped: Number::WhetherUnknown,
            ..row("县消防救援大队", Some(evening("18:28")))
        }],
        forces: known("消防、公安、120等部门"),
        measures: known("明火已扑灭，伤员正在留观和救治，房主及相关责任人已被控制。"),
        cause: Stated::Checking,
        ..Facts::default()
    }
}

/// A fire with nobody hurt, every number a statement of 无.
pub(crate) fn no_casualties() -> Facts {
    Facts {
        kind: Some("fire".to_owned()),
        occurred: Some(Occurred { at: evening("18:05"), precision: Precision::About }),
        town: known("河东镇"),
        place: known("幸福路12号一仓库"),
        site: known("一仓库"),
        unit: Stated::NotApplicable,
        source: known("县消防救援大队"),
        counts: vec![Count {
            deaths: Number::Known(0),
            injured: Number::Known(0),
            seriously_injured: Number::Known(0),
            missing: Number::Known(0),
            trapped: Number::Known(0),
            ..row("县消防救援大队", Some(evening("18:30")))
        }],
        building: known("单层砖混结构, 面积约200平方米"),
        forces: known("消防救援 5 车 26 人"),
        measures: known("明火已扑灭"),
        cause: known("电气线路故障"),
        loss_wan: Some(Quantity::whole(3)),
        opinion: known("网络已出现现场短视频，正在监测"),
        requests: known("暂无"),
        ..Facts::default()
    }
}

/// A production accident of which nothing is known but that it happened.
pub(crate) fn all_checking() -> Facts {
    let checking = || Stated::Checking;
    Facts {
        kind: Some("explosion".to_owned()),
        town: known("河西镇"),
        place: known("工业园区二路"),
        unit: checking(),
        source: known("河西镇值班室"),
        counts: vec![Count {
            deaths: Number::WhetherUnknown,
            injured: Number::WhetherUnknown,
            seriously_injured: Number::WhetherUnknown,
            missing: Number::WhetherUnknown,
            trapped: Number::WhetherUnknown,
            ..row("河西镇值班室", Some(evening("18:20")))
        }],
        course: checking(),
        building: checking(),
        forces: checking(),
        measures: checking(),
        cause: checking(),
        scene_leader: checking(),
        ..Facts::default()
    }
}

/// A collapse with workers under it, two informants.
pub(crate) fn trapped() -> Facts {
    Facts {
        kind: Some("collapse".to_owned()),
        occurred: minute(evening("17:58")),
        town: known("河西镇"),
        place: known("工业园区二路8号"),
        site: known("一在建厂房"),
        unit: known("样例建设有限公司"),
        source: known("河西镇值班室"),
        counts: vec![
            Count {
                deaths: Number::Known(0),
                injured: Number::Known(4),
                seriously_injured: Number::Known(1),
                missing: Number::SomeUnknown,
                trapped: Number::Known(3),
                evacuated: Number::Known(13),
                ..row("县消防救援大队", Some(evening("18:26")))
            },
            Count { injured: Number::Known(5), adopted: false, ..row("县急救中心", Some(evening("18:25"))) },
        ],
        course: known("浇筑作业时支模架垮塌"),
        forces: known("消防救援6车30人、120急救车3辆已到场"),
        measures: known("正在搜救被困人员；现场已警戒"),
        cause: known("疑似支模架失稳"),
        scene_leader: known("县应急管理局副局长甲某（0000-0000000）"),
        next_step: known("调集大型机械破拆"),
        requests: known("请市局协调生命探测设备"),
        ..Facts::default()
    }
}

/// A letter of that evening: picked up 18:09, reported 18:14.
pub(crate) fn letter_facts<'a>(unit: &'a Unit, facts: &'a Facts) -> LetterFacts<'a> {
    LetterFacts {
        unit,
        facts,
        first_received: evening("18:09"),
        caller: None,
        by_phone: true,
        calls: Vec::new(),
        first_reported: Some((evening("18:14"), "市应急管理局指挥中心")),
        stage: Stage::First,
        nth: 0,
        before: None,
        as_of: evening("18:36"),
    }
}

pub(crate) fn written(facts: &Facts) -> Letter {
    compose(&PACKS, &letter_facts(&sample_county(), facts))
}
