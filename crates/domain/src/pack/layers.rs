//! 规则包的层叠: national, provincial, city and county packs as one, and the digest that entries name.

use std::fmt;

use super::{
    AlarmStep, Calendar, Division, EventCode, EventKind, Figure, FormLayout, GradeTable, LetterText, Meta,
    NearMissRule, Pack, PackError, PackText, PaperLayout, Partner, Phone, Recipient, RetentionRule, SHIPPED, ScopeRow,
    Sign, SignOffTerms, Signer, Source, ZeroReportTerms, lint,
};
use crate::digest::Digest;
use crate::grade::Grade;
use crate::letter::Templates;
use crate::report::Stage;
use crate::roster::RosterTerms;
use crate::rule::{Rule, Situation, StoppedBy};

/// Stages that have templates of their own.
const STAGES: usize = 4;
/// By what the room's own number is known among 常用电话.
const OWN_PHONE: &str = "本局";

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
    figures: Vec<Figure>,
    signs: Vec<Sign>,
    grade_tables: Vec<GradeTable>,
    near_misses: Vec<NearMissRule>,
    scope_rows: Vec<ScopeRow>,
    rules: Vec<Rule>,
    divisions: Vec<Division>,
    event_codes: Vec<EventCode>,
    calendar: Calendar,
    recipients: Vec<Recipient>,
    partners: Vec<Partner>,
    signers: Vec<Signer>,
    phones: Vec<Phone>,
    sources: Vec<Source>,
    alarms: Vec<AlarmStep>,
    sign_off: SignOffTerms,
    form: FormLayout,
    letter: LetterText,
    paper: PaperLayout,
    templates: Templates,
    zero_report: Option<ZeroReportTerms>,
    roster: Option<RosterTerms>,
    retention: Vec<RetentionRule>,
}

