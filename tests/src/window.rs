//! A real window, driven by keys as an officer would, and read as an officer would.

use std::path::{Path, PathBuf};

use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use serde_json::Value;

use crate::display::Size;
use crate::driver::{Driver, argument};
use crate::keys::{self, Press};
use crate::{program, wait};

/// What stands in an element: the value of a field, else the text that is shown.
const READ: &str = "const e = document.querySelector(arguments[0]); \
    return e === null ? null : 'value' in e && e.tagName !== 'BUTTON' && e.tagName !== 'LI' ? String(e.value) : e.innerText;";

/// Comes back when what the page holds now has been painted; a picture taken at once may be one frame old.
const PAINTED: &str =
    "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";

/// The window of a program under test.
#[derive(Debug)]
pub struct Window {
    client: Client,
    driver: Driver,
    pressed: u32,
}

impl Window {
    pub(crate) async fn open(driver: Driver, binary: &Path, arguments: &[&str], (width, height): Size) -> Self {
        let client = driver.connect(binary, arguments).await;
        let window = Self { client, driver, pressed: 0 };
        let sized = window.client.set_window_rect(0, 0, width, height).await;
        sized.expect("a window can be given a size");
        // Keys pressed before the page is loaded are lost.
        window.wait_until("document.readyState === 'complete' && document.hasFocus()").await;
        window
    }

    /// Presses keys by name, one after the other, wherever the focus is: `"F2 3 Tab Ctrl+Enter"`
    /// ([`Press::named`] has the names).
    pub async fn press(&mut self, names: &str) {
        self.send(&keys::named(names)).await;
    }

    /// Types a text wherever the focus is; a line break is Enter.
    pub async fn write(&mut self, text: &str) {
        self.send(&keys::typed(text)).await;
    }

    /// What all presses so far have cost the officer ([`keys`] says how it is counted).
    pub fn keys_pressed(&self) -> u32 {
        self.pressed
    }

    async fn send(&mut self, presses: &[Press]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for press in presses {
            for &value in press.held.iter().chain([&press.key]) {
                actions = actions.then(KeyAction::Down { value });
            }
            for &value in [&press.key].into_iter().chain(press.held.iter().rev()) {
                actions = actions.then(KeyAction::Up { value });
            }
        }
        self.client.perform_actions(actions).await.expect("keys arrive in the window");
        self.pressed += keys::cost(presses);
    }

    /// What stands in the first element that matches: the value of a field, else the text as shown; `None` where
    /// nothing matches.
    pub async fn text(&self, css: &str) -> Option<String> {
        self.run(READ, vec![argument(css)]).await.as_str().map(str::to_owned)
    }

    /// Waits until the element's text is as wanted, and gives it. `what` says in words what the test waits for; when
    /// it does not come, the test fails with it, with what was there instead, and with a picture of the window.
    pub async fn wait_for(&self, css: &str, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let looked = wait::try_until(wait::PATIENCE, async || match self.text(css).await {
            Some(text) if wanted(&text) => Ok(text),
            Some(text) => Err(format!("{text:?}")),
            None => Err("no such element".to_owned()),
        });
        match looked.await {
            Ok(text) => text,
            Err(seen) => self.fail(&format!("{what} in {css}; last seen there: {seen}")).await,
        }
    }

    /// Waits until a JavaScript expression is true: `document.activeElement.id === 'place'`.
    pub async fn wait_until(&self, expression: &str) {
        let script = format!("return ({expression}) === true;");
        let looked = wait::try_until(wait::PATIENCE, async || match self.run(&script, vec![]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other.to_string()),
        });
        if looked.await.is_err() {
            self.fail(expression).await
        }
    }

    /// Runs the body of a JavaScript function in the page and gives what it returns (a promise is awaited).
    pub async fn execute(&self, body: &str) -> Value {
        self.run(body, vec![]).await
    }

    async fn run(&self, body: &str, arguments: Vec<Value>) -> Value {
        match self.client.execute(body, arguments).await {
            Ok(value) => value,
            Err(error) => panic!("{body}: {error}\n{}", self.driver.log()),
        }
    }

    /// Writes a picture (PNG) of what the window shows.
    pub async fn screenshot(&self, path: &Path) {
        self.run(PAINTED, vec![]).await;
        let picture = self.client.screenshot().await.expect("a picture of the window");
        std::fs::write(path, picture).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// Everything else that WebDriver can do.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What the program under test has written to its output and error output.
    pub fn log(&self) -> String {
        self.driver.log()
    }

    /// Closes the window as the driver does, and waits for the program to end.
    pub async fn close(self) {
        let _ = self.client.close().await;
    }

    /// Kills program and driver at once (SIGKILL), as a power cut would.
    pub fn kill(mut self) {
        self.driver.kill();
    }

    async fn fail(&self, what: &str) -> ! {
        let picture = failure_picture();
        if let Ok(shown) = self.client.screenshot().await {
            let _ = std::fs::write(&picture, shown);
        }
        let page = self.text("body").await.unwrap_or_default();
        panic!(
            "waited {} s for {what}\npicture: {}\npage: {page}\nlog: {}",
            wait::PATIENCE.as_secs(),
            picture.display(),
            self.log()
        )
    }
}

/// Where the picture of the running test's failure goes: beside the built programs, so that it is kept.
fn failure_picture() -> PathBuf {
    let folder = program::folder().join("failures");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    folder.join(format!("{test}.png"))
}
