//! One seed's world: desks, upstream, network and time, driven one step after the other, so that the same seed makes the
//! same world.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::Duration;
use tempfile::TempDir;
use upstream::{DataFolder, DatabaseAt};

use super::desk::Desk;
use super::front_door::{FrontDoor, LineIs};
use super::ledger::Ledger;
use super::machine::DeskMachine;
use super::officer;
use super::province::{PLACES, Place, table};
use super::story::Story;
use super::weather::{Weather, index, shuffled};
use crate::dice::Dice;
use crate::held;
use crate::room::{TurnedClock, may_12};
use crate::room_upstream::RoomUpstream;

/// Rounds in which everything must have come to everybody once nothing is in its way.
const ROUNDS_TO_HEAL: usize = 12;

/// A world.
pub(crate) struct World {
    pub(crate) story: Story,
    pub(crate) dice: Dice,
    pub(crate) truth: TurnedClock,
    pub(crate) upstream: RoomUpstream,
    /// The upstream's database as it was when it was backed up.
    pub(crate) backup: Option<PathBuf>,
    /// What it held and forgot when it was put back from that.
    pub(crate) forgotten: BTreeSet<String>,
    /// The upstream is away until then, in steps.
    pub(crate) away_until: Option<u64>,
    pub(crate) door: FrontDoor,
    pub(crate) desks: Vec<Desk>,
    pub(crate) ledger: Ledger,
    pub(crate) step: u64,
    pub(crate) folder: TempDir,
}

/// How many units have a desk, and how many steps are made.
struct Size {
    places: usize,
    steps: u64,
}

impl Size {
    /// Mostly small, so that many seeds are lived through; at times all of the province.
    fn drawn(dice: &mut Dice) -> Self {
        match dice.below(10) {
            0..8 => Self { places: 4, steps: 24 },
            8 => Self { places: 7, steps: 45 },
            _ => Self { places: PLACES.len(), steps: 100 },
        }
    }
}

impl World {
    /// Lives through everything that the seed has in store.
    pub(crate) async fn lived_through(seed: u64) -> Self {
        let mut dice = Dice::from(seed);
        let size = Size::drawn(&mut dice);
        let mut world = Self::begin(seed, dice).await;
        for place in &PLACES[..size.places] {
            world.desk_is_set_up(*place).await;
        }
        world.weather_turns();
        for _ in 0..size.steps {
            world.steps().await;
        }
        world
    }

    async fn begin(seed: u64, mut dice: Dice) -> Self {
        let folder = in_memory();
        let truth = TurnedClock::at(may_12(8, 0));
        let data = folder.path().join("upstream");
        let opened = DataFolder::open_or_create(&data, &DatabaseAt::Folder).await.expect("a data folder");
        opened.load_units(table().as_bytes()).await.expect("the table of units is sound");
        drop(opened);
        let upstream = RoomUpstream::start(&data, &DatabaseAt::Folder, &truth).await;
        let door = FrontDoor::before(&upstream.address(), Dice::from(dice.below(u64::MAX))).await;
        let (desks, ledger, story) = (Vec::new(), Ledger::default(), Story::of(seed));
        let (backup, forgotten) = (None, BTreeSet::new());
        Self { story, dice, truth, upstream, backup, forgotten, away_until: None, door, desks, ledger, step: 0, folder }
    }

    async fn desk_is_set_up(&mut self, place: Place) {
        let machine = self.new_machine(&format!("machine of {}", place.name));
        if self.dice.below(3) == 0 {
            machine.is_wrong_by(self.wrong_clock());
        }
        let folder = self.folder.path().join(place.code);
        let desk = Desk::start(place.name.to_owned(), place, folder, machine);
        let code = self.upstream.code(place.code, self.truth.now()).await;
        desk.enrols(self.door.address(), &code).await;
        self.desks.push(desk);
    }

    pub(crate) fn new_machine(&mut self, id: &str) -> DeskMachine {
        DeskMachine::new(&self.truth, id, self.dice.below(u64::MAX))
    }

    /// By seconds, by days, by years, before or after.
    pub(crate) fn wrong_clock(&mut self) -> Duration {
        let by = [Duration::seconds(40), Duration::hours(8), Duration::days(3), Duration::days(3 * 365)];
        let by = by[index(&mut self.dice, by.len())];
        if self.dice.below(2) == 0 { by } else { -by }
    }

