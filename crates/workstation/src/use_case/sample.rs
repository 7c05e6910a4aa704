//! 样例县: a made-up county to try the program with, on this machine alone. Nothing of it is ever sent, and nothing of
//! it mixes with a real unit's records: leaving it sets its file aside.

use domain::beijing;
use domain::certificate::{Certificate, SealedCertificate};
use domain::unit::{Level, Unit, UnitCode};

use super::enrol::new_key;
use super::settings;
use crate::door::{DoorError, SettingsView};
use crate::enrolment::{Enrolment, remember_first_start};
use crate::epoch::mark;
use crate::identity::{Identity, KeptIn};
use crate::tick::Tick;
use crate::workstation::Workstation;

fn sample_county() -> Vec<Unit> {
    let unit = |code: &str, name: &str, level, divisions: &[&str], parent: Option<&str>| Unit {
        code: UnitCode(code.to_owned()),
        name: name.to_owned(),
        level,
        divisions: divisions.iter().map(|&name| name.to_owned()).collect(),
        parent: parent.map(|code| UnitCode(code.to_owned())),
        sample: true,
    };
    vec![
        unit("990121", "样例县应急管理局", Level::County, &["样例省", "样例市", "样例县"], Some("990100")),
        unit("990100", "样例市应急管理局", Level::City, &["样例省", "样例市"], Some("990000")),
        unit("990000", "样例省应急管理厅", Level::Province, &["样例省"], None),
    ]
}

/// Makes this desk a desk of the sample county, without an upstream.
pub(crate) fn enter(desk: &Workstation, tick: &Tick) -> Result<SettingsView, DoorError> {
    if desk.enrolment().is_some() {
        return Err(DoorError::not_now("本机已经有单位，不能再试用样例县。"));
    }
    let units = sample_county();
    // Nobody certifies a sample desk but itself; the key that signs the certificate is thrown away.
    let (key, certifier) = (new_key(desk)?, new_key(desk)?);
    let (device, upstream) = (tick.new_id(desk.machine.as_ref())?, tick.new_id(desk.machine.as_ref())?);
    let certificate = Certificate {
        device,
        unit: units[0].code.clone(),
        key: key.public(),
        from: tick.now(),
        upstream,
        key_id: certifier.public().fingerprint(),
    };
    let certificate =
        SealedCertificate::new(&certificate, &certifier).map_err(|error| DoorError::storage(error.to_string()))?;
    let machine = mark(desk.machine.as_ref());
    // In the file: it goes with the folder, and nothing stays in the system's key store.
    let kept_in = KeptIn::File;
    let identity = Identity { device, epoch: 1, key, token: String::new(), kept_in, begun: None, machine };
    let enrolment = Enrolment { upstream_url: None, upstream, upstream_key: certifier.public(), certificate, units };
    desk.bind(&enrolment, identity)?;
    remember_first_start(&mut desk.store(), true)?;
    desk.changed(None);
    settings::show(desk, tick)
}

/// Leaves the sample county: its file is set aside, and the first start begins anew.
pub(crate) fn leave(desk: &Workstation, tick: &Tick) -> Result<SettingsView, DoorError> {
    if !desk.enrolment().is_some_and(|enrolment| enrolment.is_sample()) {
        return Err(DoorError::not_now("本机不在样例县，无需退出。"));
    }
    let aside = format!("sample-{}", beijing::wall(tick.now()).format("%Y%m%d-%H%M%S"));
    desk.exchange_file(|folder| folder.set_aside(&aside))?;
    desk.changed(None);
    settings::show(desk, tick)
}
