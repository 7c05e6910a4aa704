//! The form, the recipients and the signers.

use super::super::{Control, FormLayout, Pack};
use super::{Lint, line_of};
use crate::report::Stage;

/// Fields of the draft that a form may name.
const DRAFT_FIELDS: [&str; 30] = [
    "kind",
    "occurred",
    "town",
    "place",
    "site",
    "unit",
    "source",
    "counts",
    "course",
    "building",
    "forces",
    "measures",
    "cause",
    "loss_wan",
    "scene_leader",
    "opinion",
    "next_step",
    "requests",
    "judged",
    "figures",
    "signs",
    "flame_out",
    "jurisdiction",
    "sensitive",
    "townships",
    "response_ended",
    "aftermath",
    "lessons",
    "verified_by",
    "drill",
];
/// Fields that are not of the form itself but have phrases.
const PHRASED: [&str; 2] = ["counts.source", "caller"];
/// The five that a first report needs; a pack may not ask for more (practice §4).
const REQUIRED: [&str; 5] = ["occurred", "place", "kind", "counts", "source"];
/// Fields that only their own control can fill.
const OWN_CONTROL: [(&str, Control); 8] = [
    ("kind", Control::Kind),
    ("counts", Control::Counts),
    ("judged", Control::Grade),
    ("figures", Control::Figures),
    ("signs", Control::Signs),
    ("jurisdiction", Control::Jurisdiction),
    ("sensitive", Control::Sensitive),
    ("townships", Control::Townships),
];

pub(super) fn all(lint: &mut Lint<'_>, pack: &Pack) {
    if let Some(form) = &pack.form {
        form_layout(lint, form);
    }
    for recipient in &pack.recipients {
        if recipient.order == 0 || recipient.name.trim().is_empty() {
            lint.complain(&line_of(&recipient.id), format!("报告对象 {} 没有名称，或次序 order 为0", recipient.id));
        }
    }
    if let Some(terms) = &pack.sign_off
        && (terms.attempts == 0 || terms.complete_minutes == 0)
    {
        lint.complain("[sign_off]", "呈签规定的 attempts 和 complete_minutes 应大于0");
    }
}

fn form_layout(lint: &mut Lint<'_>, form: &FormLayout) {
    lint.unique("表单分区", "id", form.sections.iter().map(|section| section.id.as_str()));
    lint.unique("表单字段", "id", form.fields.iter().map(|field| field.id.as_str()));
    for field in &form.fields {
        let near = line_of(&field.id);
        if !DRAFT_FIELDS.contains(&field.id.as_str()) {
            lint.complain(&near, format!("表单字段 {} 不存在，可用：{}", field.id, DRAFT_FIELDS.join(" ")));
        }
        if !form.sections.iter().any(|section| section.id == field.section) {
            lint.complain(&near, format!("表单字段 {} 所在分区 {} 不存在", field.id, field.section));
        }
        if field.required && !REQUIRED.contains(&field.id.as_str()) {
            lint.complain(&near, format!("首报必填只有时间、地点、类型、伤亡、来源五项，{} 不得必填", field.label));
        }
        if field.required && !field.families.is_empty() {
            lint.complain(&near, format!("必填的 {} 应对各类事件都有，不得限定 families", field.label));
        }
        if field.required && !field.stages.is_empty() && !field.stages.contains(&Stage::First) {
            lint.complain(&near, format!("必填的 {} 首报要问，stages 应有 first", field.label));
        }
        let own = OWN_CONTROL.iter().find(|(id, control)| *id == field.id || *control == field.control);
        if own.is_some_and(|(id, control)| *id != field.id || *control != field.control) {
            lint.complain(&near, format!("表单字段 {} 的控件 control 不对", field.id));
        }
    }
    for required in REQUIRED {
        if !form.field(required).is_some_and(|field| field.required) {
            lint.complain("[form", format!("表单缺少必填字段 {required}，首报五项必须都在"));
        }
    }
    for phrase in &form.phrases {
        let field = phrase.field.as_str();
        if phrase.text.trim().is_empty() || !(PHRASED.contains(&field) || form.field(field).is_some()) {
            lint.complain(&phrase.text, format!("常用语“{}”的字段 {field} 不存在，或常用语为空", phrase.text));
        }
    }
    lint.unique("分乡镇列", "of", form.townships.iter().map(|column| column.of.as_str()));
    lint.unique("伤亡口径列", "measure", form.counts.iter().map(|column| column.measure.key()));
}