    async fn steps(&mut self) {
        self.step += 1;
        self.upstream_returns_in_time().await;
        match self.dice.below(100) {
            0..36 => self.somebody_works(),
            36..70 => self.somebody_syncs().await,
            70..77 => self.time_passes(),
            77..82 => self.something_late_arrives().await,
            _ => self.something_befalls().await,
        }
    }

    pub(crate) fn somebody(&mut self) -> usize {
        index(&mut self.dice, self.desks.len())
    }

    fn somebody_works(&mut self) {
        let nth = self.somebody();
        self.works(nth);
    }

    pub(crate) fn works(&mut self, nth: usize) {
        let done = officer::works(&mut self.desks[nth], &mut self.dice);
        let desk = &self.desks[nth];
        self.story.tells(format!("{}: {done}", desk.name));
        self.ledger.looks_at(desk);
    }

    async fn somebody_syncs(&mut self) {
        let nth = self.somebody();
        let is_cut = self.desks[nth].cut_until > self.step;
        self.syncs(nth, if is_cut { LineIs::Cut } else { LineIs::Up }).await;
    }

    /// One round of one desk; how much it holds then.
    pub(crate) async fn syncs(&mut self, nth: usize, line: LineIs) -> (usize, usize) {
        self.passes(Duration::milliseconds(400));
        let desk = &self.desks[nth];
        self.story.tells(format!("{}: a round", desk.name));
        self.door.is_asked_by(&desk.name, line);
        desk.syncs().await;
        for (asked, fate) in self.door.happened() {
            self.story.request(&asked, fate);
        }
        self.door.answered().iter().for_each(|answer| self.ledger.hears(answer));
        self.ledger.looks_at(desk)
    }

    fn time_passes(&mut self) {
        let by = [Duration::seconds(2), Duration::seconds(40), Duration::minutes(20), Duration::hours(7)];
        let by = by[index(&mut self.dice, by.len())];
        self.story.tells(format!("{} s pass", by.num_seconds()));
        self.passes(by);
    }

    pub(crate) fn passes(&self, by: Duration) {
        self.truth.turn_to(self.truth.now() + by);
    }

    /// Whatever the network had kept back comes in one go, in any order.
    pub(crate) async fn all_that_is_late_arrives(&mut self) {
        let late = self.door.kept_back();
        for request in shuffled(late, &mut self.dice) {
            self.arrives(request).await;
        }
    }

    pub(crate) async fn arrives(&mut self, request: Vec<u8>) {
        self.story.befell("a late request", "a late request arrives".to_owned());
        if let Some(answer) = self.door.delivers(&request).await {
            self.ledger.hears(&answer);
        }
    }

    /// What happened, and at its end the upstream's log, in words that are the same whenever the seed is.
    pub(crate) fn story_with_its_log(mut self) -> Story {
        let mut log: Vec<_> =
            held::at_upstream(&self.folder.path().join("upstream"), &DatabaseAt::Folder).into_values().collect();
        log.sort_by_key(|held| held.received().map(|receipt| receipt.position));
        for held in log {
            let received_at = held.received().map(|receipt| receipt.received_at);
            self.story.tells(format!("{} {}: {received_at:?}", held.read().unit.0, held.read().name()));
        }
        std::mem::take(&mut self.story)
    }

    /// Nothing is in anybody's way any more: everything comes to everybody, with nobody having touched anything.
    pub(crate) async fn heals(&mut self) {
        self.story.tells("everything heals".to_owned());
        self.step = u64::MAX;
        self.upstream_returns_in_time().await;
        self.door.weather_is(Weather::CLEAR);
        let mut before = Vec::new();
        for _ in 0..ROUNDS_TO_HEAL {
            self.all_that_is_late_arrives().await;
            self.passes(Duration::seconds(30));
            let mut now = Vec::new();
            for nth in 0..self.desks.len() {
                now.push(self.syncs(nth, LineIs::Up).await);
            }
            if now == before && self.desks.iter().all(Desk::has_nothing_waiting) {
                return;
            }
            before = now;
        }
        let waiting: Vec<_> = self.desks.iter().map(|desk| (&desk.name, desk.waiting())).collect();
        panic!("with nothing in its way everything arrives within {ROUNDS_TO_HEAL} rounds: {waiting:#?}");
    }
}

/// Where writing durably costs nothing: these files are to survive no power cut.
fn in_memory() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let prefix = "zhiban-world-";
    let folder = if memory.is_dir() { TempDir::with_prefix_in(prefix, memory) } else { TempDir::with_prefix(prefix) };
    folder.expect("a temporary folder")
}
