//! 补交: what an earlier generation of the upstream received and the one that answers may have forgotten is offered again,
//! with its old receipt. Nobody has to touch anything.

use std::collections::{BTreeMap, BTreeSet};

use domain::certificate::SealedCertificate;
use domain::entry::DeviceId;
use domain::generation::Generation;
use domain::seal::PublicKey;
use domain::wire::{MAX_ENTRIES, Offer, OfferRequest};
use store::table::certificate;
use store::table::offer::{self, Forgotten, Standing};
use store::table::queue::Waiting;
use store::{Store, StoreError};

use super::engine::{Round, SyncError};
use super::met::Met;
use super::plan::next_offers;
use super::progress::Moving;
use super::proof::{Became, became};
use super::upstream::UpstreamError;
use super::words::{TOO_NEW, fit_to_be_shown};
use crate::enrolment::own_certificates;

impl Round<'_> {
    /// Notes which generation answers; whether it may have forgotten anything that is held here and was not offered yet.
    pub(super) fn meet(&self, answering: &Generation) -> Result<Meeting, SyncError> {
        let mut store = self.desk.store();
        let met = Met::read(&store)?;
        if met.is_behind(answering) {
            return Ok(Meeting { forgotten: false, put_back: true });
        }
        let Some(met) = met.after(answering) else {
            return Ok(Meeting { forgotten: met.offered().is_some(), put_back: false });
        };
        let unit = self.desk.own_unit()?.code;
        store.write(|writing| {
            met.write(writing)?;
            writing.want_transfers_again(&unit)
        })?;
        drop(store);
        tracing::info!(
            generation = answering.number,
            "the upstream was put back from a backup: what it forgot is offered"
        );
        self.desk.link().compared = None;
        Ok(Meeting { forgotten: true, put_back: false })
    }

    /// Offers the next of what may be forgotten; whether there may be more.
    pub(super) async fn offer(&self) -> Result<bool, SyncError> {
        let (met, Next { offers, looked_at }) = self.next_offers()?;
        if offers.is_empty() {
            self.desk.store().write(|writing| met.having_offered(looked_at).write(writing))?;
            return Ok(looked_at.is_some());
        }
        let (count, request) = (offers.len(), OfferRequest { offers });
        let offering = self.upstream.offer(&self.identity.token, &request);
        let answer = self.moves(Moving::Offers, offering, |answer| answer.outcomes.len()).await?;
        if answer.outcomes.len() != count {
            return Err(UpstreamError::Unreadable.into());
        }
        let sent: Vec<_> = request.offers.into_iter().map(waiting).collect::<Result<_, _>>()?;
        let became = became(&sent, &answer.outcomes, self.key());
        if became.iter().any(|became| matches!(became, Became::Unproven)) {
            return Err(SyncError::Unproven("回执"));
        }
        let own = self.desk.own_unit()?.code;
        let mut touched = BTreeSet::new();
        self.desk.store().write(|writing| {
            for (waiting, became) in sent.iter().zip(became) {
                let header = waiting.sealed.read_header().map_err(StoreError::from)?;
                touched.insert(header.subject);
                let trouble = match became {
                    Became::Received { receipt, verified } => {
                        match writing.receipt(&receipt, &verified, header.subject) {
                            Err(taken @ StoreError::PlaceTaken(_)) => taken.to_string(),
                            received => {
                                received?;
                                continue;
                            }
                        }
                    }
                    Became::Forked(_) => TAKEN.to_owned(),
                    Became::TooNew => TOO_NEW.to_owned(),
                    Became::Refused(words) => fit_to_be_shown(&words),
                    Became::Unproven => continue,
                };
                // Another unit's is for that unit's own desks to settle.
                if header.unit == own {
                    writing.set_aside(&header, &trouble)?;
                }
            }
            met.having_offered(looked_at).write(writing)
        })?;
        self.tell(touched);
        Ok(true)
    }

    fn next_offers(&self) -> Result<(Met, Next), SyncError> {
        let unit = self.desk.own_unit()?.code;
        let store = self.desk.store();
        let met = Met::read(&store)?;
        let Some(after) = met.offered() else { return Ok((met, Next::default())) };
        let limit = u32::try_from(MAX_ENTRIES).unwrap_or(u32::MAX);
        let forgotten = offer::forgotten(store.connection(), &unit, met.newest(), after, limit)?;
        let certificates = Certificates::read(&store, self.key())?;
        let mut offers = Vec::with_capacity(forgotten.len());
        for Forgotten { standing, sealed, receipt } in forgotten {
            let device = sealed.read_header().map_err(StoreError::from)?.device;
            let certificate = certificates.of(&store, device)?;
            offers.push((standing, certificate.map(|certificate| Offer { entry: sealed, receipt, certificate })));
        }
        let next = next_offers(offers);
        let looked_at = next.last().map(|(standing, _)| *standing);
        // What nobody certified proves nothing; `verify` says so.
        Ok((met, Next { offers: next.into_iter().filter_map(|(_, offer)| offer).collect(), looked_at }))
    }
}

/// What is offered next.
#[derive(Default)]
struct Next {
    offers: Vec<Offer>,
    /// The last that was looked at, offered or not; none where nothing is left.
    looked_at: Option<Standing>,
}

/// How the generation that answers stands to those that were met.
pub(super) struct Meeting {
    /// It may have forgotten something that it was not offered yet.
    pub(super) forgotten: bool,
    /// It is an earlier one than was met last.
    pub(super) put_back: bool,
}

const TAKEN: &str = "上级节点恢复数据后，本条的序号已被另一条记录占用。原回执仍在本机留存；需要时请重新提交。";

fn waiting(offer: Offer) -> Result<Waiting, StoreError> {
    let header = offer.entry.read_header()?;
    Ok(Waiting { id: header.id, sealed: offer.entry, lane: header.kind.lane(), attempts: 0 })
}

/// Certificates of the devices whose entries are offered: of this desk, then and now, and of the unit's others.
struct Certificates(BTreeMap<DeviceId, SealedCertificate>);

impl Certificates {
    fn read(store: &Store, key: &PublicKey) -> Result<Self, StoreError> {
        let own = own_certificates(store)?.into_iter();
        Ok(Self(own.filter_map(|sealed| Some((sealed.verify(key).ok()?.device, sealed))).collect()))
    }

    fn of(&self, store: &Store, device: DeviceId) -> Result<Option<SealedCertificate>, StoreError> {
        match self.0.get(&device) {
            Some(own) => Ok(Some(own.clone())),
            None => certificate::find(store.connection(), device),
        }
    }
}
