//! 在哪里: the place as title and first sentence name it. An institution keeps its own name, and ground that is not ours,
//! or not known to be, is not said to be ours (practice 2.13).

use super::phrases::known;
use super::{LetterFacts, prose};
use crate::facts::{Facts, Jurisdiction, Stated};

mod divided;
mod short;

use divided::divided;
pub(super) use divided::named_division;

/// Places that the divisions name already.
const WHOLE: [&str; 6] = ["全县", "全市", "全区", "全旗", "全境", "全域"];
/// What an address ends in, and no institution: 样例县幸福路12号.
const ADDRESSES: [&str; 8] = ["号", "路", "街", "巷", "村", "组", "路口", "路段"];
/// What lies within a unit and says nothing without it, whatever its number: 3号车间, 井下1203工作面.
const PARTS: [&str; 20] = [
    "车间",
    "井下",
    "井口",
    "工作面",
    "采场",
    "厂区",
    "厂内",
    "厂房",
    "矿区",
    "库区",
    "罐区",
    "院内",
    "校内",
    "楼顶",
    "楼道",
    "楼内",
    "办公楼",
    "教学楼",
    "门诊楼",
    "住院楼",
];
/// The same behind a number only: 三楼 lies within a unit, 楼下村 does not.
const NUMBERED_PARTS: [&str; 3] = ["楼", "层", "号井"];

/// Where it happened, in the parts that the letter puts together.
#[derive(Debug, Default)]
pub(super) struct Whereabouts {
    /// What a title begins with: 样例省样例市样例县, 毗邻样例县的邻山县.
    pub(super) lead: String,
    /// 河东镇; none before the name of an institution of the county.
    pub(super) town: String,
    /// What the title names below it: the unit, the site, or as much of the place as a title takes.
    pub(super) subject: String,
    /// The whole, as the first sentence names it.
    pub(super) location: String,
    /// The same to somebody who knows which county speaks.
    pub(super) nearby: String,
    /// The same to the county whose ground it is, or may be.
    pub(super) to_neighbour: String,
    /// What [`Whereabouts::to_neighbour`] is called in a title.
    pub(super) title_to_neighbour: String,
    /// Whether anything below the town is named.
    pub(super) named: bool,
}

impl Whereabouts {
    /// Where the facts of that letter say that it happened.
    pub(super) fn of(letter: &LetterFacts<'_>) -> Self {
        match letter.facts.jurisdiction {
            Jurisdiction::Ours => Self::ours(letter),
            _ => Self::beyond(letter),
        }
    }

    fn ours(letter: &LetterFacts<'_>) -> Self {
        let (facts, divisions) = (letter.facts, &letter.unit.divisions);
        let whole = divisions.concat();
        let town = known(&facts.town).map(|town| below(&town, divisions)).unwrap_or_default();
        let ground = Ground { divisions, town: &town };
        let place = ground.place(facts);
        let title = ground.title(facts, &place);
        let nearby = match &place {
            Name::OfCounty(name) if town.is_empty() || name.contains(&town) => name.clone(),
            // Without the town before it, it would be an institution of the town.
            Name::OfCounty(name) => format!("{}{name}（位于{town}）", county(divisions)),
            Name::Below(name) => format!("{town}{name}"),
        };
        let above = match &place {
            Name::OfCounty(name) if town.is_empty() || name.contains(&town) => whole.as_str(),
            Name::OfCounty(_) => whole.strip_suffix(county(divisions)).unwrap_or(&whole),
            Name::Below(_) => whole.as_str(),
        };
        let (title_town, subject) = match title {
            Name::OfCounty(subject) => (String::new(), subject),
            Name::Below(subject) => (town.clone(), subject),
        };
        let location = format!("{above}{nearby}");
        Self {
            named: !place.text().is_empty(),
            to_neighbour: location.clone(),
            title_to_neighbour: format!("{whole}{title_town}{subject}"),
            lead: whole,
            town: title_town,
            subject,
            location,
            nearby,
        }
    }

    /// Ground of another county, or of nobody knows which: named as it was said, without our divisions before it.
    fn beyond(letter: &LetterFacts<'_>) -> Self {
        let facts = letter.facts;
        let (town, place) = (known(&facts.town).unwrap_or_default(), known(&facts.place).unwrap_or_default());
        let (of_town, town) = divided(&town);
        let (of_place, place) = divided(&place);
        let region = if of_place.is_empty() { of_town } else { of_place };
        let place = place.strip_prefix(town).unwrap_or(place);
        let named = subject(facts);
        let below = if place.is_empty() { named.as_str() } else { place };
        let below = within(facts, below);
        let subject = if named.is_empty() { short::title_place(place, !town.is_empty()).to_owned() } else { named };
        let plain = format!("{region}{town}{below}");
        let title = format!("{region}{town}{subject}");
        let county = county(&letter.unit.divisions);
        let (lead, location) = match facts.jurisdiction {
            Jurisdiction::Neighbour => {
                (format!("毗邻{county}的{region}"), format!("毗邻{}的{plain}", letter.unit.our_own()))
            }
            _ => (format!("{}接报{region}", letter.unit.divisions.concat()), plain.clone()),
        };
        Self {
            lead,
            town: town.to_owned(),
            subject,
            nearby: location.clone(),
            location,
            named: !below.is_empty(),
            to_neighbour: plain,
            title_to_neighbour: title,
        }
    }

