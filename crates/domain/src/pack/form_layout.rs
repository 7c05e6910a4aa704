//! 表单: sections and fields of the report form, in their order. The screen renders from it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Class, EventKind, Figure, Packs, Sign};
use crate::count::Measure;
use crate::report::Stage;

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Control {
    /// One of the kinds of event, by digit.
    Kind,
    /// A spoken time.
    Time,
    /// A line.
    Line,
    /// Some sentences.
    Text,
    /// A number.
    Number,
    /// The counts table.
    Counts,
    /// A grade.
    Grade,
    /// The figures that this kind of event has.
    Figures,
    /// The signs that this kind of event has, by digit.
    Signs,
    /// 属地, by digit.
    Jurisdiction,
    /// The township table.
    Townships,
    /// Yes or no, by digit.
    Tick,
    /// The six 敏感 ticks, by digit.
    Sensitive,
}

/// A group of fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// Id, as in the fields.
    pub id: String,
    /// Title on screen.
    pub title: String,
}

/// One field; its id is a field of [`crate::draft::Draft`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Name of the draft's field.
    pub id: String,
    /// Id of its section.
    pub section: String,
    /// Label on screen.
    pub label: String,
    /// How it is filled in.
    pub control: Control,
    /// One of the five that a first report needs.
    #[serde(default)]
    pub required: bool,
    /// Whether its absence is listed for the follow-up.
    #[serde(default)]
    pub gap: bool,
    /// Hint beside it; empty: none.
    #[serde(default)]
    pub hint: String,
    /// Whom to ask; empty: nobody in particular.
    #[serde(default)]
    pub ask: String,
    /// Families of kinds that have this field; none: every kind.
    #[serde(default)]
    pub families: Vec<String>,
    /// Stages that ask for it; none: every stage.
    #[serde(default)]
    pub stages: Vec<Stage>,
}

/// A phrase that is chosen by digit instead of typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormPhrase {
    /// The field it is for: a field of the form, `counts.source` or `caller`.
    pub field: String,
    /// The words.
    pub text: String,
    /// Families of kinds it is for; none: every kind.
    #[serde(default)]
    pub families: Vec<String>,
    /// Of a 场所: somebody lives there, so that there is no 事发单位.
    #[serde(default)]
    pub dwelling: bool,
}

/// One column of the township table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TownshipColumn {
    /// A measure of people or the id of a `[[figure]]`.
    pub of: String,
    /// Label on screen and in the letter.
    pub label: String,
}

/// One column of the counts table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CountColumn {
    /// What it counts.
    pub measure: Measure,
    /// Label on screen.
    pub label: String,
    /// Whether its absence is listed for the follow-up.
    #[serde(default)]
    pub gap: bool,
    /// Whom to ask.
    #[serde(default)]
    pub ask: String,
    /// Classes of kinds that have this column; none: every kind.
    #[serde(default)]
    pub classes: Vec<Class>,
}

impl CountColumn {
    /// The column with the word that the letter has for people in such an event (practice §7).
    fn of_class(&self, class: Option<Class>) -> Self {
        let label = self.label.replace(self.measure.word(), self.measure.word_in(class));
        Self { label, ..self.clone() }
    }
}

/// The form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FormLayout {
    /// Sections in order.
    #[serde(rename(deserialize = "section"))]
    pub sections: Vec<FormSection>,
    /// Fields in order.
    #[serde(rename(deserialize = "field"))]
    pub fields: Vec<FormField>,
    /// Columns of the counts table in order.
    #[serde(rename(deserialize = "count"))]
    pub counts: Vec<CountColumn>,
    /// Phrases to choose from, in the order of their digits.
    #[serde(default, rename(deserialize = "phrase"))]
    pub phrases: Vec<FormPhrase>,
    /// Columns of the township table in order.
    #[serde(default, rename(deserialize = "township"))]
    pub townships: Vec<TownshipColumn>,
}

/// What a kind of event asks for, of everything the form has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Asked {
    /// Ids of the fields.
    pub fields: Vec<String>,
    /// Columns of the counts table, in the words of the kind: 失踪 in a flood.
    pub counts: Vec<CountColumn>,
    /// Figures.
    pub figures: Vec<Figure>,
    /// Signs.
    pub signs: Vec<Sign>,
}

impl Asked {
    /// What a report of this stage on events of this kind is asked for; before a kind is chosen, what every kind is.
    #[must_use]
    pub fn of(packs: &Packs, event: Option<&EventKind>, stage: Stage) -> Self {
        let form = packs.form();
        let of_family =
            |families: &[String]| families.is_empty() || event.is_some_and(|event| families.contains(&event.family));
        let of_class =
            |classes: &[Class]| classes.is_empty() || event.is_some_and(|event| classes.contains(&event.class));
        let figures: Vec<Figure> =
            packs.figures().iter().filter(|one| event.is_some_and(|e| one.asked_of(e))).cloned().collect();
        let signs: Vec<Sign> =
            packs.signs().iter().filter(|one| event.is_some_and(|e| one.asked_of(e))).cloned().collect();
        let has = |field: &&FormField| {
            (match field.control {
                Control::Figures => !figures.is_empty(),
                Control::Signs => !signs.is_empty(),
                _ => of_family(&field.families),
            }) && (field.stages.is_empty() || field.stages.contains(&stage))
        };
        Self {
            fields: form.fields.iter().filter(has).map(|field| field.id.clone()).collect(),
            counts: form
                .counts
                .iter()
                .filter(|column| of_class(&column.classes))
                .map(|column| column.of_class(event.map(|event| event.class)))
                .collect(),
            figures,
            signs,
        }
    }
}

impl FormLayout {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&FormField> {
        self.fields.iter().find(|field| field.id == id)
    }
}
