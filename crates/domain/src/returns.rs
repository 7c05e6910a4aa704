//! 退回补正: the sixteen reasons for which a city sends a letter back (practice §4, return reasons), looked for before it
//! goes. Each says what happened and what to do; none of them ever holds a letter back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Moment;
use crate::agreement::Disagreement;
use crate::channel::{self, Channel};
use crate::form::{FieldError, Gap};
use crate::letter::LetterFacts;
use crate::pack::Packs;

mod elements;
mod kind;
mod names;
mod private;
mod repeated;
mod title;
mod typo;
mod verdict;

/// 退回原因, in the order of the city's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnReason {
    /// 1 要素缺失
    ElementMissing,
    /// 2 时间逻辑矛盾
    TimesContradict,
    /// 3 数字前后不一或合计不平
    NumbersDiffer,
    /// 4 地点不具体/未冠省市县
    PlaceVague,
    /// 5 与公安、消防、卫健、县政府口径不一
    AccountsDiffer,
    /// 6 原因、责任定性过早
    VerdictTooEarly,
    /// 7 附件代正文
    AttachmentForBody,
    /// 8 突发事件/普通信息选错
    WrongChannel,
    /// 9 类型等级选错
    WrongKindOrGrade,
    /// 10 标题不规范
    TitleIrregular,
    /// 11 续报复述、未写变化
    Retold,
    /// 12 应续未续
    FollowUpOverdue,
    /// 13 单位、职务、姓名有误
    NameWrong,
    /// 14 缺签发人/联系人/电话
    SignerMissing,
    /// 15 重复报送（应作续报）
    ReportedTwice,
    /// 16 错别字、个人信息或涉密不当
    WordsImproper,
}

impl ReturnReason {
    /// All sixteen in the order of their numbers.
    pub const ALL: [Self; 16] = [
        Self::ElementMissing,
        Self::TimesContradict,
        Self::NumbersDiffer,
        Self::PlaceVague,
        Self::AccountsDiffer,
        Self::VerdictTooEarly,
        Self::AttachmentForBody,
        Self::WrongChannel,
        Self::WrongKindOrGrade,
        Self::TitleIrregular,
        Self::Retold,
        Self::FollowUpOverdue,
        Self::NameWrong,
        Self::SignerMissing,
        Self::ReportedTwice,
        Self::WordsImproper,
    ];

    /// Its number in the list, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self as u32 + 1
    }

    /// The words of the list.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ElementMissing => "要素缺失",
            Self::TimesContradict => "时间逻辑矛盾",
            Self::NumbersDiffer => "数字前后不一或合计不平",
            Self::PlaceVague => "地点不具体/未冠省市县",
            Self::AccountsDiffer => "与公安、消防、卫健、县政府口径不一",
            Self::VerdictTooEarly => "原因、责任定性过早",
            Self::AttachmentForBody => "附件代正文",
            Self::WrongChannel => "突发事件/普通信息选错",
            Self::WrongKindOrGrade => "类型等级选错",
            Self::TitleIrregular => "标题不规范",
            Self::Retold => "续报复述、未写变化",
            Self::FollowUpOverdue => "应续未续",
            Self::NameWrong => "单位、职务、姓名有误",
            Self::SignerMissing => "缺签发人/联系人/电话",
            Self::ReportedTwice => "重复报送（应作续报）",
            Self::WordsImproper => "错别字、个人信息或涉密不当",
        }
    }

    fn faults(self, facts: &ReturnFacts<'_>) -> Vec<Fault> {
        match self {
            Self::ElementMissing => elements::missing(facts),
            Self::TimesContradict => elements::times(facts),
            Self::NumbersDiffer => elements::numbers(facts),
            Self::PlaceVague => elements::place(facts),
            Self::AccountsDiffer => elements::accounts(facts),
            Self::VerdictTooEarly => verdict::faults(facts),
            Self::AttachmentForBody => attachment(facts),
            Self::WrongChannel => channel(facts),
            Self::WrongKindOrGrade => kind::faults(facts),
            Self::TitleIrregular => title::faults(facts),
            Self::Retold => repeated::retold(facts),
            Self::FollowUpOverdue => repeated::overdue(facts),
            Self::NameWrong => names::faults(facts),
            Self::SignerMissing => signer(facts),
            Self::ReportedTwice => repeated::reported(facts),
            Self::WordsImproper => [typo::faults(facts), private::faults(facts)].concat(),
        }
    }
}

