//! The window as the application's host.

use serde_json::json;
use tauri::{AppHandle, Emitter as _, Manager as _};
use tauri_plugin_dialog::DialogExt as _;
use uuid::Uuid;
use workstation::{FileChosen, FileWanted, Host};

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

    fn choose_file(&self, wanted: &FileWanted) -> FileChosen {
        let dialog = self.app.dialog().file();
        let chosen = match wanted {
            FileWanted::Open => dialog.blocking_pick_file(),
            FileWanted::Save { name } => dialog.set_file_name(name).blocking_save_file(),
        };
        chosen.and_then(|file| file.into_path().ok()).map_or(FileChosen::Nothing, FileChosen::Path)
    }
}

/// A second start shows the window that is open already.
pub(crate) fn bring_to_front(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}
