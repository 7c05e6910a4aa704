//! As much of a place as a title takes.

/// Most characters of a place that a title takes.
const LONGEST_TITLE_PLACE: usize = 15;
/// The same where no town stands before it.
const LONGEST_WITHOUT_TOWN: usize = 25;
/// What the part of a long place that a title takes may end in: the road of a 桩号, the village of a house.
const ENDS: [&str; 18] = [
    "高速公路",
    "高速",
    "公路",
    "国道",
    "省道",
    "县道",
    "大道",
    "隧道",
    "大桥",
    "路",
    "街",
    "巷",
    "村",
    "社区",
    "小区",
    "景区",
    "园区",
    "水库",
];

/// What the title takes of a place, with a town before it or without.
pub(super) fn title_place(place: &str, town: bool) -> &str {
    shortened(place, if town { LONGEST_TITLE_PLACE } else { LONGEST_WITHOUT_TOWN })
}

/// A place, or of one that is too long the beginning that is a place itself: G1812沧榆高速忻州方向云中山隧道.
fn shortened(place: &str, longest: usize) -> &str {
    let starts = place.char_indices().map(|(at, _)| at).chain([place.len()]);
    let parts: Vec<&str> = starts.skip(2).take(longest.saturating_sub(1)).filter_map(|at| place.get(..at)).collect();
    let is_place = |part: &&&str| {
        let rest = place.get(part.len()..).unwrap_or_default();
        rest.is_empty() || ENDS.iter().any(|end| part.ends_with(end)) && !rest.starts_with(['道', '口', '委', '段'])
    };
    parts.iter().rfind(is_place).copied().unwrap_or_default()
}
