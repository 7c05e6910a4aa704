//! The two engines in which the desk is used: WebKit in its own window, Chromium with the browser host.

use std::ffi::OsString;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::display::Size;

/// What draws the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// `zhiban-desk`, the window.
    WebKit,
    /// A browser at the address that `zhiban serve` prints.
    Chromium,
}

impl Engine {
    /// The name in the names of pictures.
    pub fn name(self) -> &'static str {
        match self {
            Self::WebKit => "webkit",
            Self::Chromium => "chromium",
        }
    }

    /// Its WebDriver.
    pub(crate) fn driver(self) -> &'static str {
        match self {
            Self::WebKit => "/usr/bin/WebKitWebDriver",
            Self::Chromium => "/usr/bin/chromedriver",
        }
    }
}

/// A window of `binary` that draws with WebKit, and the variable under which it lets itself be driven.
pub(crate) fn window_of(binary: &Path, arguments: &[&str]) -> Map<String, Value> {
    of("webkitgtk:browserOptions", json!({ "binary": binary, "args": arguments }))
}

/// What a window of Tauri needs to be driven.
pub(crate) fn drivable() -> (OsString, OsString) {
    ("TAURI_WEBVIEW_AUTOMATION".into(), "true".into())
}

/// A Chromium that fills the screen (but for a pixel, which it leaves by itself) with one page and keeps what it stores in `profile`.
pub(crate) fn browser(profile: &Path, (width, height): Size) -> Map<String, Value> {
    let arguments = [
        format!("--window-size={width},{height}"),
        format!("--user-data-dir={}", profile.display()),
        "--window-position=0,0".to_owned(),
        "--app=data:text/html,".to_owned(),
        "--kiosk".to_owned(),
        // Tests run as root on a build machine.
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--no-default-browser-check".to_owned(),
        "--disable-component-update".to_owned(),
        "--password-store=basic".to_owned(),
        "--lang=zh-CN".to_owned(),
    ];
    // Else a bar above the page says that it is being driven.
    of("goog:chromeOptions", json!({ "args": arguments, "excludeSwitches": ["enable-automation"] }))
}

fn of(name: &str, options: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), options)])
}