impl Packs {
    /// Lays parsed packs over each other in the order given. What leads nowhere is complained of in the last of them.
    pub(super) fn layered(packs: &[(PackText<'_>, &Pack)]) -> Result<Self, PackErrors> {
        let last = packs.last().map_or(PackText { file: "", text: "" }, |(text, _)| *text);
        let refused = |reason: &str| {
            PackErrors(vec![PackError { file: last.file.to_owned(), line: None, reason: reason.to_owned() }])
        };
        // Of what hangs together the lowest layer that has any has it all.
        let lowest = || packs.iter().rev().map(|(_, pack)| *pack);
        let form = lowest().find_map(|pack| pack.form.clone());
        let form = form.ok_or_else(|| refused("各层都没有表单 [[form.field]]，请补一份"))?;
        let letter = lowest().filter_map(|pack| pack.letter.clone()).reduce(|lower, wider| lower.over(&wider));
        let letter = letter.ok_or_else(|| refused("各层都没有行文模板 [letter]，请补一份"))?;
        let paper = lowest().find_map(|pack| pack.paper.clone());
        let (letter, paper) = of_today(letter, paper).ok_or_else(|| refused("各层都没有纸质版式 [paper]，请补一份"))?;
        let alarms = lowest().map(|pack| pack.alarms.clone()).find(|steps| !steps.is_empty());
        let alarms = alarms.ok_or_else(|| refused("各层都没有提醒 [[alarm]]，请补一份"))?;
        let sign_off = lowest().find_map(|pack| pack.sign_off.clone());
        let sign_off = sign_off.ok_or_else(|| refused("各层都没有呈签规定 [sign_off]，请补一份"))?;
        let templates = Templates::compile(&letter).map_err(|error| refused(&error.to_string()))?;
        let mut all = Self {
            metas: packs.iter().map(|(_, pack)| pack.meta.clone()).collect(),
            digest: digest(packs),
            events: Vec::new(),
            figures: Vec::new(),
            signs: Vec::new(),
            grade_tables: Vec::new(),
            near_misses: Vec::new(),
            scope_rows: Vec::new(),
            rules: Vec::new(),
            divisions: Vec::new(),
            event_codes: Vec::new(),
            calendar: calendar(packs),
            recipients: Vec::new(),
            partners: Vec::new(),
            signers: Vec::new(),
            phones: Vec::new(),
            sources: Vec::new(),
            alarms,
            sign_off,
            form,
            letter,
            paper,
            templates,
            zero_report: lowest().find_map(|pack| pack.zero_report.clone()),
            roster: packs.iter().filter_map(|(_, pack)| pack.roster.clone()).reduce(|wider, lower| lower.over(wider)),
            retention: Vec::new(),
        };
        for (_, pack) in packs {
            overlay(&mut all.events, &pack.events, |event| event.id.clone());
            overlay(&mut all.figures, &pack.figures, |figure| figure.id.clone());
            overlay(&mut all.signs, &pack.signs, |sign| sign.id.clone());
            overlay(&mut all.grade_tables, &pack.grade_tables, |table| table.id.clone());
            overlay(&mut all.near_misses, &pack.near_misses, |rule| rule.id.clone());
            overlay(&mut all.scope_rows, &pack.scope_rows, |row| row.id.clone());
            overlay(&mut all.rules, &pack.rules, |rule| rule.id.clone());
            overlay(&mut all.divisions, &pack.divisions, |division| division.code.clone());
            overlay(&mut all.event_codes, &pack.event_codes, |code| (code.kind.clone(), code.system.clone()));
            overlay(&mut all.recipients, &pack.recipients, |recipient| recipient.id.clone());
            overlay(&mut all.partners, &pack.partners, |partner| partner.id.clone());
            overlay(&mut all.signers, &pack.signers, |signer| signer.post.clone());
            overlay(&mut all.phones, &pack.phones, |phone| phone.name.clone());
            overlay(&mut all.retention, &pack.retention, |rule| rule.id.clone());
            overlay(&mut all.sources, &pack.sources, |source| source.key.clone());
        }
        all.recipients.sort_by_key(|recipient| recipient.order);
        all.partners.sort_by_key(|partner| partner.order);
        let errors = lint::together(&all, last);
        if errors.is_empty() { Ok(all) } else { Err(PackErrors(errors)) }
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

    /// The figure of that id.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// All figures.
    #[must_use]
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The sign of that id.
    #[must_use]
    pub fn sign(&self, id: &str) -> Option<&Sign> {
        self.signs.iter().find(|sign| sign.id == id)
    }

    /// All signs.
    #[must_use]
    pub fn signs(&self) -> &[Sign] {
        &self.signs
    }

    /// All grading tables.
    #[must_use]
    pub fn grade_tables(&self) -> &[GradeTable] {
        &self.grade_tables
    }

    /// The tables that grade a kind of event: its own, and those that say they grade it too.
    pub fn grade_tables_of<'p>(&'p self, event: &'p EventKind) -> impl Iterator<Item = &'p GradeTable> {
        let grades = |table: &&GradeTable| event.graded_by.contains(&table.id) || table.also_grades.contains(&event.id);
        self.grade_tables.iter().filter(grades)
    }

    /// What makes a 较大涉险事故.
    #[must_use]
    pub fn near_misses(&self) -> &[NearMissRule] {
        &self.near_misses
    }

    /// 报送范围.
    #[must_use]
    pub fn scope_rows(&self) -> &[ScopeRow] {
        &self.scope_rows
    }

    /// Division codes that were loaded.
    #[must_use]
    pub fn divisions(&self) -> &[Division] {
        &self.divisions
    }

    /// Event codes that were loaded.
    #[must_use]
    pub fn event_codes(&self) -> &[EventCode] {
        &self.event_codes
    }

    /// 工作日.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The source of that key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// The rule of that id. A clock's id may carry the day or the reason of which it is a copy: `H5@2026-05-12`.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let base = id.split(['/', '@']).next()?;
        self.rules.iter().find(|rule| rule.id == base)
    }

    /// The grading table of that id.
    #[must_use]
    pub fn grade_table(&self, id: &str) -> Option<&GradeTable> {
        self.grade_tables.iter().find(|table| table.id == id)
    }

    /// Posts that may sign, all of them.
    #[must_use]
    pub fn signers(&self) -> &[Signer] {
        &self.signers
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

    /// The recipients to be told in this situation, in their order: those of the list, the direct superior, and whomever a
    /// rule that holds asks to be told.
    #[must_use]
    pub fn recipients_for(&self, situation: &Situation<'_>) -> Vec<&Recipient> {
        let holding = self.rules.iter().filter(|rule| rule.when.holds(situation));
        let asked: Vec<&str> = holding
            .filter_map(|rule| match &rule.stopped_by {
                StoppedBy::Told(recipient) => Some(recipient.as_str()),
                _ => None,
            })
            .collect();
        let told = |one: &&Recipient| {
            !one.is_not_above(situation.level)
                && (one.when.holds(situation)
                    || one.is_directly_above(situation.level)
                    || asked.contains(&one.id.as_str()))
        };
        self.recipients.iter().filter(told).collect()
    }

    /// The superior that is told first in this situation.
    #[must_use]
    pub fn superior_for(&self, situation: &Situation<'_>) -> Option<&Recipient> {
        self.recipients_for(situation).into_iter().find(|recipient| recipient.superior)
    }

    /// 互通共享单位 in their order.
    #[must_use]
    pub fn partners(&self) -> &[Partner] {
        &self.partners
    }

    /// The partner of that id.
    #[must_use]
    pub fn partner(&self, id: &str) -> Option<&Partner> {
        self.partners.iter().find(|partner| partner.id == id)
    }

    /// The partner that a name is of, by the longest word that it holds: 县消防救援大队 is 消防.
    #[must_use]
    pub fn partner_named(&self, name: &str) -> Option<&Partner> {
        let found = self.partners.iter().filter_map(|partner| Some((partner.found_in(name)?, partner)));
        found.rev().max_by_key(|(length, _)| *length).map(|(_, partner)| partner)
    }

    /// The recipient of that id.
    #[must_use]
    pub fn recipient(&self, id: &str) -> Option<&Recipient> {
        self.recipients.iter().find(|recipient| recipient.id == id)
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

    /// 联系电话: the room's own, as the tail of a sheet names it.
    #[must_use]
    pub fn own_phone(&self) -> Option<&Phone> {
        self.phones.iter().find(|phone| phone.name.contains(OWN_PHONE))
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

    /// The letter's templates as the pack has them.
    #[must_use]
    pub const fn letter(&self) -> &LetterText {
        &self.letter
    }

    /// 纸质
    #[must_use]
    pub const fn paper(&self) -> &PaperLayout {
        &self.paper
    }

    /// 零报告; none in packs of before.
    #[must_use]
    pub const fn zero_report(&self) -> Option<&ZeroReportTerms> {
        self.zero_report.as_ref()
    }

    /// 值排班; none in packs of before.
    #[must_use]
    pub const fn roster(&self) -> Option<&RosterTerms> {
        self.roster.as_ref()
    }

    /// 清除: when incidental personal data goes.
    #[must_use]
    pub fn retention(&self) -> &[RetentionRule] {
        &self.retention
    }

    pub(crate) const fn templates(&self) -> &Templates {
        &self.templates
    }
}

/// The tables of all years; of one year the lowest layer's.
fn calendar(packs: &[(PackText<'_>, &Pack)]) -> Calendar {
    let tables = packs.iter().filter_map(|(_, pack)| pack.calendar.as_ref());
    tables.fold(Calendar::default(), |wider, lower| lower.over(&wider))
}

/// A pack of before, which knew first reports only: what it lacks is as the program has it today.
fn of_today(letter: LetterText, paper: Option<PaperLayout>) -> Option<(LetterText, PaperLayout)> {
    if letter.stages().count() == STAGES
        && let Some(paper) = paper
    {
        return Some((letter, paper));
    }
    let mut shipped = SHIPPED.iter().filter_map(|text| Pack::parse(text.file, text.text).ok());
    let national = shipped.find(|pack| pack.letter.is_some() && pack.paper.is_some())?;
    Some((letter.over(national.letter.as_ref()?), paper.or(national.paper)?))
}

/// The length before each text keeps two packs from being cut elsewhere with the same digest.
fn digest(packs: &[(PackText<'_>, &Pack)]) -> Digest {
    let texts: String = packs.iter().map(|(text, _)| format!("{}\n{}", text.text.len(), text.text)).collect();
    Digest::of(texts.as_bytes())
}

fn overlay<T: Clone, K: PartialEq>(below: &mut Vec<T>, above: &[T], id: impl Fn(&T) -> K) {
    for item in above {
        match below.iter_mut().find(|known| id(known) == id(item)) {
            Some(known) => known.clone_from(item),
            None => below.push(item.clone()),
        }
    }
}
