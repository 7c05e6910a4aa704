//! What befalls desks, upstream and network between two requests.

use chrono::Duration;

use super::front_door::LineIs;
use super::weather::{Weather, index, shuffled};
use super::world::World;
use crate::held;
use crate::room::copy_of_file;

/// More copies of folders than an administrator makes in a week.
const MOST_DESKS: usize = 14;

impl World {
    pub(crate) async fn something_befalls(&mut self) {
        match self.dice.below(26) {
            0 | 1 => self.a_desk_restarts(false),
            2 => self.a_desk_restarts(true),
            3 | 4 => self.somebody_sets_a_clock(),
            5 | 6 => self.upstream_restarts().await,
            7 => self.upstream_goes_away().await,
            8..11 => self.a_part_is_cut_off(),
            11 | 12 => self.weather_turns(),
            13 => self.a_desk_is_three_days_offline().await,
            14 => self.a_folder_is_copied(),
            15..18 => self.somebody_keeps_a_copy(),
            18 | 19 => self.a_file_is_put_back(),
            20 | 21 => self.the_upstream_is_backed_up(),
            _ => self.the_upstream_is_put_back().await,
        }
    }

    pub(crate) fn weather_turns(&mut self) {
        let weather = Weather::drawn(&mut self.dice);
        self.story.tells(format!("the network: {weather:?}"));
        self.door.weather_is(weather);
    }

    /// The program alone, or the whole machine: then nothing is known of the time but what its wall clock says.
    fn a_desk_restarts(&mut self, machine_too: bool) {
        let nth = self.somebody();
        let desk = &mut self.desks[nth];
        let what = if machine_too { "a machine boots" } else { "a desk restarts" };
        self.story.befell(what, format!("{}: {what}", desk.name));
        if machine_too {
            desk.machine.boots_again();
        }
        desk.restarts();
        self.ledger.looks_at(desk);
    }

    fn somebody_sets_a_clock(&mut self) {
        let (nth, by) = (self.somebody(), self.wrong_clock());
        let desk = &self.desks[nth];
        self.story.befell("a clock is set", format!("{}: its clock is wrong by {} s", desk.name, by.num_seconds()));
        desk.machine.is_wrong_by(by);
    }

    async fn upstream_restarts(&mut self) {
        if self.away_until.is_some() {
            return;
        }
        self.story.befell("the upstream restarts", "the upstream restarts".to_owned());
        self.upstream_stops().await;
        self.upstream.start_again(&self.truth).await;
    }

    async fn upstream_goes_away(&mut self) {
        if self.away_until.is_some() {
            return;
        }
        let until = self.step + 2 + self.dice.below(12);
        self.story.befell("the upstream goes away", format!("the upstream goes away until step {until}"));
        self.upstream_stops().await;
        self.away_until = Some(until);
    }

    pub(crate) async fn upstream_stops(&mut self) {
        self.door.hangs_up().await;
        self.upstream.stop().await;
    }

    pub(crate) async fn upstream_returns_in_time(&mut self) {
        if self.away_until.is_some_and(|until| until <= self.step) {
            self.story.tells("the upstream returns".to_owned());
            self.away_until = None;
            self.upstream.start_again(&self.truth).await;
        }
    }

    /// A cable, a city's line: some desks reach nobody for a while.
    fn a_part_is_cut_off(&mut self) {
        let until = self.step + 3 + self.dice.below(20);
        for nth in 0..self.desks.len() {
            if self.dice.below(3) == 0 {
                self.desks[nth].cut_until = until;
                let line = format!("{}: cut off until step {until}", self.desks[nth].name);
                self.story.befell("cut off", line);
            }
        }
    }

    pub(crate) async fn something_late_arrives(&mut self) {
        let mut late = self.door.kept_back();
        if late.is_empty() || self.away_until.is_some() {
            return self.door.keeps_back(late);
        }
        let request = late.swap_remove(index(&mut self.dice, late.len()));
        self.door.keeps_back(late);
        self.arrives(request).await;
    }

    /// The desk asks and is answered; what it sends is swallowed. Three days later all of it arrives, in any order,
    /// before and between what the desk sends again.
    async fn a_desk_is_three_days_offline(&mut self) {
        let nth = self.somebody();
        let line = format!("{}: three days offline", self.desks[nth].name);
        self.story.befell("three days offline", line);
        let parts = 4 + i32::try_from(self.dice.below(8)).unwrap_or(0);
        for _ in 0..parts {
            self.works(nth);
            self.syncs(nth, LineIs::Swallowing).await;
            if self.dice.below(2) == 0 {
                self.passes(Duration::days(3) / parts);
            }
        }
        let late = self.door.kept_back();
        if self.away_until.is_some() {
            return self.door.keeps_back(late);
        }
        for request in shuffled(late, &mut self.dice) {
            match self.dice.below(5) {
                0 => drop(self.syncs(nth, LineIs::Up).await),
                1 => self.door.keeps_back(vec![request.clone()]),
                _ => {}
            }
            self.arrives(request).await;
        }
    }

    /// On the same machine, or on another; both go on.
    fn a_folder_is_copied(&mut self) {
        if self.desks.len() >= MOST_DESKS {
            return;
        }
        let (nth, number) = (self.somebody(), self.desks.len());
        let name = format!("{} copy {number}", self.desks[nth].name);
        let elsewhere = self.dice.below(2) == 0;
        let id = if elsewhere { name.clone() } else { format!("machine of {}", self.desks[nth].place.name) };
        let machine = self.new_machine(&id);
        let what = if elsewhere { "a copy in use elsewhere" } else { "a folder is copied" };
        self.story.befell(what, format!("{name}: {what}"));
        let copy = self.desks[nth].is_copied(name, self.folder.path().join(format!("copy-{number}")), machine);
        self.ledger.looks_at(&copy);
        self.desks.push(copy);
    }

    fn somebody_keeps_a_copy(&mut self) {
        let nth = self.somebody();
        let kept = self.folder.path().join(format!("kept-{}", self.step));
        std::fs::create_dir_all(&kept).expect("a folder for the copy");
        let desk = &mut self.desks[nth];
        copy_of_file(&desk.file(), &kept.join("zhiban.sqlite"));
        self.story.tells(format!("{}: a copy of the file is kept", desk.name));
        desk.yesterday = Some(kept);
    }

    /// The disk is new, and the file is the one that was kept.
    fn a_file_is_put_back(&mut self) {
        let nth = self.somebody();
        let desk = &mut self.desks[nth];
        let Some(kept) = desk.yesterday.clone() else { return };
        self.story.befell("a file is put back", format!("{}: its file is put back", desk.name));
        self.ledger.disk_is_lost(desk, &held::at_desk(&kept));
        desk.restarts_after(|file| {
            for end in ["-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", file.display()));
            }
            std::fs::copy(kept.join("zhiban.sqlite"), file).expect("the file is put back");
        });
        desk.knows_only_what_it_holds();
        self.ledger.looks_at(desk);
    }
}
