//! 疑似重复: another incident that may be the same one, by kind, place and time. Offered, never decided.

use chrono::TimeDelta;

use crate::Moment;
use crate::facts::Facts;
use crate::hygiene;
use crate::pack::Packs;

/// Calls about one incident come within so much of each other.
const SAME_EVENING: TimeDelta = TimeDelta::hours(6);
/// So many characters that two places share make them likely the same.
const SHARED: usize = 3;

/// Most characters that a place is told by; other units' words have no limit of ours.
const LONGEST_PLACE: usize = 200;

/// Why two incidents may be one, in words; none where nothing points to it. Times are when the room first knew.
#[must_use]
pub fn likeness(packs: &Packs, one: (&Facts, Moment), other: (&Facts, Moment)) -> Option<String> {
    let ((facts, aware), (others, others_aware)) = (one, other);
    if (aware - others_aware).abs() > SAME_EVENING {
        return None;
    }
    let family = |facts: &Facts| Some(packs.event(facts.kind.as_deref()?)?.family.clone());
    let same_kind = facts.kind.is_some() && (facts.kind == others.kind || family(facts) == family(others));
    let town = |facts: &Facts| facts.town.known().map(str::to_owned);
    let towns = town(facts).zip(town(others));
    // A city writes the county before the town, the county does not.
    let one_town = |ours: &str, theirs: &str| ours.ends_with(theirs) || theirs.ends_with(ours);
    if towns.as_ref().is_some_and(|(ours, theirs)| !one_town(ours, theirs)) {
        return None;
    }
    let place = |facts: &Facts| {
        let words: String =
            [&facts.place, &facts.site, &facts.unit].into_iter().filter_map(|stated| stated.known()).collect();
        hygiene::beginning(&words, LONGEST_PLACE).to_owned()
    };
    let shared = longest_shared(&place(facts), &place(others));
    let mut why = Vec::new();
    if let Some((town, _)) = towns {
        why.push(format!("同在{town}"));
    }
    if shared.chars().count() >= SHARED {
        why.push(format!("地点都有“{shared}”"));
    }
    if same_kind {
        why.push("类型相同".to_owned());
    }
    (why.len() >= 2).then(|| why.join("，"))
}

fn longest_shared(one: &str, other: &str) -> String {
    let chars: Vec<char> = one.chars().collect();
    let mut longest = String::new();
    for start in 0..chars.len() {
        let mut end = start + longest.chars().count() + 1;
        while let Some(piece) = chars.get(start..end).map(|piece| piece.iter().collect::<String>()) {
            if !other.contains(&piece) {
                break;
            }
            longest = piece;
            end += 1;
        }
    }
    longest
}
