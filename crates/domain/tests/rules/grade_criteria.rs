//! Where each grade begins, table by table (domain.md §3): what `grade_tables` tries on both sides.

use domain::grade::Grade::{self, Extraordinary, Large, Major, Ordinary};

/// Where each grade begins, mildest first; just below it the grade before still holds.
pub(crate) type Boundaries = &'static [(&'static str, Grade)];

/// A criterion: kind of event, what else must hold, the measure that is moved, where its grades begin, and the grade that
/// holds below the first of them anyway.
pub(crate) struct Criterion {
    pub(crate) kind: &'static str,
    pub(crate) given: &'static [&'static str],
    pub(crate) also: &'static [(&'static str, &'static str)],
    pub(crate) measure: &'static str,
    pub(crate) begins: Boundaries,
    pub(crate) under: Option<Grade>,
}

const fn alone(kind: &'static str, measure: &'static str, begins: Boundaries) -> Criterion {
    Criterion { kind, given: &[], also: &[], measure, begins, under: None }
}

const DEATHS: Boundaries = &[("1", Ordinary), ("3", Large), ("10", Major), ("30", Extraordinary)];
const SERIOUS: Boundaries = &[("1", Ordinary), ("10", Large), ("50", Major), ("100", Extraordinary)];
const LOSS: Boundaries = &[("0.01", Ordinary), ("1000", Large), ("5000", Major), ("10000", Extraordinary)];

/// Kinds graded by the numbers of 493 art. 3 (§3.1), by whatever clause.
const BY_493: [&str; 14] = [
    "fire",
    "explosion",
    "collapse",
    "poisoning",
    "chemical_leak",
    "fall",
    "machinery",
    "electrocution",
    "coal_mine",
    "non_coal_mine",
    "construction",
    "fireworks",
    "gas",
    "road_traffic",
];

