//! 样例省: one province, two cities, eight counties.

/// A unit with a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its division code.
    pub(crate) code: &'static str,
    /// How a trace calls it.
    pub(crate) name: &'static str,
    /// The code of the unit above; none for the province.
    pub(crate) above: Option<&'static str>,
}

const fn place(code: &'static str, name: &'static str, above: Option<&'static str>) -> Place {
    Place { code, name, above }
}

/// All of them: a world with fewer takes them in this order, so that the smallest has every level.
pub(crate) const PLACES: [Place; 11] = [
    place("990000", "province", None),
    place("990100", "city 1", Some("990000")),
    place("990121", "county 1-1", Some("990100")),
    place("990122", "county 1-2", Some("990100")),
    place("990200", "city 2", Some("990000")),
    place("990221", "county 2-1", Some("990200")),
    place("990222", "county 2-2", Some("990200")),
    place("990123", "county 1-3", Some("990100")),
    place("990124", "county 1-4", Some("990100")),
    place("990223", "county 2-3", Some("990200")),
    place("990224", "county 2-4", Some("990200")),
];

/// Whether `unit` is `above` or stands anywhere below it.
pub(crate) fn is_within(unit: &str, above: &str) -> bool {
    let up = |code: &str| PLACES.iter().find(|place| place.code == code).and_then(|place| place.above);
    unit == above || up(unit).is_some_and(|next| is_within(next, above))
}

/// The table of units as an administrator loads it.
pub(crate) fn table() -> String {
    let mut table = "code,name,level,parent,divisions,sample\n".to_owned();
    for place in PLACES {
        let (level, divisions) = level_and_divisions(place);
        let parent = place.above.unwrap_or_default();
        table.push_str(&format!("{},{}应急管理局,{level},{parent},{divisions},true\n", place.code, place.name));
    }
    table
}

fn level_and_divisions(place: Place) -> (&'static str, String) {
    let city = |code: &str| format!("样例省/样例{}市", &code[2..4]);
    match place.code {
        "990000" => ("province", "样例省".to_owned()),
        code if code.ends_with("00") => ("city", city(code)),
        code => ("county", format!("{}/样例{}县", city(code), &code[2..])),
    }
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn a_county_is_within_its_city_and_province_and_not_within_its_neighbours() {
        assert!(is_within("990121", "990121") && is_within("990121", "990100") && is_within("990121", "990000"));
        assert!(!is_within("990121", "990122") && !is_within("990121", "990200") && !is_within("990100", "990121"));
    }
}
