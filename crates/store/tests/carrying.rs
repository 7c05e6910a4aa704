//! What comes by packet and then by network is held once, and ends as if it had come by network alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says why"
)]

mod writer;

use domain::entry::{CallNoted, CallOpened, Content, Sealed};
use domain::receipt::{Receipt, SealedReceipt};
use rusqlite::Connection;
use store::{Carriage, Carried, Store, StoreError};
use tempfile::TempDir;
use uuid::Uuid;
use writer::{Device, evening, receipt_for, upstream_key};

const CALL: Uuid = Uuid::from_bytes([7; 16]);

fn opened() -> Content {
    Content::CallOpened(CallOpened { received_at: evening() })
}

fn note(words: &str) -> Content {
    Content::CallNoted(CallNoted { words: words.into(), ..CallNoted::default() })
}

fn carry(
    store: &mut Store,
    device: &Device,
    sealed: &Sealed,
    receipt: Option<&(SealedReceipt, Receipt)>,
) -> Result<Carriage, StoreError> {
    let (header, certificate) = (sealed.read_header().unwrap(), device.certificate(&upstream_key()));
    let receipt = receipt.map(|(receipt, verified)| (receipt, verified));
    store.write(|writing| {
        writing.carry(&Carried { sealed, header: &header, certificate: &certificate, own: false, receipt })
    })
}

fn deliver(store: &mut Store, device: &Device, n: u64, sealed: &Sealed) -> Result<(), StoreError> {
    let (header, certificate) = (sealed.read_header().unwrap(), device.certificate(&upstream_key()));
    let (receipt, verified) = receipt_for(sealed, n);
    store.write(|writing| {
        writing.receive(n, sealed, &header, &certificate)?;
        writing.receipt(&receipt, &verified, header.subject)
    })
}

/// Every row of the three tables of truth and of the calls' view.
fn everything(folder: &TempDir) -> Vec<String> {
    let file = Connection::open(folder.path().join("zhiban.sqlite")).unwrap();
    let mut all = Vec::new();
    for query in [
        "SELECT json_array(id, header, body, signature) FROM entries ORDER BY id",
        "SELECT json_array(entry, generation, position, receipt, signature) FROM receipts ORDER BY entry",
        "SELECT json_array(n, entry, with_body) FROM deliveries ORDER BY n",
        "SELECT json_array(device, certificate) FROM certificates ORDER BY device",
    ] {
        let mut statement = file.prepare(query).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        all.extend(rows.map(Result::unwrap));
    }
    all
}

fn store() -> (TempDir, Store) {
    let folder = TempDir::new().unwrap();
    let store = Store::open(&folder.path().join("zhiban.sqlite")).unwrap();
    (folder, store)
}

#[test]
fn by_packet_first_twice_and_then_by_network_it_is_as_by_network_alone() {
    let mut device = Device::new(3);
    let entries =
        [device.write(CALL, opened()), device.write(CALL, note("浓烟")), device.write(CALL, note("两人被困"))];
    let (online, mut by_network) = store();
    let (offline, mut by_packet) = store();
    for (sealed, n) in entries.iter().zip(1..) {
        deliver(&mut by_network, &device, n, sealed).unwrap();
    }
    let second = receipt_for(&entries[1], 2);
    for carriage in [Carriage::New, Carriage::Known] {
        // In an order of their own, one of them with its receipt.
        assert_eq!(carry(&mut by_packet, &device, &entries[2], None).unwrap(), carriage);
        assert_eq!(carry(&mut by_packet, &device, &entries[1], Some(&second)).unwrap(), carriage);
        assert_eq!(carry(&mut by_packet, &device, &entries[0], None).unwrap(), carriage);
        assert!(by_packet.check_views().unwrap().is_empty());
        assert_eq!(by_packet.call(CALL).unwrap().unwrap().words, "两人被困", "it is shown before any network");
    }
    for (sealed, n) in entries.iter().zip(1..) {
        deliver(&mut by_packet, &device, n, sealed).unwrap();
    }
    assert_eq!(by_packet.call(CALL).unwrap(), by_network.call(CALL).unwrap());
    assert_eq!(everything(&offline), everything(&online), "nothing twice, nothing else");
    carry(&mut by_packet, &device, &entries[0], None).unwrap();
    assert_eq!(everything(&offline), everything(&online), "nor by a packet that comes late");
}

#[test]
fn a_receipt_that_comes_by_packet_takes_an_own_entry_off_the_queue() {
    let mut device = Device::new(3);
    let (_folder, mut store) = store();
    let own = device.write(CALL, opened());
    let header = own.read_header().unwrap();
    store.write(|writing| writing.append_own(&own, &header)).unwrap();
    assert_eq!(carry(&mut store, &device, &own, None).unwrap(), Carriage::Known);
    assert_eq!(store::table::queue::counts(store.connection()).unwrap().0, 1, "it is still to be sent");
    assert_eq!(carry(&mut store, &device, &own, Some(&receipt_for(&own, 1))).unwrap(), Carriage::Known);
    assert_eq!(store::table::queue::counts(store.connection()).unwrap().0, 0);
}

#[test]
fn of_two_at_one_place_neither_goes_unless_the_upstream_received_one() {
    let (mut device, mut clone) = (Device::new(3), Device::new(3));
    let (mine, others) = (device.write(CALL, note("甲")), clone.write(Uuid::from_bytes([8; 16]), note("乙")));
    let mut retold = others.read_header().unwrap();
    retold.id = Uuid::from_bytes([6; 16]);
    let (folder, mut store) = store();
    carry(&mut store, &device, &mine, None).unwrap();
    let before = everything(&folder);
    let same_id = carry(&mut store, &clone, &others, None).unwrap_err();
    assert!(matches!(same_id, StoreError::Differs(_)), "{same_id}");
    let certificate = clone.certificate(&upstream_key());
    let carried = Carried { sealed: &others, header: &retold, certificate: &certificate, own: false, receipt: None };
    let refused = store.write(|writing| writing.carry(&carried)).unwrap_err();
    assert!(matches!(refused, StoreError::OtherAtPlace(_)), "{refused}");
    assert_eq!(everything(&folder), before, "what is refused leaves nothing behind");
    let (receipt, verified) = receipt_for(&others, 1);
    let verified = Receipt { entry: retold.id, ..verified };
    let carried = Carried { receipt: Some((&receipt, &verified)), ..carried };
    assert_eq!(store.write(|writing| writing.carry(&carried)).unwrap(), Carriage::New, "the upstream's word counts");
    assert_eq!(carry(&mut store, &device, &mine, None).unwrap(), Carriage::Known, "what made way does not come back");
}

#[test]
fn what_this_desk_wrote_and_lost_is_not_slipped_into_its_chain() {
    let mut device = Device::new(3);
    let sealed = device.write(CALL, opened());
    let (header, certificate) = (sealed.read_header().unwrap(), device.certificate(&upstream_key()));
    let (folder, mut store) = store();
    let carried = Carried { sealed: &sealed, header: &header, certificate: &certificate, own: true, receipt: None };
    let refused = store.write(|writing| writing.carry(&carried)).unwrap_err();
    assert!(matches!(refused, StoreError::OwnForgotten(_)), "{refused}");
    assert_eq!(everything(&folder), Vec::<String>::new());
}