/// Everything else of §3, table by table.
pub(crate) fn criteria() -> Vec<Criterion> {
    let mut all = Vec::new();
    for kind in BY_493.into_iter().chain(["railway"]) {
        all.extend([
            alone(kind, "deaths", DEATHS),
            alone(kind, "seriously_injured", SERIOUS),
            alone(kind, "loss_wan", LOSS),
        ]);
    }
    // 3.2 特种设备
    all.extend([
        alone("crane", "deaths", DEATHS),
        alone("crane", "seriously_injured", SERIOUS),
        alone("lift", "loss_wan", &[("1", Ordinary), ("1000", Large), ("5000", Major), ("10000", Extraordinary)]),
        alone("lift", "lift_trapped_hours", &[("2", Ordinary)]),
        Criterion {
            given: &["toxic_leak"],
            ..alone(
                "pressure_equipment",
                "evacuated",
                &[("500", Ordinary), ("10000", Large), ("50000", Major), ("150000", Extraordinary)],
            )
        },
        Criterion {
            also: &[("stranded_aloft", "1")],
            ..alone("ropeway", "ropeway_stranded_hours", &[("3.5", Ordinary), ("12", Large)])
        },
        Criterion {
            also: &[("stranded_aloft", "100")],
            ..alone(
                "ropeway",
                "ropeway_stranded_hours",
                &[("3.5", Ordinary), ("12", Large), ("24", Major), ("48", Extraordinary)],
            )
        },
        Criterion {
            also: &[("stranded_aloft", "100")],
            ..alone(
                "amusement_ride",
                "ride_stranded_hours",
                &[("1", Ordinary), ("12", Large), ("24", Major), ("48", Extraordinary)],
            )
        },
        Criterion {
            also: &[("ropeway_stranded_hours", "48")],
            under: Some(Large),
            ..alone("ropeway", "stranded_aloft", &[("100", Extraordinary)])
        },
        Criterion {
            given: &["boiler_600mw_stopped"],
            ..alone("pressure_equipment", "boiler_stopped_hours", &[("240", Major)])
        },
    ]);
    // 3.3 铁路
    all.extend([
        alone("railway", "coaches_derailed", &[("2", Large), ("18", Major)]),
        alone("railway", "wagons_derailed", &[("6", Large), ("60", Major)]),
        alone("railway", "line_closed_hours", &[("10", Large)]),
        Criterion { given: &["busy_trunk"], ..alone("railway", "line_closed_hours", &[("6", Large)]) },
        Criterion {
            given: &["busy_trunk"],
            also: &[("coaches_derailed", "2")],
            under: Some(Large),
            ..alone("railway", "line_closed_hours", &[("24", Major)])
        },
        Criterion {
            also: &[("wagons_derailed", "6")],
            under: Some(Large),
            ..alone("railway", "line_closed_hours", &[("48", Major)])
        },
        Criterion {
            given: &["busy_trunk"],
            also: &[("coaches_derailed", "18")],
            under: Some(Major),
            ..alone("railway", "line_closed_hours", &[("48", Extraordinary)])
        },
        Criterion {
            given: &["busy_trunk"],
            also: &[("line_closed_hours", "48")],
            under: Some(Major),
            ..alone("railway", "wagons_derailed", &[("60", Extraordinary)])
        },
    ]);
    // 3.4 森林火灾; §10.4
    all.extend([
        alone(
            "forest_fire",
            "burnt_forest_ha",
            &[("0.01", Ordinary), ("1", Large), ("100", Major), ("1000", Extraordinary)],
        ),
        alone("forest_fire", "deaths", DEATHS),
        alone("forest_fire", "seriously_injured", SERIOUS),
    ]);
    // 3.5 草原火灾
    all.extend([
        alone(
            "grass_fire",
            "burnt_grass_ha",
            &[("10", Ordinary), ("1000", Large), ("5000", Major), ("8000", Extraordinary)],
        ),
        alone("grass_fire", "deaths", &[("1", Large), ("3", Major), ("10", Extraordinary)]),
        alone("grass_fire", "seriously_injured", &[("1", Ordinary), ("3", Large)]),
        Criterion {
            under: Some(Large),
            ..alone("grass_fire", "deaths_and_seriously_injured", &[("10", Major), ("20", Extraordinary)])
        },
        alone("grass_fire", "loss_wan", &[("0.5", Ordinary), ("50", Large), ("300", Major), ("500", Extraordinary)]),
    ]);
    // 3.6 地震; §10.5
    all.extend([
        alone(
            "earthquake",
            "deaths_and_missing",
            &[("1", Ordinary), ("10", Large), ("50", Major), ("300", Extraordinary)],
        ),
        alone("earthquake", "magnitude", &[("4", Ordinary), ("5", Large), ("6", Major), ("7", Extraordinary)]),
        Criterion {
            given: &["dense_population"],
            ..alone("earthquake", "magnitude", &[("4", Large), ("5", Major), ("6", Extraordinary)])
        },
    ]);
    // 3.7 地质灾害
    for kind in ["landslide", "debris_flow", "rockfall", "ground_collapse"] {
        all.extend([
            alone(kind, "deaths", DEATHS),
            alone(kind, "loss_wan", &[("0.01", Ordinary), ("100", Large), ("500", Major), ("1000", Extraordinary)]),
            alone(kind, "to_be_moved", &[("1", Ordinary), ("100", Large), ("500", Major), ("1000", Extraordinary)]),
            alone(
                kind,
                "potential_loss_wan",
                &[("0.01", Ordinary), ("500", Large), ("5000", Major), ("10000", Extraordinary)],
            ),
        ]);
    }
    // 3.8 气象
    all.extend([
        Criterion { given: &["extreme_weather_area"], ..alone("rainstorm", "deaths", &[("30", Extraordinary)]) },
        Criterion { given: &["extreme_weather_area"], ..alone("gale", "loss_wan", &[("5000", Extraordinary)]) },
    ]);
    // 3.9 突发环境事件
    all.extend([
        alone("environment", "deaths", DEATHS),
        alone("environment", "seriously_injured", SERIOUS),
        alone("environment", "poisoned_or_injured", SERIOUS),
        alone(
            "environment",
            "evacuated",
            &[("1", Ordinary), ("5000", Large), ("10000", Major), ("50000", Extraordinary)],
        ),
        alone(
            "environment",
            "loss_wan",
            &[("0.01", Ordinary), ("500", Large), ("2000", Major), ("10000", Extraordinary)],
        ),
    ]);
    // 3.10 食品安全、公共卫生
    all.extend([
        alone("food_safety", "food_harmed", &[("30", Ordinary), ("100", Large)]),
        alone("food_safety", "deaths", &[("1", Large), ("10", Major)]),
        Criterion {
            also: &[("deaths", "1")],
            under: Some(Large),
            ..alone("food_safety", "food_harmed", &[("100", Major)])
        },
        Criterion {
            given: &["food_school"],
            under: Some(Ordinary),
            ..alone("food_safety", "food_harmed", &[("50", Major)])
        },
        alone("occupational_poisoning", "occupational_poisoned", &[("50", Major)]),
        alone("occupational_poisoning", "deaths", &[("5", Major)]),
    ]);
    // 3.11 安全事故特别重大标准
    all.extend([
        alone("chemical_leak", "evacuated", &[("100000", Extraordinary)]),
        alone("explosion", "life_threatened", &[("30", Extraordinary)]),
        alone("power_outage", "grid_loss_percent", &[("30", Extraordinary)]),
        Criterion {
            also: &[("households_cut", "50000")],
            ..alone("gas", "supply_cut_hours", &[("48", Extraordinary)])
        },
        Criterion {
            also: &[("supply_cut_hours", "48")],
            ..alone("gas", "households_cut", &[("50000", Extraordinary)])
        },
        Criterion { given: &["ship_threat"], ..alone("water_traffic", "ship_tonnage", &[("10000", Extraordinary)]) },
    ]);
    all
}
