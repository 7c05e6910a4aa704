//! What the last commit left: the chain's end and the subject that was folded last, from which the next save goes on
//! without reading them again. One process owns the file, and every write of it comes this way; where one fails, nothing
//! is taken for known.

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::digest::Digest;
use domain::entry::{DeviceId, Header, Sealed};
use domain::reader::Reader;

use crate::fold::Folded;
use crate::writing::ChainHead;

/// Known from the last commit.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    /// The end of the chain that was written last.
    pub(crate) chain: Option<Chain>,
    /// The subject that was folded last.
    pub(crate) folded: Option<Folded>,
    /// For whom the file is folded, once that was read; none: everything in it is the desk's own.
    pub(crate) reader: Option<Option<Reader>>,
    /// Settings that were read, as they lie in the file.
    pub(crate) settings: RefCell<BTreeMap<&'static str, Option<String>>>,
}

/// Where a chain goes on.
#[derive(Debug)]
pub(crate) struct Chain {
    pub(crate) of: (DeviceId, u32),
    pub(crate) head: ChainHead,
}

impl Recent {
    /// An own entry was added at the end of the chain that was asked for last.
    pub(crate) fn appended(&mut self, sealed: &Sealed, header: &Header) {
        let of = (header.device, header.epoch);
        self.chain = self.chain.take().filter(|chain| chain.of == of && chain.head.seq == header.seq).map(|chain| {
            let head = ChainHead { seq: header.seq + 1, prev: Digest::of(sealed.header.as_bytes()), ..chain.head };
            Chain { of, head }
        });
    }
}
