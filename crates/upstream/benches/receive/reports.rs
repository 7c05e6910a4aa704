//! Reports, written and sealed before anything is measured.

use std::io::Write as _;

use domain::entry::{Content, Sealed};
use domain::seal::{PublicKey, SigningKey};
use domain::wire::{MAX_ENTRIES, MAX_REQUEST, SubmitRequest};
use hyper::body::Bytes;

use crate::desk::{Desk, draw_key, report};

/// A request's own braces.
const FRAME: usize = 64;
/// A first report as rooms write it.
const BODY: &str = "5月12日18时09分，样例县应急管理局值班室接群众电话报称，河东镇某小区3幢居民楼一层电动自行车停放处起火，火势向上蔓延，\
    楼上有人员被困。接报后，县应急管理局立即核实情况，县消防救援大队出动6车28人于18时21分到达现场处置，公安、卫健等部门同步到场。\
    截至18时40分，明火已扑灭，搜救出被困人员7人，其中1人死亡、3人受伤（均已送县人民医院救治，无生命危险），其余3人安全。\
    起火原因正在调查，现场秩序稳定，后续情况及时续报。";

/// What one desk sends: its requests in order, gzipped as a desk does.
#[derive(Clone)]
pub(crate) struct OfDesk {
    pub(crate) token: String,
    pub(crate) requests: Vec<Bytes>,
}

/// Everything that is sent, and some of it again to measure signatures by.
pub(crate) struct Sent {
    pub(crate) desks: Vec<OfDesk>,
    /// Of entries: header, body and signature.
    pub(crate) bytes: usize,
    /// Of requests, before gzip.
    pub(crate) json: usize,
    /// Some entries, each with its device's key.
    pub(crate) entries: Vec<(Sealed, PublicKey)>,
    /// Stands for the upstream's.
    pub(crate) key: SigningKey,
}

impl Sent {
    /// So many reports of these desks, an equal share each.
    pub(crate) fn written_by(desks: &mut [Desk], count: usize) -> Self {
        let mut sent = Self { desks: Vec::new(), bytes: 0, json: 0, entries: Vec::new(), key: draw_key() };
        let share = count / desks.len();
        for desk in desks {
            let entries: Vec<_> = (0..share).map(|nth| desk.write(a_report(nth))).collect();
            let requests = requests(&entries).map(|entries| sent.request(entries)).collect();
            sent.desks.push(OfDesk { token: desk.token.clone(), requests });
            sent.entries.extend(entries.into_iter().take(share / 5).map(|entry| (entry, desk.key.public())));
        }
        sent
    }

    fn request(&mut self, entries: &[Sealed]) -> Bytes {
        self.bytes += entries.iter().map(bytes).sum::<usize>();
        let json = serde_json::to_vec(&SubmitRequest { entries: entries.to_vec() }).unwrap();
        assert!(json.len() <= MAX_REQUEST, "one request takes them");
        self.json += json.len();
        gzipped(&json)
    }

    pub(crate) fn requests(&self) -> usize {
        self.desks.iter().map(|desk| desk.requests.len()).sum()
    }
}

/// As many entries as a request takes, like a desk.
fn requests(entries: &[Sealed]) -> impl Iterator<Item = &[Sealed]> {
    let mut rest = entries;
    std::iter::from_fn(move || {
        let mut bytes = FRAME;
        let fits = |entry: &&Sealed| {
            bytes += serde_json::to_vec(entry).unwrap().len() + 1;
            bytes <= MAX_REQUEST
        };
        let count = rest.iter().take(MAX_ENTRIES).take_while(fits).count();
        let request;
        (request, rest) = rest.split_at(count);
        (count > 0).then_some(request)
    })
}

fn a_report(nth: usize) -> Content {
    let Content::Report(mut written) = report(&format!("河东镇某小区3幢居民楼发生火灾（第{nth}起）"))
    else {
        unreachable!()
    };
    written.body = BODY.to_owned();
    Content::Report(written)
}

fn bytes(entry: &Sealed) -> usize {
    entry.header.len() + entry.body.as_ref().map_or(0, String::len) + entry.signature.as_str().len()
}

fn gzipped(json: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(json).unwrap();
    encoder.finish().unwrap().into()
}
