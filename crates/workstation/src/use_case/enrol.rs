//! 注册: this device becomes a desk of a unit, by a one-time code.

use domain::seal::SigningKey;
use domain::wire::EnrolRequest;
use tokio::runtime::Handle;

use super::{desk as room, settings};
use crate::door::{DeskView, DoorError, Enrol, SettingsView};
use crate::enrolment::{Enrolment, remember_first_start};
use crate::epoch::mark;
use crate::identity::{Identity, KeptIn};
use crate::sync::{Upstream, UpstreamError};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// Enrols from the window. Runs on a thread that may wait.
pub(crate) fn from_window(desk: &Workstation, tick: &Tick, request: Enrol) -> Result<SettingsView, DoorError> {
    let first = desk.enrolment().is_none();
    let (upstream, code) = read_code(&request)?;
    let handle = Handle::try_current().map_err(|_| DoorError::upstream("程序尚未就绪，请稍后再试。"))?;
    handle.block_on(enrol(desk, tick, &upstream, &code))?;
    if first {
        remember_first_start(&mut desk.store(), true)?;
    }
    settings::show(desk, tick)
}

/// The first start is done; the desk opens on 当班 from now on.
pub(crate) fn finish(desk: &Workstation, tick: &Tick) -> Result<DeskView, DoorError> {
    remember_first_start(&mut desk.store(), false)?;
    desk.shown(None);
    room::show(desk, tick)
}

/// Address and code as typed, or both out of a QR code's text: `zhiban:enrol?upstream=https://…&code=…`.
fn read_code(request: &Enrol) -> Result<(String, String), DoorError> {
    let typed = request.code.trim();
    if !typed.starts_with("zhiban:") {
        return Ok((request.upstream.clone(), typed.to_owned()));
    }
    let unreadable = || DoorError::field("code", "二维码内容不完整，请重新扫描，或分别填写地址和注册码。");
    let text = reqwest::Url::parse(typed).map_err(|_| unreadable())?;
    let of = |name: &str| text.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if text.path() != "enrol" {
        return Err(unreadable());
    }
    of("upstream").zip(of("code")).ok_or_else(unreadable)
}

/// Enrols this device: a new key, a proof that it is held, and in return a certificate, a token and a pinned key.
/// A desk that has a unit already enrols anew for that unit only, as a new device; its records stay.
///
/// # Errors
/// [`DoorError`] where the address, the code or the answer cannot be used; nothing is changed then.
pub async fn enrol(desk: &Workstation, tick: &Tick, upstream: &str, code: &str) -> Result<(), DoorError> {
    let before = desk.enrolment();
    if before.as_deref().is_some_and(Enrolment::is_on_trial) {
        return Err(DoorError::not_now("本机在试用样例县。请先在设置里退出样例县，再注册本单位。"));
    }
    let address = Upstream::of(desk, upstream).map_err(|error| DoorError::field("upstream", error.to_string()))?;
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
    let enrolment = Enrolment {
        upstream_url: Some(address.url().to_owned()),
        upstream: answer.upstream,
        upstream_key: answer.key,
        certificate: answer.certificate,
        units: answer.units,
    };
    same_binding(before.as_deref(), &enrolment)?;
    let machine = mark(desk.machine.as_ref());
    let kept_in = KeptIn::File;
    let in_file = Identity { device, epoch: 1, key, token: answer.token, kept_in, begun: None, machine };
    let identity = in_file.clone().into_key_store(desk.machine.key_store()).unwrap_or(in_file);
    let replaced = desk.identity().filter(|before| before.kept_in == KeptIn::KeyStore);
    desk.bind(&enrolment, identity)?;
    if let Some(before) = replaced {
        // That an old key could not be taken out of the key store stops nobody from reporting.
        let _ = desk.machine.key_store().forget(&before.device.to_string());
    }
    desk.changed(None);
    Ok(())
}

/// Records of one unit never come under another's name, nor one upstream's receipts beside another's.
fn same_binding(before: Option<&Enrolment>, now: &Enrolment) -> Result<(), DoorError> {
    let Some((before, unit)) = before.and_then(|before| Some((before, before.unit()?))) else { return Ok(()) };
    if before.upstream != now.upstream || before.upstream_key != now.upstream_key {
        return Err(DoorError::field(
            "upstream",
            "这不是本机原来注册的上级节点，两边的收存位置会相互冲突。确需改投的，请先把数据目录移到别处留存，再重新启动并注册。",
        ));
    }
    if now.unit().is_some_and(|new| new.code == unit.code) {
        return Ok(());
    }
    let message = format!("这个注册码不是{}的。本机存有该单位的记录，请向上级要本单位的注册码。", unit.name);
    Err(DoorError::field("code", message))
}

fn refused(error: UpstreamError) -> DoorError {
    match error {
        UpstreamError::Refused(refusal) => DoorError::field("code", refusal.message),
        UpstreamError::Later { said, .. } => refused(*said),
        other => DoorError::upstream(other.to_string()),
    }
}

pub(super) fn new_key(desk: &Workstation) -> Result<SigningKey, DoorError> {
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
