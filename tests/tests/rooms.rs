//! The rules of the house (ARCHITECTURE.md), read from `cargo metadata` and from the files themselves.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails, and says why")]

use std::path::Path;

use cargo_metadata::{Metadata, MetadataCommand};
use tests::tree;

/// Who may know whom among our own crates.
const MAY_KNOW: [(&str, &[&str]); 8] = [
    ("domain", &[]),
    ("store", &["domain"]),
    ("documents", &["domain"]),
    ("sheets", &["domain"]),
    ("workstation", &["domain", "store", "documents", "sheets"]),
    ("headless", &["domain", "workstation"]),
    ("desk", &["domain", "workstation"]),
    ("upstream", &["domain"]),
];

/// The package that may name every other.
const KNOWS_ALL: &str = "tests";

/// Which of our crates may name a foreign one, and why no other.
const DOORS: [(&str, &[&str], &str); 6] = [
    ("tauri", &["desk"], "the window is one host among two; everything else runs without it"),
    ("notify-rust", &["workstation"], "both hosts notify, so the notification is below them"),
    ("reqwest", &["workstation"], "one door to the network"),
    ("rusqlite", &["store", "upstream"], "SQL is written where the tables are"),
    ("tokio-postgres", &["upstream"], "only the upstream has instances that share a database"),
    ("axum", &["headless", "upstream"], "only these two listen"),
];

const SAYS_NOTHING: [&str; 9] =
    ["utils", "util", "common", "manager", "managers", "service", "helper", "helpers", "core"];

const MOST_LINES: usize = 450;

/// One workspace crate and everything that its Cargo.toml names (normal, dev and build dependencies).
struct Crate {
    name: String,
    names: Vec<String>,
}

impl Crate {
    fn new(name: &str, names: &[&str]) -> Self {
        Self { name: name.to_owned(), names: names.iter().map(|&name| name.to_owned()).collect() }
    }
}

/// The edges between our own crates that the house does not allow, in words.
fn forbidden_edges(crates: &[Crate]) -> Vec<String> {
    let mut found = Vec::new();
    for Crate { name, names } in crates.iter().filter(|one| one.name != KNOWS_ALL) {
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(room, _)| room == name) else {
            found.push(format!("{name} is not a room of this house (list it in MAY_KNOW)"));
            continue;
        };
        let ours = names.iter().filter(|named| crates.iter().any(|other| other.name == **named));
        found.extend(ours.filter(|named| !allowed.contains(&named.as_str())).map(|named| format!("{name} → {named}")));
    }
    found
}

/// The crates that name a foreign crate (or one of its family, such as tauri-build) without being its door.
fn wrong_doors(crates: &[Crate], foreign: &str, doors: &[&str]) -> Vec<String> {
    let family = format!("{foreign}-");
    let of_family = |named: &str| named == foreign || named.starts_with(&family);
    crates
        .iter()
        .filter(|one| one.name != KNOWS_ALL && !doors.contains(&one.name.as_str()))
        .flat_map(|one| {
            one.names.iter().filter(|named| of_family(named)).map(move |named| format!("{} → {named}", one.name))
        })
        .collect()
}

/// Whether a crate, module, folder or component has a name that says nothing about what it holds.
fn says_nothing(path: &Path) -> bool {
    path.iter().filter_map(|part| part.to_str()).any(|part| {
        let stem = part.split('.').next().unwrap_or(part).to_lowercase();
        SAYS_NOTHING.contains(&stem.as_str())
    })
}