    /// 事发单位为……, unless the place names it already.
    pub(super) fn unit(&self, said: &Facts) -> String {
        known(&said.unit)
            .filter(|unit| !self.location.contains(unit.as_str()))
            .map(|unit| prose::sentence(&format!("事发单位为{unit}")))
            .unwrap_or_default()
    }
}

/// 样例县, the last of the divisions.
fn county(divisions: &[String]) -> &str {
    divisions.last().map_or("", String::as_str)
}

/// A town without the divisions before it, which the letter says anyway: 样例县河东镇 is 河东镇.
pub(super) fn below(place: &str, divisions: &[String]) -> String {
    let mut rest = place;
    for division in divisions {
        rest = rest.strip_prefix(division.as_str()).unwrap_or(rest);
    }
    rest.to_owned()
}

/// A name and what stands before it.
enum Name {
    /// It belongs behind the county's own name: of 样例县人民医院, 人民医院.
    OfCounty(String),
    /// It stands below the town.
    Below(String),
}

impl Name {
    fn text(&self) -> &str {
        match self {
            Self::OfCounty(text) | Self::Below(text) => text,
        }
    }
}

/// Our divisions and the town below them.
struct Ground<'a> {
    divisions: &'a [String],
    town: &'a str,
}

impl Ground<'_> {
    /// A division before the next lower one, or before the town, tells where; before anything else it is part of a name.
    fn name(&self, text: &str) -> Name {
        let (mut rest, mut last) = (text, None);
        for (index, division) in self.divisions.iter().enumerate() {
            if let Some(after) = rest.strip_prefix(division.as_str()) {
                (rest, last) = (after, Some(index));
            }
        }
        if rest.is_empty() || WHOLE.contains(&rest) {
            return Name::Below(String::new());
        }
        let in_town = !self.town.is_empty() && rest.starts_with(self.town);
        match last.filter(|_| !in_town) {
            Some(index) if index + 1 == self.divisions.len() && ADDRESSES.iter().any(|end| rest.ends_with(end)) => {
                Name::Below(rest.to_owned())
            }
            Some(index) if index + 1 == self.divisions.len() => Name::OfCounty(rest.to_owned()),
            // 样例市第一人民医院 lies in the county, and is none of the county's.
            Some(index) => Name::Below(format!("{}{rest}", self.divisions.get(index).map_or("", String::as_str))),
            None => Name::Below(rest.strip_prefix(self.town).unwrap_or(rest).to_owned()),
        }
    }

    /// The place; of a part of a unit with the unit; where none is known, what the title names.
    fn place(&self, facts: &Facts) -> Name {
        match known(&facts.place) {
            Some(place) => self.name(&within(facts, &place)),
            None => self.name(&subject(facts)),
        }
    }

    /// What the title names.
    fn title(&self, facts: &Facts, place: &Name) -> Name {
        let named = subject(facts);
        if !named.is_empty() {
            return self.name(&named);
        }
        match place {
            Name::OfCounty(place) => Name::OfCounty(short::title_place(place, false).to_owned()),
            Name::Below(place) => Name::Below(short::title_place(place, !self.town.is_empty()).to_owned()),
        }
    }
}

/// The unit and the site, as far as they are known.
fn subject(facts: &Facts) -> String {
    match (known(&facts.unit), known(&facts.site)) {
        (Some(unit), Some(site)) if site.contains(&unit) => site,
        (unit, site) => unit.unwrap_or_default() + &site.unwrap_or_default(),
    }
}

/// 井下1203工作面 with the mine before it.
fn within(facts: &Facts, place: &str) -> String {
    let unit = known(&facts.unit).filter(|unit| is_part(place) && !place.contains(unit.as_str()));
    unit.unwrap_or_default() + place
}

fn is_part(place: &str) -> bool {
    let number = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十第东西南北#".contains(c);
    let bare = place.trim_start_matches(number);
    let numbered = bare.len() < place.len() && NUMBERED_PARTS.iter().any(|part| bare.starts_with(part));
    numbered
        || [place, bare, bare.trim_start_matches('号')]
            .iter()
            .any(|rest| PARTS.iter().any(|part| rest.starts_with(part)))
}

/// The town that a title names; none before the name of an institution of the county.
pub(crate) fn town_in_title(letter: &LetterFacts<'_>) -> String {
    Whereabouts::of(letter).town
}

/// 邻山县: what the place of a matter beyond our borders says of whose ground it is; empty where it does not.
pub(crate) fn division_beyond(town: &Stated, place: &Stated) -> String {
    let of = |stated: &Stated| known(stated).map(|text| divided(&text).0.to_owned()).unwrap_or_default();
    let place = of(place);
    if place.is_empty() { of(town) } else { place }
}
