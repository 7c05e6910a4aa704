//! 计量: a measured number with at most two decimals, kept exact: 万元, 公顷, 震级, 小时.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;

/// A number with at most two decimals. In JSON and TOML a plain number: `1000`, `999.99`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, TS)]
#[ts(type = "number")]
pub struct Quantity {
    hundredths: u64,
}

/// Why a quantity cannot be taken; a sentence for the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// No number.
    #[error("“{0}”读不出数字，请填数字，最多两位小数")]
    Unreadable(String),
    /// Beyond [`Quantity::MAX`].
    #[error("“{0}”数字过大，请核对单位")]
    TooLarge(String),
}

impl Quantity {
    /// Largest that is taken: a hundred million of any unit.
    pub const MAX: Self = Self { hundredths: 100_000_000 * 100 };

    /// A whole number.
    #[must_use]
    pub const fn whole(number: u32) -> Self {
        Self { hundredths: number as u64 * 100 }
    }

    /// The number itself, where it is a whole one that fits.
    #[must_use]
    pub fn as_whole(self) -> Option<u32> {
        u32::try_from(self.hundredths / 100).ok().filter(|_| self.hundredths.is_multiple_of(100))
    }

    /// Ten thousand times as much (万), at most the largest number there is.
    #[must_use]
    pub fn ten_thousandfold(self) -> Self {
        Self { hundredths: self.hundredths.saturating_mul(10_000) }.min(Self::MAX)
    }

    /// Both together, at most the largest number there is.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.saturating_add(other.hundredths) }
    }

    /// What is left of it, at least nothing.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self { hundredths: self.hundredths.saturating_sub(other.hundredths) }
    }

    /// 4.0, as a magnitude is written.
    #[must_use]
    pub fn with_tenths(self) -> String {
        if self.hundredths.is_multiple_of(100) { format!("{self}.0") } else { self.to_string() }
    }

    /// So many hundredths.
    #[must_use]
    pub const fn hundredths(hundredths: u64) -> Self {
        Self { hundredths }
    }

    /// Reads digits with at most two decimals, full-width too.
    ///
    /// # Errors
    /// [`QuantityError`]: the cell is then not adopted, and stays in the draft as it was typed.
    pub fn read(cell: &str) -> Result<Self, QuantityError> {
        let plain: String = cell.chars().map(crate::hygiene::half_width).collect();
        let plain = plain.trim();
        let shown = || plain.chars().take(20).collect::<String>();
        let unreadable = || QuantityError::Unreadable(shown());
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return Err(unreadable());
        }
        let too_large = || QuantityError::TooLarge(shown());
        let whole: u64 = whole.parse().map_err(|_| too_large())?;
        let decimals: u64 = format!("{decimals:0<2}").parse().map_err(|_| unreadable())?;
        let hundredths = whole.checked_mul(100).and_then(|all| all.checked_add(decimals)).ok_or_else(too_large)?;
        let quantity = Self { hundredths };
        if quantity > Self::MAX { Err(too_large()) } else { Ok(quantity) }
    }

    fn of_float(value: f64) -> Option<Self> {
        let hundredths = (value * 100.0).round();
        let exact = (hundredths - value * 100.0).abs() < 1e-6;
        let in_range = (0.0..=100_000_000.0).contains(&value);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked just above")]
        (exact && in_range).then_some(Self { hundredths: hundredths as u64 })
    }
}

impl From<u32> for Quantity {
    fn from(number: u32) -> Self {
        Self::whole(number)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.hundredths / 100, self.hundredths % 100);
        match rest {
            0 => write!(f, "{whole}"),
            tenths if tenths % 10 == 0 => write!(f, "{whole}.{}", tenths / 10),
            both => write!(f, "{whole}.{both:02}"),
        }
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.hundredths.is_multiple_of(100) {
            return serializer.serialize_u64(self.hundredths / 100);
        }
        #[expect(clippy::cast_precision_loss, reason = "at most ten digits")]
        serializer.serialize_f64(self.hundredths as f64 / 100.0)
    }
}

struct Number;

impl Visitor<'_> for Number {
    type Value = Quantity;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("不为负、最多两位小数的数字")
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Quantity, E> {
        let quantity = value.checked_mul(100).map(Quantity::hundredths).filter(|quantity| *quantity <= Quantity::MAX);
        quantity.ok_or_else(|| E::custom(format!("数字{value}过大")))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Quantity, E> {
        u64::try_from(value)
            .map_err(|_| E::custom(format!("数字{value}不应为负")))
            .and_then(|value| self.visit_u64(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Quantity, E> {
        Quantity::of_float(value).ok_or_else(|| E::custom(format!("数字{value}应不为负、最多两位小数")))
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Number).map_err(D::Error::custom)
    }
}

impl JsonSchema for Quantity {
    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "description": "A number with at most two decimals." })
    }
}
