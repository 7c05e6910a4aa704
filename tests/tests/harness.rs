//! The harness itself: keys must arrive in a window as an officer presses them (here in WebKit's own small browser and
//! in Chromium), and an upstream must come back where it was.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails, and says why")]

use std::path::{Path, PathBuf};

use tests::{COMMON, Engine, Stage, Upstream};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>键</title>
<p id=said></p><input id=place><textarea id=more></textarea><ol id=keys></ol>
<script>
  document.addEventListener('keydown', event => {
    document.querySelector('#keys').append((event.ctrlKey ? 'Ctrl+' : '') + event.key + ' ');
    if (event.key === 'F2') { event.preventDefault(); document.querySelector('#place').focus(); }
    if (event.key === 'Enter' && event.ctrlKey) {
      setTimeout(() => document.querySelector('#said').innerText = '已保存本机（待发）', 100);
    }
  });
</script>";

/// Comes with the WebKitGTK library, in a folder that differs from machine to machine.
fn small_browser() -> PathBuf {
    ["x86_64-linux-gnu", "aarch64-linux-gnu", "loongarch64-linux-gnu"]
        .iter()
        .map(|machine| Path::new("/usr/lib").join(machine).join("webkit2gtk-4.1/MiniBrowser"))
        .find(|path| path.exists())
        .expect("MiniBrowser comes with libwebkit2gtk-4.1")
}

#[tokio::test]
async fn keys_arrive_in_webkit_and_are_counted() {
    keys_arrive_and_are_counted(Engine::WebKit).await;
}

#[tokio::test]
async fn keys_arrive_in_chromium_and_are_counted() {
    keys_arrive_and_are_counted(Engine::Chromium).await;
}

async fn keys_arrive_and_are_counted(engine: Engine) {
    let stage = Stage::set(COMMON);
    let page = stage.folder().join("keys.html");
    std::fs::write(&page, PAGE).unwrap();
    let mut window = match engine {
        Engine::WebKit => stage.open(&small_browser(), &["--automation"]).await,
        Engine::Chromium => stage.browser().await,
    };
    window.go_to(&format!("file://{}", page.display())).await;
    window.wait_until("document.hasFocus()").await;

    window.press("F2").await;
    window.wait_until("document.activeElement.id === 'place'").await;
    window.write("河东镇3号楼").await;
    assert_eq!(window.text("#place").await.as_deref(), Some("河东镇3号楼"));
    window.press("Ctrl+a").await;
    window.write("南山").await;
    window.wait_for("#place", "the selected text replaced", |text| text == "南山").await;

    window.press("Tab").await;
    window.write("死亡1人，\nb").await;
    window.wait_for("#more", "two lines", |text| text == "死亡1人，\nb").await;

    window.press("Shift+Tab Numpad0 Ctrl+Enter").await;
    window.wait_for("#said", "the answer to Ctrl+Enter", |text| text.contains("待发")).await;
    assert_eq!(window.text("#place").await.as_deref(), Some("0"), "Shift+Tab selects the field's text");
    let keys = window.text("#keys").await.unwrap();
    assert!(keys.starts_with("F2 "), "{keys}");
    assert!(keys.contains("Ctrl+Enter"), "{keys}");

    let typed = (5 * 3 + 1) + 2 * 3 + (3 * 3 + 1 + 1 + 1 + 1);
    assert_eq!(window.keys_pressed(), 1 + 1 + 1 + 3 + typed);
    assert_eq!(window.text("#nowhere").await, None);

    let picture = stage.folder().join("window.png");
    window.screenshot(&picture).await;
    assert!(std::fs::read(&picture).unwrap().starts_with(b"\x89PNG"));
    window.close().await;
}

#[tokio::test]
async fn an_upstream_gives_codes_and_comes_back_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("upstream");
    let mut upstream = Upstream::start(&data).await;
    upstream.load_sample_units();
    let code = upstream.one_time_code("990121");
    assert!(!code.is_empty() && !code.contains(char::is_whitespace), "one line: {code:?}");

    let listen = upstream.listen().to_owned();
    upstream.kill();
    let again = Upstream::start_at(&data, &listen).await;
    assert_eq!(again.address(), upstream.address());
}
