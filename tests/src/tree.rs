//! The files of the project as they are written, without what is built or fetched.

use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 6] = ["target", "node_modules", "dist", "run", "gen", ".git"];

/// The project's root.
pub fn root() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    tests.parent().expect("tests/ is in the project").to_owned()
}

/// Every file, as a path from the root, in order.
pub fn files() -> Vec<PathBuf> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("the project can be read") {
            let entry = entry.expect("the project can be read");
            let path = entry.path();
            let name = entry.file_name();
            if !path.is_dir() {
                found.push(path.strip_prefix(&root).expect("found below the root").to_owned());
            } else if !NOT_OURS.iter().any(|not_ours| name == *not_ours) {
                open.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The files below `folder` (from the root; empty for all) whose name ends in one of `endings`.
pub fn files_in(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let ends = |path: &PathBuf| {
        path.extension().and_then(|ending| ending.to_str()).is_some_and(|ending| endings.contains(&ending))
    };
    files().into_iter().filter(|path| path.starts_with(folder) && ends(path)).collect()
}

/// The text of a file (a path from the root).
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
