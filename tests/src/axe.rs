//! axe, asked about the page as it stands: what somebody with a screen reader, a keyboard or tired eyes would stumble on.

use std::path::Path;

use serde_json::Value;

use crate::tree;
use crate::window::Window;

/// The one that `ui/package.json` names, exactly.
const SOURCE: &str = "ui/node_modules/axe-core/axe.min.js";

/// The rules whose answer depends on the colours; the others need not be asked again in the dark.
const OF_COLOURS: &str = "['color-contrast', 'link-in-text-block']";

/// Everything that axe finds wrong, one line for each element: the rule, the element, what is to be done.
pub async fn violations(window: &Window) -> Vec<String> {
    ask(window, "{}").await
}

/// The same of the colours alone.
pub async fn violations_of_colour(window: &Window) -> Vec<String> {
    ask(window, &format!("{{ runOnly: {{ type: 'rule', values: {OF_COLOURS} }} }}")).await
}

async fn ask(window: &Window, options: &str) -> Vec<String> {
    if window.execute("return typeof window.axe === 'object'").await != Value::Bool(true) {
        assert!(tree::root().join(SOURCE).exists(), "{SOURCE} is missing: (cd ui && npm ci)");
        window.execute(&tree::read(Path::new(SOURCE))).await;
    }
    let script = format!(
        "return axe.run(document, {{ resultTypes: ['violations'], ...{options} }}).then(({{ violations }}) =>
           violations.flatMap(({{ id, nodes }}) => nodes.map((node) =>
             `${{id}}: ${{node.html.slice(0, 300)}} in ${{node.target.join(' ')}}: ${{node.failureSummary.replace(/\\s+/g, ' ')}}`)))"
    );
    let found = window.execute(&script).await;
    let lines = found.as_array().unwrap_or_else(|| panic!("axe answers with {found}"));
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
