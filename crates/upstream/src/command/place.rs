//! The data folder where none is named.

use std::path::PathBuf;

use anyhow::Context as _;
use upstream::{DataFolder, DatabaseAt};

use super::Data;

const NAME: &str = "zhiban-upstream";

impl Data {
    /// The named folder, or the usual one: /var/lib for root, the user's own data otherwise.
    pub(crate) fn folder(&self) -> anyhow::Result<PathBuf> {
        match &self.data {
            Some(named) => Ok(named.clone()),
            None => usual().context("找不到默认的数据目录；请用 --data 指定"),
        }
    }

    pub(crate) fn database(&self) -> DatabaseAt {
        let database = self.database.clone().map_or(DatabaseAt::Folder, DatabaseAt::Postgres);
        match &self.database_ca {
            Some(roots) => database.trusting(roots),
            None => database,
        }
    }

    /// The folder and database of an upstream that has been there before.
    pub(crate) async fn existing(&self) -> anyhow::Result<DataFolder> {
        Ok(DataFolder::open_existing(&self.folder()?, &self.database()).await?)
    }
}

#[cfg(unix)]
fn usual() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    if let Some(data) = set("XDG_DATA_HOME") {
        return Some(data.join(NAME));
    }
    if nix::unistd::geteuid().is_root() {
        return Some(PathBuf::from("/var/lib").join(NAME));
    }
    set("HOME").map(|home| home.join(".local/share").join(NAME))
}

#[cfg(not(unix))]
fn usual() -> Option<PathBuf> {
    std::env::var_os("LOCALAPPDATA").map(|data| PathBuf::from(data).join(NAME))
}
