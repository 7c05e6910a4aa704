//! 补交: what an earlier generation of the upstream received and the one that answers may have forgotten is offered again,
//! with its old receipt. Nobody has to touch anything.

use std::collections::{BTreeMap, BTreeSet};

use domain::certificate::SealedCertificate;
use domain::entry::DeviceId;
use domain::generation::Generation;
use domain::seal::PublicKey;
use domain::wire::{MAX_ENTRIES, Offer, OfferRequest};
use store::table::certificate;
use store::table::offer::{self, Forgotten};
use store::table::queue::Waiting;
use store::{Store, StoreError};

use super::engine::{Round, SyncError};
use super::met::Met;
use super::plan::next_offers;
use super::progress::Moving;
use super::proof::{Became, became};
use super::upstream::UpstreamError;
use super::words::fit_to_be_shown;
use crate::enrolment::own_certificates;

impl Round<'_> {
    /// Notes which generation answers; whether it may have forgotten anything of ours that it was not offered yet.
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
        self.desk.link().compared = false;
        Ok(Meeting { forgotten: true, put_back: false })
    }

    /// Offers the next of what may be forgotten; whether there may be more.
    pub(super) async fn offer(&self) -> Result<bool, SyncError> {
        let (met, offers) = self.next_offers()?;
        let Some((last, _)) = offers.last() else {
            self.desk.store().write(|writing| met.having_offered(None).write(writing))?;
            return Ok(false);
        };
        let offered = last.standing;
        let request = OfferRequest { offers: offers.iter().map(|(_, offer)| offer.clone()).collect() };
        let offering = self.upstream.offer(&self.identity.token, &request);
        let answer = self.moves(Moving::Offers, offering, |answer| answer.outcomes.len()).await?;
        if answer.outcomes.len() != offers.len() {
            return Err(UpstreamError::Unreadable.into());
        }
        let sent: Vec<_> = request.offers.into_iter().map(waiting).collect::<Result<_, _>>()?;
        let became = became(&sent, &answer.outcomes, self.key());
        if became.iter().any(|became| matches!(became, Became::Unproven)) {
            return Err(SyncError::Unproven("回执"));
        }
        let mut touched = BTreeSet::new();
        self.desk.store().write(|writing| {
            for (waiting, became) in sent.iter().zip(became) {
                let header = waiting.sealed.read_header().map_err(StoreError::from)?;
                touched.insert(header.subject);
                match became {
                    Became::Received { receipt, verified } => writing.receipt(&receipt, &verified, header.subject)?,
                    Became::Forked(_) => writing.set_aside(&header, TAKEN)?,
                    Became::Refused(words) => writing.set_aside(&header, &fit_to_be_shown(&words))?,
                    Became::Unproven => {}
                }
            }
            met.having_offered(Some(offered)).write(writing)
        })?;
        self.tell(touched);
        Ok(true)
    }

    fn next_offers(&self) -> Result<(Met, Vec<(Forgotten, Offer)>), SyncError> {
        let unit = self.desk.own_unit()?.code;
        let store = self.desk.store();
        let met = Met::read(&store)?;
        let Some(after) = met.offered() else { return Ok((met, Vec::new())) };
        let limit = u32::try_from(MAX_ENTRIES).unwrap_or(u32::MAX);
        let forgotten = offer::forgotten(store.connection(), &unit, met.newest(), after, limit)?;
        let certificates = Certificates::read(&store, self.key())?;
        let mut offers = Vec::with_capacity(forgotten.len());
        for forgotten in forgotten {
            let device = forgotten.sealed.read_header().map_err(StoreError::from)?.device;
            // What nobody certified proves nothing; `verify` says so.
            let Some(certificate) = certificates.of(&store, device)? else { continue };
            let (entry, receipt) = (forgotten.sealed.clone(), forgotten.receipt.clone());
            offers.push((forgotten, Offer { entry, receipt, certificate }));
        }
        Ok((met, next_offers(offers)))
    }
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
