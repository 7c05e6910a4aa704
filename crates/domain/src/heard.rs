//! 来电取字段: what the caller's words already say, put into the form, so that nothing is typed twice. Only what stands
//! there word for word; the officer sees it in the fields and in the letter, and changes what is wrong.

use crate::draft::Draft;
use crate::hygiene;
use crate::pack::{EventKind, FormPhrase, Packs};

/// Longest name of a township, with its last word.
const LONGEST_TOWN: usize = 8;
/// What may stand between a place and what happened there.
const BEFORE_HAPPENED: [&str; 12] =
    ["这里", "那里", "这边", "那边", "刚刚", "好像", "发生", "突然", "已经", "正在", "有", "里"];
/// What a caller begins with.
const LEADS: [&str; 10] = ["你好", "喂", "我要报警", "我是", "我在", "这里是", "位于", "就在", "在", "，"];

/// A draft with what the words say; empty fields where they say nothing.
#[must_use]
pub fn heard(packs: &Packs, divisions: &[String], words: &str) -> Draft {
    let said = hygiene::line(words);
    let mut draft = Draft::default();
    let Some((kind, sentence, at)) = said.split(['。', '；', '！', '？', '，']).find_map(|one| {
        let (kind, at) = kind_named(packs, one)?;
        Some((kind, one, at))
    }) else {
        return draft;
    };
    draft.kind = kind.id.clone();
    let place = trimmed(sentence.get(..at).unwrap_or_default(), divisions);
    let (town, place) = township(&place);
    draft.town = town.to_owned();
    draft.place = place.to_owned();
    if let Some((site, phrase)) = site_named(packs, place) {
        draft.site = site;
        if phrase.dwelling {
            draft.unit = "不涉及".to_owned();
        }
    }
    draft
}

/// The kind whose word stands first; of two at one place the longer word.
fn kind_named<'p>(packs: &'p Packs, sentence: &str) -> Option<(&'p EventKind, usize)> {
    let found = packs.events().iter().flat_map(|kind| {
        kind.words.iter().filter_map(move |word| Some((kind, sentence.find(word.as_str())?, word.len())))
    });
    let (kind, at, _) = found.min_by_key(|(_, at, length)| (*at, usize::MAX - length))?;
    Some((kind, at))
}

/// The place without what a caller says before and after it, and without the divisions that the letter says anyway.
fn trimmed(place: &str, divisions: &[String]) -> String {
    let mut place = place;
    while let Some(rest) = LEADS.iter().find_map(|lead| place.strip_prefix(lead)) {
        place = rest;
    }
    for division in divisions {
        place = place.strip_prefix(division.as_str()).unwrap_or(place);
    }
    while let Some(rest) = BEFORE_HAPPENED.iter().find_map(|word| place.strip_suffix(word)) {
        place = rest;
    }
    place.to_owned()
}

/// 撮镇 and what stands behind it.
fn township(place: &str) -> (&str, &str) {
    let ends = place.char_indices().take(LONGEST_TOWN).filter_map(|(at, _)| {
        let rest = place.get(at..)?;
        let last = ["街道办事处", "街道", "镇", "乡"].into_iter().find(|last| rest.starts_with(last))?;
        (at > 0).then_some(at + last.len())
    });
    match ends.min() {
        Some(end) => place.split_at(end),
        None => ("", place),
    }
}

/// 一民房, as the title names it, where one of the pack's words for a 场所 stands in the place.
fn site_named<'p>(packs: &'p Packs, place: &str) -> Option<(String, &'p FormPhrase)> {
    let sites = packs.form().phrases.iter().filter(|phrase| phrase.field == "site");
    let found = sites.filter_map(|phrase| {
        let noun = phrase.text.trim_start_matches(['一', '某']);
        Some((place.find(noun)?, noun, phrase))
    });
    let (_, noun, phrase) = found.min_by_key(|(at, noun, _)| (*at, usize::MAX - noun.len()))?;
    Some((format!("一{noun}"), phrase))
}
