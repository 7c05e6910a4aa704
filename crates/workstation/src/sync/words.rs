//! What an upstream says in words, made fit to be shown: ours says a sentence, somebody in its place may say anything.

use domain::hygiene::is_hidden;

/// What is said of an entry that a later version wrote than the upstream is.
pub(super) const TOO_NEW: &str = "上级节点的程序较旧，还收不了本条；已保存本机，上级节点升级后自动重发。请告知上级节点管理员升级，急件先用电话报告。";

/// Longer than any sentence of ours.
const MOST: usize = 200;

/// The beginning of it, without what cannot be seen.
pub(super) fn fit_to_be_shown(words: &str) -> String {
    let mut seen = words.chars().filter(|&letter| !is_hidden(letter));
    let mut shown: String = seen.by_ref().take(MOST).collect();
    if seen.next().is_some() {
        shown.push('…');
    }
    if shown.trim().is_empty() {
        "上级节点没有说明原因，请联系系统管理员。".to_owned()
    } else {
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::fit_to_be_shown;

    #[test]
    fn a_sentence_stays_as_it_is_and_anything_else_becomes_one() {
        let sentence = "每次最多提交 100 条，本次未收；请分次提交";
        assert_eq!(fit_to_be_shown(sentence), sentence);
        assert_eq!(fit_to_be_shown("\u{202e}\u{0} \n"), "上级节点没有说明原因，请联系系统管理员。");
        assert_eq!(fit_to_be_shown(&"火".repeat(200)).chars().count(), 200);
        assert_eq!(fit_to_be_shown(&"火\u{200b}".repeat(1_000_000)), format!("{}…", "火".repeat(200)));
    }
}
