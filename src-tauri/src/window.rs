//! The window as the application's host.

use serde_json::json;
use tauri::{AppHandle, Emitter as _, Manager as _};
use uuid::Uuid;
use workstation::Host;

/// Passes changes on to the page.
pub(crate) struct Window {
    app: AppHandle,
}

impl Window {
    pub(crate) const fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Host for Window {
    fn changed(&self, subject: Option<Uuid>) {
        // A window that is closing cannot be told, and need not be.
        let _ = self.app.emit("change", json!({ "incident": subject }));
    }
}

/// A second start shows the window that is open already.
pub(crate) fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
