//! The upstream is put back from yesterday's backup, and is told so.

use chrono::Duration;
use upstream::{DataFolder, DatabaseAt};

use super::world::World;
use crate::held;
use crate::room::copy_of_file;

impl World {
    pub(crate) fn the_upstream_is_backed_up(&mut self) {
        let backup = self.folder.path().join(format!("backup-{}.sqlite", self.step));
        if !backup.exists() {
            copy_of_file(&self.folder.path().join("upstream/upstream.sqlite"), &backup);
        }
        self.story.tells("the upstream is backed up".to_owned());
        self.backup = Some(backup);
    }

    /// Once in a life: a second time needs a second backup.
    pub(crate) async fn the_upstream_is_put_back(&mut self) {
        let Some(backup) = self.backup.take() else { return };
        self.story.befell("the upstream is put back", "the upstream is put back".to_owned());
        if self.away_until.take().is_none() {
            self.upstream_stops().await;
        }
        self.passes(Duration::hours(2));
        let folder = self.folder.path().join("upstream");
        let file = folder.join("upstream.sqlite");
        let before = held::at_upstream(&folder, &DatabaseAt::Folder);
        for end in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", file.display()));
        }
        std::fs::copy(backup, file).expect("the backup is put back");
        let after = held::at_upstream(&folder, &DatabaseAt::Folder);
        self.forgotten.extend(before.into_keys().filter(|id| !after.contains_key(id)));
        let data = DataFolder::open_existing(&folder, &DatabaseAt::Folder).await.expect("the upstream's folder");
        data.begin_generation(self.truth.now()).await.expect("a generation begins");
        drop(data);
        self.upstream.start_again(&self.truth).await;
    }
}
