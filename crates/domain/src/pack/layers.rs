//! 规则包的层叠: national, provincial, city and county packs as one, and the digest that entries name.

use std::fmt;

use super::{
    AlarmStep, EventKind, FormLayout, GradeTable, Meta, Pack, PackError, Phone, Recipient, SignOffTerms, Signer, Source,
};
use crate::digest::Digest;
use crate::grade::Grade;
use crate::letter::Templates;
use crate::report::Stage;
use crate::rule::{Rule, Situation};

/// Everything that is wrong with a set of packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackErrors(pub Vec<PackError>);

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for PackErrors {}

/// Packs in force together. What a lower layer names again replaces what stood before.
#[derive(Debug, Clone)]
pub struct Packs {
    metas: Vec<Meta>,
    digest: Digest,
    events: Vec<EventKind>,
    grade_tables: Vec<GradeTable>,
    rules: Vec<Rule>,
    recipients: Vec<Recipient>,
    signers: Vec<Signer>,
    phones: Vec<Phone>,
    sources: Vec<Source>,
    alarms: Vec<AlarmStep>,
    sign_off: SignOffTerms,
    form: FormLayout,
    templates: Templates,
}

const NATIONAL: (&str, &str) = ("national.toml", include_str!("../../packs/national.toml"));
const SAMPLE_COUNTY: (&str, &str) = ("sample-county.toml", include_str!("../../packs/sample-county.toml"));

impl Packs {
    /// The packs that come with the program: national, and the sample county's.
    ///
    /// # Errors
    /// [`PackErrors`]; a test holds that there are none.
    pub fn embedded() -> Result<Self, PackErrors> {
        Self::from_texts(&[NATIONAL, SAMPLE_COUNTY])
    }

    /// The packs for a bureau that has none of its own: the national one alone.
    ///
    /// # Errors
    /// [`PackErrors`]; a test holds that there are none.
    pub fn national() -> Result<Self, PackErrors> {
        Self::from_texts(&[NATIONAL])
    }

