//! What an officer can do, one file each. Every one runs the same way: command → use case → entry → view.

pub(crate) mod accord;
pub(crate) mod alarm;
pub(crate) mod backup;
pub(crate) mod call;
pub(crate) mod call_out;
pub(crate) mod change;
pub(crate) mod coming_file;
pub(crate) mod compose;
pub(crate) mod desk;
pub(crate) mod draft;
pub(crate) mod duty;
pub(crate) mod ending;
pub(crate) mod enrol;
pub(crate) mod incident;
pub(crate) mod officer;
pub(crate) mod paper;
pub(crate) mod relay;
pub(crate) mod rule_pack;
pub(crate) mod sample;
pub(crate) mod settings;
pub(crate) mod sign_off;
pub(crate) mod submit;
pub(crate) mod typed;
pub(crate) mod waiting;