/// One thing for which the city would send the letter back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Returnable {
    /// Why.
    pub reason: ReturnReason,
    /// Its number in the list.
    pub number: u32,
    /// The words of the list.
    pub word: String,
    /// A sentence that says what happened and what to do.
    pub message: String,
    /// Name of the draft's field where it can be put right, `title` and `body` included; none: not in the form.
    pub field: Option<String>,
}

/// A letter about to go, and what is known of it elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct ReturnFacts<'a> {
    /// The packs in force.
    pub packs: &'a Packs,
    /// What the letter was composed from.
    pub letter: &'a LetterFacts<'a>,
    /// The title, as composed or edited.
    pub title: &'a str,
    /// The body, as composed or edited.
    pub body: &'a str,
    /// Remarks on the fields.
    pub errors: &'a [FieldError],
    /// Those of the five that are not there.
    pub missing: &'a [Gap],
    /// Where letter and fields do not agree.
    pub disagreements: &'a [Disagreement],
    /// Where 口径核对 ended 不一致, in words: 县公安局：死亡2人.
    pub accord_differs: &'a [String],
    /// Follow-ups past their time, in words.
    pub overdue_follow_ups: &'a [String],
    /// Whether it is signed.
    pub signed: bool,
    /// 联系人
    pub duty_officer: &'a str,
    /// 联系电话
    pub phone: &'a str,
    /// Incidents reported already that may be this one, in words.
    pub similar_reported: &'a [String],
    /// The text of a document that was drawn in.
    pub material: Option<&'a str>,
    /// Now, UTC.
    pub now: Moment,
}

impl<'a> ReturnFacts<'a> {
    /// Title and body, each with the name of its field and its word.
    const fn parts(&self) -> [(&'static str, &'static str, &'a str); 2] {
        [("title", "标题", self.title), ("body", "正文", self.body)]
    }
}

/// A sentence, and the field where it can be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Fault {
    field: Option<String>,
    message: String,
}

impl Fault {
    fn at(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: Some(field.into()), message: message.into() }
    }

    fn of(message: impl Into<String>) -> Self {
        Self { field: None, message: message.into() }
    }
}

/// What a city would send this letter back for, in the order of its list.
#[must_use]
pub fn returnable(facts: &ReturnFacts<'_>) -> Vec<Returnable> {
    let mut all: Vec<Returnable> = Vec::new();
    for reason in ReturnReason::ALL {
        for Fault { field, message } in reason.faults(facts) {
            if !all.iter().any(|known| known.reason == reason && known.message == message) {
                let (number, word) = (reason.number(), reason.word().to_owned());
                all.push(Returnable { reason, number, word, message, field });
            }
        }
    }
    all
}

fn attachment(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let points = || {
        let words = crate::agreement::wording::HOLLOW.into_iter().find(|words| facts.body.contains(words))?;
        Some(format!("正文写了“{words}”，灾害事故信息不得以附件代替，请把附件里的情况写进正文"))
    };
    let found = channel::hollow(facts.body, facts.material).or_else(points);
    found.map(|message| Fault::at("body", message)).into_iter().collect()
}

fn channel(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let advice = channel::advise(facts.packs, facts.title, facts.body);
    let advice = advice.filter(|advice| advice.channel == Channel::Information);
    advice.into_iter().flat_map(|advice| advice.reasons).map(|reason| Fault::at("body", reason)).collect()
}

fn signer(facts: &ReturnFacts<'_>) -> Vec<Fault> {
    let lacks = [
        (!facts.signed, "签发人"),
        (facts.duty_officer.trim().is_empty(), "联系人"),
        (facts.phone.trim().is_empty(), "联系电话"),
    ];
    let names: Vec<&str> = lacks.into_iter().filter(|(lacks, _)| *lacks).map(|(_, name)| name).collect();
    let message = || Fault::of(format!("还没有{}，请补上再报", names.join("、")));
    (!names.is_empty()).then(message).into_iter().collect()
}
