//! The place where a window is tested: a screen, a bus and a folder that belong to one test.

use std::ffi::OsString;
use std::path::Path;

use tempfile::TempDir;

use crate::bus::Bus;
use crate::display::{Display, Size};
use crate::driver::Driver;
use crate::engine::{self, Engine};
use crate::serve::Serve;
use crate::window::Window;

/// A screen, a session bus and a folder. Windows opened here one after the other share them, as on one desk.
#[derive(Debug)]
pub struct Stage {
    // Dropped in this order: the folder last.
    bus: Bus,
    display: Display,
    extra: Vec<(OsString, OsString)>,
    size: Size,
    folder: TempDir,
}

impl Stage {
    /// Sets a stage with a screen of `size`.
    pub fn set(size: Size) -> Self {
        let folder = TempDir::with_prefix("zhiban-").expect("a temporary folder");
        for home in ["data", "config", "cache", "runtime"] {
            private_folder(&folder.path().join("home").join(home));
        }
        Self {
            bus: Bus::start(folder.path()),
            display: Display::start(size, folder.path()),
            extra: Vec::new(),
            size,
            folder,
        }
    }

    /// One more variable for the windows opened from now on: `LD_PRELOAD` and `FAKETIME` for a false clock.
    pub fn variable(&mut self, name: &str, value: impl Into<OsString>) {
        self.extra.push((name.into(), value.into()));
    }

    /// The windows opened from now on read this clock.
    pub fn under(&mut self, clock: &crate::FalseClock) {
        self.extra.extend(clock.environment());
    }

    /// The test's own folder, gone afterwards. `home/` and the logs are in it; everything else is free.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its screen.
    pub fn display(&self) -> &Display {
        &self.display
    }

    /// The environment in which a program belongs to this stage: for programs started without a driver.
    pub fn environment(&self) -> Vec<(OsString, OsString)> {
        let mut environment = self.surroundings();
        environment.extend(self.extra.iter().cloned());
        environment
    }

    /// Its session bus.
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// Screen, bus and folders alone: a browser reads its own clock, and the page the one of its program.
    fn surroundings(&self) -> Vec<(OsString, OsString)> {
        let home = self.folder.path().join("home");
        vec![
            ("DISPLAY".into(), self.display.name().into()),
            ("DBUS_SESSION_BUS_ADDRESS".into(), self.bus.address().into()),
            ("XDG_DATA_HOME".into(), home.join("data").into()),
            ("XDG_CONFIG_HOME".into(), home.join("config").into()),
            ("XDG_CACHE_HOME".into(), home.join("cache").into()),
            ("XDG_RUNTIME_DIR".into(), home.join("runtime").into()),
            ("GDK_BACKEND".into(), "x11".into()),
            ("GSETTINGS_BACKEND".into(), "memory".into()),
            ("NO_AT_BRIDGE".into(), "1".into()),
            ("LANG".into(), "C.UTF-8".into()),
        ]
    }

    /// Starts `binary` and waits until its window can be driven; the window fills the screen.
    pub async fn open(&self, binary: &Path, arguments: &[&str]) -> Window {
        self.bus.left_by_the_dead().await;
        let mut environment = self.environment();
        environment.push(engine::drivable());
        let driver = Driver::start(Engine::WebKit, &environment, self.folder.path()).await;
        Window::of(driver, binary, arguments, self.size).await
    }

    /// A browser that fills the screen, at no page yet.
    pub async fn browser(&self) -> Window {
        let driver = Driver::start(Engine::Chromium, &self.surroundings(), self.folder.path()).await;
        Window::of_browser(driver, &self.folder.path().join("browser"), self.size).await
    }

    /// Opens the page of `host` in a browser.
    pub async fn browse(&self, host: &Serve) -> Window {
        let mut window = self.browser().await;
        window.open(host).await;
        window
    }
}

fn private_folder(path: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path).expect("the temporary folder can be written");
}
