//! 给谁: which entries may go into a packet, and who may take them in (DESIGN §4, the audience by kind).

use serde::{Deserialize, Serialize};

use crate::entry::{Audience, Header};
use crate::unit::UnitCode;

/// For whom a packet is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForWhom {
    /// 上级单位值班室: what that unit may read and nothing else.
    Superior(UnitCode),
    /// 本单位另一台
    OwnUnit,
    /// 上级节点: whatever waits to be sent; it is on its way there.
    Upstream,
}

/// Who takes a packet in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader<'unit> {
    /// A desk of this unit.
    Desk(&'unit UnitCode),
    /// The upstream itself.
    Upstream,
}

impl ForWhom {
    /// Whether an entry of `author`'s may be in a packet of that unit's.
    #[must_use]
    pub fn may_be_given(&self, header: &Header, author: &UnitCode) -> bool {
        header.unit == *author
            && match self {
                Self::OwnUnit | Self::Upstream => true,
                Self::Superior(unit) => match header.audience {
                    Audience::UnitAndSuperiors | Audience::SuperiorsAndAddressees => true,
                    Audience::Addressees => header.addressees.contains(unit),
                    Audience::Unit => false,
                },
            }
    }

    /// Whether that reader has a right to a packet of `author`'s: the unit's own desks to all of it, a unit above to what was
    /// made for it, and the upstream to everything, which would have come to it anyway.
    #[must_use]
    pub fn may_be_read(&self, author: &UnitCode, reader: Reader<'_>) -> bool {
        match (reader, self) {
            (Reader::Upstream, _) => true,
            (Reader::Desk(unit), _) if unit == author => true,
            (Reader::Desk(unit), Self::Superior(named)) => unit == named && may_stand_above(unit, author),
            (Reader::Desk(_), Self::OwnUnit | Self::Upstream) => false,
        }
    }

    /// The words on screen, where a name of the unit above is not known.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Superior(unit) => format!("上级单位（{unit}）"),
            Self::OwnUnit => "制作单位自己的另一台".to_owned(),
            Self::Upstream => "上级节点".to_owned(),
        }
    }
}

/// A desk does not know the tree below it. Where both codes are of GB/T 2260, those of a division begin like its own; a
/// neighbour's never do.
fn may_stand_above(above: &UnitCode, below: &UnitCode) -> bool {
    let of_a_division = |code: &UnitCode| code.0.len() == 6 && code.0.bytes().all(|digit| digit.is_ascii_digit());
    if !of_a_division(above) || !of_a_division(below) {
        return true;
    }
    let levels = above.0.as_bytes().chunks(2).rposition(|pair| pair != b"00").map_or(0, |last| last + 1);
    above != below && below.0.starts_with(&above.0[..levels * 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_for_a_superior_is_read_by_no_neighbour_and_by_nobody_below() {
        let code = |text: &str| UnitCode(text.to_owned());
        let read = |to: &str, author: &str| {
            let unit = code(to);
            ForWhom::Superior(unit.clone()).may_be_read(&code(author), Reader::Desk(&unit))
        };
        assert!(read("990100", "990121") && read("990000", "990121") && read("000000", "990121"));
        assert!(read("990100-01", "990121"), "of an extension's place nothing is known");
        assert!(!read("990122", "990121") && !read("990200", "990121") && !read("990121", "990100"));
        let city = code("990100");
        assert!(!ForWhom::Superior(code("990000")).may_be_read(&code("990121"), Reader::Desk(&city)));
        assert!(!ForWhom::OwnUnit.may_be_read(&code("990121"), Reader::Desk(&city)));
        assert!(!ForWhom::Upstream.may_be_read(&code("990121"), Reader::Desk(&city)));
        assert!(ForWhom::Upstream.may_be_read(&code("990121"), Reader::Upstream));
    }
}
