//! What is this desk's alone and no entry: drafts as they were typed, PINs, the texts of the packs, settings.

use domain::digest::Digest;
use domain::draft::Draft;
use domain::grade_history::GradeHistory;
use domain::information::{Attachment, InformationDraft};
use store::Store;
use store::table::blob;
use store::table::draft::{self, SavedDraft};
use store::table::information::{self, SavedInformation};
use store::table::pack::{self, KeptPack};
use store::table::pin::{self, Pin};
use uuid::Uuid;

use crate::desk::{ANOTHER, Desk, MATTER, minutes};

fn typed(town: &str, begun: Option<i64>, saved: i64) -> SavedDraft {
    SavedDraft {
        draft: Draft { town: town.into(), ..Draft::default() },
        grades: GradeHistory::default(),
        begun_at: begun.map(minutes),
        saved_at: minutes(saved),
    }
}

fn information(id: Uuid, begun: i64, attachments: Vec<Attachment>) -> SavedInformation {
    let draft = InformationDraft { title: "防汛检查".into(), attachments, ..InformationDraft::default() };
    SavedInformation { id, draft, begun_at: minutes(begun), saved_at: minutes(begun + 1) }
}

#[test]
fn each_officer_has_a_draft_of_his_own_and_the_newest_stands_first() {
    let mut desk = Desk::new();
    let (mine, theirs, newer) = (typed("河东镇", None, 1), typed("河西镇", Some(1), 2), typed("河东镇", Some(2), 3));
    desk.does(|writing| {
        writing.save_draft(MATTER, "甲", &mine)?;
        writing.save_draft(MATTER, "乙", &theirs)
    });
    let connection = desk.store.connection();
    assert_eq!(draft::find(connection, MATTER, "甲").unwrap(), Some(mine));
    assert_eq!(draft::find(connection, MATTER, "丙").unwrap(), None);
    assert_eq!(draft::find(connection, ANOTHER, "甲").unwrap(), None);
    desk.does(|writing| writing.save_draft(MATTER, "甲", &newer));
    let all = draft::of_subject(desk.store.connection(), MATTER).unwrap();
    assert_eq!(all, [("甲".to_owned(), newer), ("乙".to_owned(), theirs)]);
}

#[test]
fn a_draft_that_nobody_touched_is_found_and_goes_alone() {
    let mut desk = Desk::new();
    desk.does(|writing| {
        writing.save_draft(MATTER, "甲", &typed("", None, 1))?;
        writing.save_draft(ANOTHER, "甲", &typed("", None, 5))
    });
    let untouched = draft::untouched_since(desk.store.connection(), minutes(4)).unwrap();
    assert_eq!(untouched, [(MATTER, "甲".to_owned())]);
    desk.does(|writing| writing.remove_draft(MATTER, "甲"));
    assert_eq!(draft::untouched_since(desk.store.connection(), minutes(9)).unwrap().len(), 1);
}

#[test]
fn information_is_drafted_by_each_author_for_himself_and_what_it_names_is_in_use() {
    let mut desk = Desk::new();
    let file = Attachment { name: "通知.pdf".into(), digest: Digest::of(b"pdf"), length: 3 };
    let (first, second) = (information(MATTER, 1, vec![file.clone()]), information(ANOTHER, 5, vec![]));
    desk.does(|writing| {
        writing.keep_blob(&file.blob(), minutes(1))?;
        writing.save_information("甲", &first)?;
        writing.save_information("甲", &second)?;
        writing.save_information("乙", &second)
    });
    let connection = desk.store.connection();
    assert_eq!(information::draft(connection, MATTER, "甲").unwrap().as_ref(), Some(&first));
    assert_eq!(information::draft(connection, MATTER, "乙").unwrap(), None);
    assert_eq!(information::drafts(connection, "甲").unwrap(), [second.clone(), first]);
    let others = information::drafts_of_others(connection, ["甲", ""]).unwrap();
    assert_eq!(others, [("乙".to_owned(), second)], "what another left open can be taken over");
    assert_eq!(blob::in_use(connection).unwrap(), [file.digest].into(), "a file that a draft names is not swept away");
    desk.does(|writing| writing.put_information_away(MATTER, "甲"));
    assert_eq!(information::drafts(desk.store.connection(), "甲").unwrap().len(), 1);
    assert!(blob::in_use(desk.store.connection()).unwrap().is_empty());
}

#[test]
fn a_pin_is_kept_with_what_was_tried_and_is_gone_when_it_is_taken_away() {
    let mut desk = Desk::new();
    let officer = Uuid::from_u128(5);
    let wrong = Pin { hash: "$argon2id$x".into(), failures: 3, not_before: Some(minutes(2)) };
    desk.does(|writing| writing.put_pin(officer, &Pin { failures: 0, not_before: None, ..wrong.clone() }));
    desk.does(|writing| writing.put_pin(officer, &wrong));
    assert_eq!(pin::find(desk.store.connection(), officer).unwrap(), Some(wrong));
    desk.does(|writing| writing.remove_pin(officer));
    assert_eq!(pin::find(desk.store.connection(), officer).unwrap(), None);
}

fn kept(text: &str, shipped: bool) -> KeptPack {
    let (pack, file) = ("own".to_owned(), "own.toml".to_owned());
    KeptPack { text_digest: Digest::of(text.as_bytes()), pack, file, text: text.into(), shipped, withdrawn: false }
}

#[test]
fn an_old_report_is_shown_under_the_very_texts_by_which_it_was_judged() {
    let mut desk = Desk::new();
    let (nation, county) = (kept("nation", true), kept("county", false));
    let set = Digest::of(b"both");
    desk.does(|writing| {
        writing.keep_pack(&county, minutes(1))?;
        writing.keep_pack(&nation, minutes(2))?;
        writing.keep_pack(&KeptPack { file: "renamed.toml".into(), ..nation.clone() }, minutes(3))?;
        writing.keep_pack_set(set, &[nation.text_digest, county.text_digest])?;
        writing.keep_pack_set(Digest::of(b"lost"), &[nation.text_digest, Digest::ZERO])
    });
    let connection = desk.store.connection();
    assert_eq!(pack::all(connection).unwrap(), [county.clone(), nation.clone()], "what is kept is kept as it came");
    assert_eq!(pack::of_set(connection, set).unwrap(), Some(vec![nation.clone(), county.clone()]), "in their order");
    assert_eq!(pack::of_set(connection, Digest::ZERO).unwrap(), None, "nobody knows that set");
    assert_eq!(pack::of_set(connection, Digest::of(b"lost")).unwrap(), None, "half of a set is none");
    desk.does(|writing| writing.withdraw_pack(nation.text_digest, minutes(4)));
    let states = |desk: &Desk| -> Vec<_> {
        let all = pack::all(desk.store.connection()).unwrap();
        all.into_iter().map(|one| (one.text, one.shipped, one.withdrawn)).collect()
    };
    assert_eq!(states(&desk)[1], ("nation".into(), true, true), "withdrawn, and still there to read");
    desk.does(|writing| writing.add_pack(&nation, minutes(5)));
    assert_eq!(
        states(&desk)[1],
        ("nation".into(), false, false),
        "added by a person: a new version does not replace it"
    );
}

#[test]
fn for_the_moment_in_which_the_file_is_exchanged_a_desk_holds_nothing() {
    let nowhere = Store::nowhere().unwrap();
    let tables: u32 =
        nowhere.connection().query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 0);
}
