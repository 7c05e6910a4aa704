//! Who is handed an entry: by its audience, its author's unit, and the units above it.

use domain::entry::Audience;
use domain::unit::UnitCode;

/// The units that get the entry with its body, the author's own first, each once.
///
/// The unit's own desks are among them: the other desk of the room must see what this one wrote.
pub(crate) fn recipients(
    audience: Audience,
    own: &UnitCode,
    superiors: &[UnitCode],
    addressees: &[UnitCode],
) -> Vec<UnitCode> {
    let (above, named): (&[UnitCode], &[UnitCode]) = match audience {
        Audience::Unit => (&[], &[]),
        Audience::UnitAndSuperiors => (superiors, &[]),
        Audience::Addressees => (&[], addressees),
        Audience::SuperiorsAndAddressees => (superiors, addressees),
    };
    let mut units = vec![own.clone()];
    for unit in above.iter().chain(named) {
        if !units.contains(unit) {
            units.push(unit.clone());
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_audience_reaches_its_units_once_and_always_the_authors_own_room() {
        let unit = |code: &str| UnitCode(code.to_owned());
        let (own, superiors) = (unit("县"), [unit("市"), unit("省")]);
        let addressees = [unit("邻县"), unit("县"), unit("邻县")];
        let to = |audience| recipients(audience, &own, &superiors, &addressees);
        assert_eq!(to(Audience::Unit), [unit("县")]);
        assert_eq!(to(Audience::UnitAndSuperiors), [unit("县"), unit("市"), unit("省")]);
        assert_eq!(to(Audience::Addressees), [unit("县"), unit("邻县")]);
        assert_eq!(to(Audience::SuperiorsAndAddressees), [unit("县"), unit("市"), unit("省"), unit("邻县")]);
    }
}
