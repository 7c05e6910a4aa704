//! What came of a request, in the few words of 传输记录.

use domain::heads::SealedHeads;
use domain::wire::{BlobHeld, DeliveryPage, EnrolAnswer, Outcome, SealedTimeMark, SubmitAnswer, UnitsAnswer};

use super::upstream::UpstreamError;

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Came {
    /// In words.
    pub(crate) words: String,
    /// It was answered as it should be.
    pub(crate) well: bool,
    brought: usize,
}

impl Came {
    /// An answer, or why there is none.
    pub(super) fn of<T: Answer>(answer: &Result<T, UpstreamError>) -> Self {
        match answer {
            Ok(answer) => Self { words: answer.words(), well: true, brought: answer.brought() },
            Err(error) => Self { words: failure(error), well: false, brought: 0 },
        }
    }

    /// A connection stands, or why it does not.
    pub(super) fn connected(error: Option<&UpstreamError>) -> Self {
        Self { words: error.map_or_else(|| "已接通".to_owned(), failure), well: error.is_none(), brought: 0 }
    }

    /// A held connection is no more.
    pub(super) fn broke_off() -> Self {
        Self { words: "连接已断开，自动重接".to_owned(), well: true, brought: 0 }
    }

    /// Nobody waits for the answer any longer.
    pub(super) fn cut_off() -> Self {
        Self { words: "网络有变，未等应答即重试".to_owned(), well: false, brought: 0 }
    }

    /// Whether anything came that was not there before.
    pub(super) const fn brought_something(&self) -> bool {
        self.brought > 0
    }
}

/// The reason, without the advice that is given where somebody can follow it.
fn failure(error: &UpstreamError) -> String {
    match error {
        UpstreamError::Unreachable => "连不上".to_owned(),
        UpstreamError::NameUnknown => "域名解析不到".to_owned(),
        UpstreamError::Untrusted(_) => "证书不可信，没有连接".to_owned(),
        UpstreamError::Unreadable => "应答无法识别".to_owned(),
        UpstreamError::BadAddress => "地址有误".to_owned(),
        UpstreamError::Refused(refusal) => format!("拒收：{}", refusal.message),
        UpstreamError::Later { said, after } => {
            format!("暂不受理，要求{}秒后再来（{}）", after.seconds(), failure(said))
        }
    }
}

/// An answer that can be said in words.
pub(super) trait Answer {
    /// The words.
    fn words(&self) -> String {
        "已应答".to_owned()
    }

    /// How many things came with it that were not there before.
    fn brought(&self) -> usize {
        0
    }
}

impl Answer for SealedTimeMark {}
impl Answer for SealedHeads {}
impl Answer for UnitsAnswer {}
impl Answer for EnrolAnswer {}
impl Answer for Vec<u8> {}
impl Answer for BlobHeld {}

impl Answer for SubmitAnswer {
    fn words(&self) -> String {
        let count = |of: fn(&Outcome) -> bool| self.outcomes.iter().filter(|outcome| of(outcome)).count();
        let counted = [
            ("回执", count(|outcome| matches!(outcome, Outcome::Received { .. }))),
            ("序号已被占用", count(|outcome| matches!(outcome, Outcome::ChainFork { .. }))),
            ("拒收", count(|outcome| matches!(outcome, Outcome::Refused { .. }))),
        ];
        let said: Vec<String> =
            counted.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}{count}条")).collect();
        if said.is_empty() { "没有结果".to_owned() } else { said.join("，") }
    }

    fn brought(&self) -> usize {
        self.outcomes.len()
    }
}

impl Answer for DeliveryPage {
    fn words(&self) -> String {
        match (self.deliveries.len(), self.more) {
            (0, _) => "没有新内容".to_owned(),
            (count, false) => format!("收到{count}条"),
            (count, true) => format!("收到{count}条，还有"),
        }
    }

    fn brought(&self) -> usize {
        self.deliveries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::entry::EntryId;
    use domain::wire::{Refusal, RefusalCode};

    fn refusal() -> Refusal {
        Refusal { code: RefusalCode::BadSeal, message: "签名不符".to_owned() }
    }

    fn words<T: Answer>(answer: Result<T, UpstreamError>) -> (String, bool) {
        let came = Came::of(&answer);
        (came.words, came.well)
    }

    #[test]
    fn what_became_of_each_entry_is_counted() {
        let outcomes = vec![
            Outcome::ChainFork { held: EntryId::nil() },
            Outcome::Refused { refusal: refusal() },
            Outcome::Refused { refusal: refusal() },
        ];
        assert_eq!(words(Ok(SubmitAnswer { outcomes })), ("序号已被占用1条，拒收2条".to_owned(), true));
        assert_eq!(words(Ok(SubmitAnswer { outcomes: Vec::new() })), ("没有结果".to_owned(), true));
    }

    #[test]
    fn a_failure_is_told_from_a_refusal_with_its_words() {
        let failed = |error| words::<DeliveryPage>(Err(error));
        assert_eq!(failed(UpstreamError::Unreachable), ("连不上".to_owned(), false));
        assert_eq!(failed(UpstreamError::Refused(refusal())), ("拒收：签名不符".to_owned(), false));
        let nothing = DeliveryPage { deliveries: Vec::new(), more: false };
        assert_eq!(words(Ok(nothing)), ("没有新内容".to_owned(), true));
    }
}
