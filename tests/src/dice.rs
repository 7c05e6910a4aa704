//! Random moments that can be had again: a failing test prints its seed.

/// A small generator; nothing secret depends on it.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// From `ZHIBAN_SEED`, else from this run; prints the seed.
    #[allow(clippy::print_stdout, reason = "a failure can only be had again with its seed")]
    pub fn thrown() -> Self {
        let given = std::env::var("ZHIBAN_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| u64::from(std::process::id()));
        println!("ZHIBAN_SEED={seed}");
        Self(seed)
    }

    /// From a seed of the test's own.
    pub fn from(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
