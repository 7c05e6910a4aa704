//! 值班登录: who took the desk, by PIN, and who left it. An entry of the officer's subject, for the unit only; the PIN's
//! hash never stands in an entry.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// What happened to the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignInAct {
    /// 登录: the officer gave their PIN.
    In,
    /// 退出: the desk is nobody's again.
    Out,
    /// 设定登录码: the officer chose a PIN at this desk.
    PinSet,
    /// 清除登录码: a signed-in colleague cleared a forgotten one.
    PinCleared,
}

/// 值班登录
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedIn {
    /// Whom it is about.
    pub officer: Uuid,
    /// What happened.
    pub act: SignInAct,
}
