//! 提醒: the steps in which a clock's alarm rings.

use serde::{Deserialize, Serialize};

/// Which of the two sounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// The limit is near.
    Near,
    /// The limit is here.
    Due,
}

/// When a step rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepTime {
    /// So many minutes before the limit; 0 is the limit itself.
    BeforeMinutes(u32),
    /// For 及时, which has no limit: so many minutes after its origin.
    PromptlyAfterMinutes(u32),
}

/// One step of the alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmStep {
    /// Id, as in the record.
    pub id: String,
    /// When it rings.
    pub at: StepTime,
    /// Which sound.
    pub tone: Tone,
    /// Rings also for a limit that is not the earliest of its duty.
    #[serde(default)]
    pub last_call: bool,
}
