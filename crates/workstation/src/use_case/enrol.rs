//! 注册: this device becomes a desk of a unit, by a one-time code.

use domain::seal::SigningKey;
use domain::wire::EnrolRequest;
use tokio::runtime::Handle;

use super::settings;
use crate::door::{DoorError, Enrol, SettingsView};
use crate::enrolment::{Enrolment, enrolled};
use crate::identity::Identity;
use crate::sync::{Upstream, UpstreamError};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Enrols from the window. Runs on a thread that may wait.
pub(crate) fn from_window(desk: &Workstation, tick: &Tick, request: Enrol) -> Result<SettingsView, DoorError> {
    let handle = Handle::try_current().map_err(|_| DoorError::upstream("程序尚未就绪，请稍后再试。"))?;
    handle.block_on(enrol(desk, tick, &request.upstream, &request.code))?;
    settings::show(desk, tick)
}

/// Enrols this device: a new key, a proof that it is held, and in return a certificate, a token and a pinned key.
///
/// # Errors
/// [`DoorError`] where the address, the code or the answer cannot be used; nothing is changed then.
pub async fn enrol(desk: &Workstation, tick: &Tick, upstream: &str, code: &str) -> Result<(), DoorError> {
    if enrolled(&desk.store())?.is_some() {
        return Err(DoorError::not_now("本机已经注册，不必重复注册。"));
    }
    let address = Upstream::new(upstream).map_err(|error| DoorError::field("upstream", error.to_string()))?;
    let key = new_key(desk)?;
    let device = tick.new_id(desk.machine.as_ref())?;
    let request = EnrolRequest::new(code.trim().to_uppercase(), device, &key)
        .map_err(|error| DoorError::storage(error.to_string()))?;
    let answer = address.enrol(&request).await.map_err(refused)?;
    let certificate = answer
        .certificate
        .verify(&answer.key)
        .map_err(|error| DoorError::upstream(format!("上级节点发来的证书无效（{error}），未注册。")))?;
    if certificate.device != device || certificate.key != key.public() || answer.units.is_empty() {
        return Err(DoorError::upstream("上级节点发来的证书不是本机的，未注册。"));
    }
    let identity = Identity { device, epoch: 1, key, token: answer.token };
    desk.become_device(identity)
        .map_err(|error| DoorError::storage(format!("设备密钥无法保存（{error}），未注册。")))?;
    let enrolment = Enrolment {
        upstream_url: address.url().to_owned(),
        upstream: answer.upstream,
        upstream_key: answer.key,
        certificate: answer.certificate,
        units: answer.units,
    };
    desk.bind(&enrolment)?;
    desk.changed(None);
    Ok(())
}

fn refused(error: UpstreamError) -> DoorError {
    match error {
        UpstreamError::Refused(refusal) => DoorError::field("code", refusal.message),
        other => DoorError::upstream(other.to_string()),
    }
}

fn new_key(desk: &Workstation) -> Result<SigningKey, DoorError> {
    let unavailable = || DoorError::storage("系统随机数不可用，请重启本机后再试。");
    // A draw beyond the curve's order happens about once in 2^32; eight in a row do not.
    for _ in 0..8 {
        let mut secret = [0; 32];
        desk.machine.random(&mut secret).map_err(|_| unavailable())?;
        if let Ok(key) = SigningKey::from_bytes(&secret) {
            return Ok(key);
        }
    }
    Err(unavailable())
}