fn workspace() -> Vec<Crate> {
    let metadata: Metadata = MetadataCommand::new()
        .manifest_path(tree::root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo metadata reads the workspace");
    let named = |package: &cargo_metadata::Package| Crate {
        name: package.name.to_string(),
        names: package.dependencies.iter().map(|dependency| dependency.name.clone()).collect(),
    };
    metadata.packages.iter().map(named).collect()
}

/// The files below `folder` whose text has one of `words`, except those below `except`.
fn files_with(folder: &str, endings: &[&str], words: &[&str], except: &str) -> Vec<String> {
    tree::files_in(folder, endings)
        .into_iter()
        .filter(|path| except.is_empty() || !path.starts_with(except))
        .filter(|path| {
            let text = tree::read(path);
            words.iter().any(|word| text.contains(word))
        })
        .map(|path| path.display().to_string())
        .collect()
}

const NONE: [String; 0] = [];

#[test]
fn a_room_knows_only_the_rooms_that_the_design_allows() {
    let crates = workspace();
    assert_eq!(forbidden_edges(&crates), NONE, "who may know whom is fixed: ARCHITECTURE.md");
    let missing = MAY_KNOW.iter().filter(|(room, _)| !crates.iter().any(|one| one.name == *room));
    assert_eq!(missing.count(), 0, "a room that is not there has no rule");
}

#[test]
fn an_edge_that_is_not_allowed_is_found() {
    let crates = [
        Crate::new("domain", &["serde", "store"]),
        Crate::new("store", &["domain", "rusqlite"]),
        Crate::new("workstation", &["domain", "store"]),
        Crate::new("headless", &["workstation", "store", "axum"]),
        Crate::new("tests", &["headless", "store"]),
        Crate::new("attic", &[]),
    ];
    assert_eq!(
        forbidden_edges(&crates),
        ["domain → store", "headless → store", "attic is not a room of this house (list it in MAY_KNOW)"]
    );
}

#[test]
fn a_foreign_crate_enters_by_its_door_only() {
    let crates = workspace();
    for (foreign, doors, reason) in DOORS {
        assert_eq!(wrong_doors(&crates, foreign, doors), NONE, "{foreign} belongs to {doors:?}: {reason}");
    }
}

#[test]
fn a_foreign_crate_by_another_door_is_found() {
    let crates = [
        Crate::new("desk", &["tauri", "tauri-build"]),
        Crate::new("workstation", &["tauri-plugin-dialog", "tauriless"]),
        Crate::new("tests", &["tauri"]),
    ];
    assert_eq!(wrong_doors(&crates, "tauri", &["desk"]), ["workstation → tauri-plugin-dialog"]);
}

#[test]
fn every_name_says_what_it_holds() {
    let found: Vec<_> = tree::files().into_iter().filter(|path| says_nothing(path)).collect();
    assert!(found.is_empty(), "a file is named after its noun, never after a drawer: {found:?}");
    assert!(workspace().iter().all(|one| !says_nothing(Path::new(&one.name))), "so is a crate");
}

#[test]
fn a_name_that_says_nothing_is_found() {
    for path in ["crates/core/src/lib.rs", "ui/src/utils/time.ts", "crates/store/src/helper.rs", "ui/src/Common.vue"] {
        assert!(says_nothing(Path::new(path)), "{path}");
    }
    for path in ["crates/domain/src/score.rs", "ui/src/directory/CommonPhones.vue"] {
        assert!(!says_nothing(Path::new(path)), "{path}");
    }
}

#[test]
fn no_file_is_longer_than_one_can_hold_in_mind() {
    let generated = Path::new("ui/src/backend/bindings.ts");
    let long: Vec<_> = tree::files_in("", &["rs", "ts", "vue"])
        .into_iter()
        .filter(|path| path != generated)
        .map(|path| (tree::read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines >= MOST_LINES)
        .collect();
    assert!(long.is_empty(), "one noun per file, below {MOST_LINES} lines: {long:?}");
}

#[test]
fn the_page_reaches_the_window_through_one_folder() {
    let found = files_with("ui/src", &["ts", "vue", "js"], &["@tauri-apps/"], "ui/src/backend");
    assert_eq!(found, NONE, "ui/src/backend is the only door, so that the page also runs in a browser");
}

#[test]
fn the_page_shows_text_from_outside_as_text() {
    let found =
        files_with("ui/src", &["ts", "vue", "js"], &["v-html", "innerHTML", "outerHTML", "insertAdjacentHTML"], "");
    assert_eq!(found, NONE, "a report's words are shown, never interpreted");
}
