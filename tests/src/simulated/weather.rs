//! What befalls a request on its way, drawn from the seed.

use crate::dice::Dice;

/// How a request ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// As it should.
    Answered,
    /// It never arrives.
    Dropped,
    /// It arrives and is committed; the desk never hears of it.
    AnswerLost,
    /// It arrives twice, one right after the other.
    Doubled,
    /// The desk gives it up, and long after that it arrives.
    Late,
    /// It is answered, and long after that it arrives once more.
    Echoed,
}

impl Fate {
    /// All but the good one.
    const TROUBLES: [Self; 5] = [Self::Dropped, Self::AnswerLost, Self::Doubled, Self::Late, Self::Echoed];
}

/// How many of a hundred requests meet trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weather(pub(crate) u64);

impl Weather {
    /// Nothing befalls anybody.
    pub(crate) const CLEAR: Self = Self(0);

    /// Mostly fair, at times so that hardly anything gets through.
    pub(crate) fn drawn(dice: &mut Dice) -> Self {
        Self([0, 10, 30, 60][index(dice, 4)])
    }

    pub(crate) fn fate(self, dice: &mut Dice) -> Fate {
        if dice.below(100) >= self.0 { Fate::Answered } else { Fate::TROUBLES[index(dice, Fate::TROUBLES.len())] }
    }
}

/// Which of so many.
pub(crate) fn index(dice: &mut Dice, of: usize) -> usize {
    usize::try_from(dice.below(u64::try_from(of).unwrap_or(1))).unwrap_or(0)
}

/// The same in another order.
pub(crate) fn shuffled<T>(mut these: Vec<T>, dice: &mut Dice) -> Vec<T> {
    for last in (1..these.len()).rev() {
        these.swap(last, index(dice, last + 1));
    }
    these
}