    /// Parses, lints and lays packs over each other, the widest layer first whatever the order given.
    ///
    /// # Errors
    /// Everything that is wrong, each with file, line where it is known, and reason.
    pub fn from_texts(texts: &[(&str, &str)]) -> Result<Self, PackErrors> {
        let mut errors = Vec::new();
        let mut packs = Vec::new();
        for (file, text) in texts {
            match Pack::parse(file, text) {
                Ok(pack) => packs.push((*file, *text, pack)),
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(PackErrors(errors));
        }
        packs.sort_by_key(|(_, _, pack)| pack.meta.layer);
        Self::layered(&packs)
    }

    fn layered(packs: &[(&str, &str, Pack)]) -> Result<Self, PackErrors> {
        let file = packs.last().map_or("", |(file, ..)| *file);
        let refused =
            |reason: &str| PackErrors(vec![PackError { file: file.to_owned(), line: None, reason: reason.to_owned() }]);
        let form = packs.iter().rev().find_map(|(_, _, pack)| pack.form.clone());
        let form = form.ok_or_else(|| refused("各层都没有表单 [[form.field]]，请补一份"))?;
        let letter = packs.iter().rev().find_map(|(_, _, pack)| pack.letter.as_ref());
        let letter = letter.ok_or_else(|| refused("各层都没有行文模板 [letter]，请补一份"))?;
        // Steps hang together, so a layer that has any has them all.
        let alarms = packs.iter().rev().map(|(_, _, pack)| pack.alarms.clone()).find(|steps| !steps.is_empty());
        let alarms = alarms.ok_or_else(|| refused("各层都没有提醒 [[alarm]]，请补一份"))?;
        let sign_off = packs.iter().rev().find_map(|(_, _, pack)| pack.sign_off.clone());
        let sign_off = sign_off.ok_or_else(|| refused("各层都没有呈签规定 [sign_off]，请补一份"))?;
        let templates = Templates::compile(letter).map_err(|error| refused(&error.to_string()))?;
        let mut all = Self {
            metas: packs.iter().map(|(_, _, pack)| pack.meta.clone()).collect(),
            digest: digest(packs),
            events: Vec::new(),
            grade_tables: Vec::new(),
            rules: Vec::new(),
            recipients: Vec::new(),
            signers: Vec::new(),
            phones: Vec::new(),
            sources: packs.iter().flat_map(|(_, _, pack)| pack.sources.clone()).collect(),
            alarms,
            sign_off,
            form,
            templates,
        };
        for (_, _, pack) in packs {
            overlay(&mut all.events, &pack.events, |event| &event.id);
            overlay(&mut all.grade_tables, &pack.grade_tables, |table| &table.id);
            overlay(&mut all.rules, &pack.rules, |rule| &rule.id);
            overlay(&mut all.recipients, &pack.recipients, |recipient| &recipient.id);
            overlay(&mut all.signers, &pack.signers, |signer| &signer.post);
            overlay(&mut all.phones, &pack.phones, |phone| &phone.name);
        }
        all.recipients.sort_by_key(|recipient| recipient.order);
        let errors = all.dangling(file);
        if errors.is_empty() { Ok(all) } else { Err(PackErrors(errors)) }
    }

    /// References that lead nowhere in any layer.
    fn dangling(&self, file: &str) -> Vec<PackError> {
        let mut errors = Vec::new();
        let mut complain = |reason| errors.push(PackError { file: file.to_owned(), line: None, reason });
        if self.events.is_empty() {
            complain("各层都没有事件类型 [[event]]，请补列".to_owned());
        }
        for event in &self.events {
            if let Some(table) = &event.graded_by
                && self.grade_table(table).is_none()
            {
                complain(format!("类型 {} 所用分级表 {table} 不存在，请补列或改名", event.id));
            }
        }
        let rules = self.rules.iter().map(|rule| (format!("规则 {}", rule.id), &rule.when));
        let recipients = self.recipients.iter().map(|one| (format!("报告对象 {}", one.id), &one.when));
        for (name, when) in rules.chain(recipients) {
            if let Some(kind) = &when.kind
                && self.event(kind).is_none()
            {
                complain(format!("{name}所指类型 {kind} 不存在"));
            }
            if let Some(family) = &when.family
                && !self.events.iter().any(|event| event.family == *family)
            {
                complain(format!("{name}所指类别 {family} 不存在"));
            }
        }
        errors
    }

    /// The packs in force, widest layer first.
    #[must_use]
    pub fn metas(&self) -> &[Meta] {
        &self.metas
    }

    /// SM3 over the texts in layer order, which entries name.
    #[must_use]
    pub const fn digest(&self) -> Digest {
        self.digest
    }

    /// Kinds of event in order; the officer's digit is the place in this list.
    #[must_use]
    pub fn events(&self) -> &[EventKind] {
        &self.events
    }

    /// The kind of that id.
    #[must_use]
    pub fn event(&self, id: &str) -> Option<&EventKind> {
        self.events.iter().find(|event| event.id == id)
    }

    /// The grading table of that id.
    #[must_use]
    pub fn grade_table(&self, id: &str) -> Option<&GradeTable> {
        self.grade_tables.iter().find(|table| table.id == id)
    }

    /// All rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// All recipients in their order.
    #[must_use]
    pub fn recipients(&self) -> &[Recipient] {
        &self.recipients
    }

    /// The recipients to be told in this situation, in their order.
    #[must_use]
    pub fn recipients_for(&self, situation: &Situation<'_>) -> Vec<&Recipient> {
        self.recipients.iter().filter(|recipient| recipient.when.holds(situation)).collect()
    }

    /// The posts that may sign, in their order.
    #[must_use]
    pub fn signers_for(&self, stage: Stage, grade: Option<Grade>) -> Vec<&Signer> {
        let by_grade = |signer: &&Signer| signer.grades.is_empty() || grade.is_some_and(|g| signer.grades.contains(&g));
        let by_stage = |signer: &&Signer| signer.stages.is_empty() || signer.stages.contains(&stage);
        self.signers.iter().filter(by_grade).filter(by_stage).collect()
    }

    /// 常用电话.
    #[must_use]
    pub fn phones(&self) -> &[Phone] {
        &self.phones
    }

    /// Steps of the alarm.
    #[must_use]
    pub fn alarms(&self) -> &[AlarmStep] {
        &self.alarms
    }

    /// How signatures are sought.
    #[must_use]
    pub const fn sign_off(&self) -> &SignOffTerms {
        &self.sign_off
    }

    /// Where the clauses in force were read, layer by layer.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The form.
    #[must_use]
    pub const fn form(&self) -> &FormLayout {
        &self.form
    }

    pub(crate) const fn templates(&self) -> &Templates {
        &self.templates
    }
}

/// The length before each text keeps two packs from being cut elsewhere with the same digest.
fn digest(packs: &[(&str, &str, Pack)]) -> Digest {
    let texts: String = packs.iter().map(|(_, text, _)| format!("{}\n{text}", text.len())).collect();
    Digest::of(texts.as_bytes())
}

fn overlay<T: Clone>(below: &mut Vec<T>, above: &[T], id: impl Fn(&T) -> &String) {
    for item in above {
        match below.iter_mut().find(|known| id(known) == id(item)) {
            Some(known) => known.clone_from(item),
            None => below.push(item.clone()),
        }
    }
}
