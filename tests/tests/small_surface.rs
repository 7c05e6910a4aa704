//! What a page may do if somebody got words of theirs into it: nothing. Both hosts allow the same little, and it is as
//! little as the page needs.

#![allow(clippy::expect_used, reason = "a test that cannot go on fails, and says why")]

use std::path::Path;

use serde_json::{Value, json};
use tests::serve::Serve;
use tests::{COMMON, Engine, Post, Stage, tree};

/// Nothing is allowed that is not named, and only the page's own files are.
const ALLOWED: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'";
const NEVER: &str = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What somebody would try who can add something to the page. Each says what it did, or stays silent.
const TRIED: &str = r"return (async () => {
    const said = [];
    window.said = said;
    const add = (name, change) => { const e = document.createElement(name); change(e); document.body.append(e); return e };
    const refused = new Promise(done => {
        let count = 0;
        document.addEventListener('securitypolicyviolation', event => {
            said.push('refused ' + event.effectiveDirective);
            if (++count === 4) done();
        });
    });
    add('script', e => { e.textContent = 'window.said.push(`inline script`)' });
    add('style', e => { e.textContent = 'body { --said: styled }' });
    add('img', e => { e.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='; e.onload = () => said.push('data image') });
    try { await fetch('https://example.org/') } catch { }
    await refused;
    // Later only: a driver's own script may do what the page may not.
    try { Function('window.said.push(`eval`)')() } catch { }
    if (getComputedStyle(document.body).getPropertyValue('--said') !== '') said.push('style');
    return said;
})();";

fn configuration() -> Value {
    serde_json::from_str(&tree::read(Path::new("src-tauri/tauri.conf.json"))).expect("tauri.conf.json is JSON")
}

#[test]
fn the_window_allows_one_command_and_to_hear_of_changes() {
    let capability: Value =
        serde_json::from_str(&tree::read(Path::new("src-tauri/capabilities/main.json"))).expect("JSON");
    assert_eq!(
        capability["permissions"],
        json!(["allow-call", "core:event:allow-listen", "core:event:allow-unlisten"]),
        "each permission more is something a foreign word on the page could do"
    );
    assert_eq!(capability["windows"], json!(["main"]), "no other window has them");
    assert_eq!(capability.get("remote"), None, "no page from elsewhere has them");
    let capabilities = tree::files_in("src-tauri/capabilities", &["json", "toml"]);
    assert_eq!(capabilities.len(), 1, "there is no second list: {capabilities:?}");
    let build = tree::read(Path::new("src-tauri/build.rs"));
    assert!(
        build.contains(r#".commands(&["call"])"#),
        "what is not declared is not allowed: build.rs names one command"
    );
}

#[test]
fn the_window_runs_its_own_files_only() {
    let security = &configuration()["app"]["security"];
    let policy = security["csp"].as_str().expect("there is a policy");
    assert_eq!(policy, format!("{ALLOWED}; connect-src ipc: http://ipc.localhost; {NEVER}"), "what the page may load");
    assert_eq!(security["freezePrototype"], json!(true), "nobody changes what an object is");
    assert_eq!(security.get("dangerousDisableAssetCspModification"), None, "Tauri may name each of our files");
    assert_eq!(configuration()["app"].get("withGlobalTauri"), None, "the page has no door but its own");
}

#[tokio::test]
async fn the_browser_host_allows_what_the_window_allows() {
    let stage = Stage::set(COMMON);
    let host = Serve::start_at(&stage.folder().join("desk"), "127.0.0.1:0", &stage.environment()).await;
    let window = stage.browse(&host).await;
    let policy =
        window.execute("return fetch('/').then(answer => answer.headers.get('content-security-policy'))").await;
    assert_eq!(policy, json!(format!("{ALLOWED}; connect-src 'self'; {NEVER}")), "what the page may load");
    window.close().await;
}

async fn nothing_added_to_the_page_does_anything(engine: Engine) {
    let stage = Stage::set(COMMON);
    let post = Post::open(&stage, engine, &stage.folder().join("desk")).await;
    post.window.wait_until("document.querySelector('#app').children.length > 0").await;
    let said = post.window.execute(TRIED).await;
    let said: Vec<&str> = said.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let done: Vec<&&str> = said.iter().filter(|word| !word.starts_with("refused ")).collect();
    assert!(done.is_empty(), "what was added to the page did this: {done:?}");
    for directive in ["script-src", "style-src", "img-src", "connect-src"] {
        let by_it = said.iter().any(|word| word.starts_with(&format!("refused {directive}")));
        assert!(by_it, "{directive} refuses, and not something else by chance: {said:?}");
    }
    post.close().await;
}

#[tokio::test]
async fn nothing_added_to_the_page_does_anything_in_the_window() {
    nothing_added_to_the_page_does_anything(Engine::WebKit).await;
}

#[tokio::test]
async fn nothing_added_to_the_page_does_anything_in_the_browser() {
    nothing_added_to_the_page_does_anything(Engine::Chromium).await;
}

#[test]
fn the_page_keeps_nothing_but_how_it_looks() {
    let keeps = |path: &Path| {
        let text = tree::read(path);
        ["localStorage", "sessionStorage", "indexedDB", "document.cookie"].iter().any(|word| text.contains(word))
    };
    let found: Vec<_> = tree::files_in("ui/src", &["ts", "vue"]).into_iter().filter(|path| keeps(path)).collect();
    assert_eq!(
        found,
        [Path::new("ui/src/theme/choice.ts")],
        "a browser's data goes when somebody clears it: drafts are in the desk's file"
    );
}

#[test]
fn official_type_is_named_and_never_carried() {
    let tokens = tree::read(Path::new("ui/src/theme/tokens.css"));
    for (name, first) in [("--song: ", "'仿宋_GB2312'"), ("--title: ", "'方正小标宋_GBK'")] {
        let fonts = tokens.split_once(name).expect("the type is there").1;
        assert!(fonts.starts_with(first), "{name} asks for the official type first");
    }
    let carried = tree::files_in("", &["ttf", "otf", "ttc", "woff", "woff2"]);
    assert!(carried.is_empty(), "type is bought by who prints with it: {carried:?}");
}
