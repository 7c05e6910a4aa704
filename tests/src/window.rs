//! A real window, driven by keys as an officer would, and read as an officer would.

use std::path::{Path, PathBuf};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::{Client, Locator};
use serde_json::Value;

use crate::display::Size;
use crate::driver::{Driver, argument};
use crate::keys::{self, Press};
use crate::serve::Serve;
use crate::{engine, program, wait};

/// What stands in an element: the value of a field, else the text that is shown.
const READ: &str = "const e = document.querySelector(arguments[0]); \
    return e === null ? null : 'value' in e && e.tagName !== 'BUTTON' && e.tagName !== 'LI' ? String(e.value) : e.innerText;";

/// Comes back when what the page holds now has been painted; a picture taken at once may be one frame old.
const PAINTED: &str =
    "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));";

/// Keys pressed before the page is loaded are lost.
const LOADED: &str = "document.readyState === 'complete' && document.hasFocus()";

/// How far a key leads before a test gives up: once around the largest page.
const FURTHEST: u32 = 80;

/// The window of a program under test, or the page of one in a browser.
#[derive(Debug)]
pub struct Window {
    client: Client,
    driver: Driver,
    /// What the program behind a browser writes.
    host: Option<PathBuf>,
    pressed: u32,
}

impl Window {
    /// The window of a program that draws for itself; it fills the screen.
    pub(crate) async fn of(driver: Driver, binary: &Path, arguments: &[&str], (width, height): Size) -> Self {
        let client = driver.connect(engine::window_of(binary, arguments)).await;
        let window = Self { client, driver, host: None, pressed: 0 };
        let sized = window.client.set_window_rect(0, 0, width, height).await;
        sized.expect("a window can be given a size");
        window.wait_until(LOADED).await;
        window
    }

    /// A browser at no page yet.
    pub(crate) async fn of_browser(driver: Driver, profile: &Path, size: Size) -> Self {
        let client = driver.connect(engine::browser(profile, size)).await;
        Self { client, driver, host: None, pressed: 0 }
    }

    /// Opens the address that a host has printed.
    pub(crate) async fn open(&mut self, host: &Serve) {
        self.host = Some(host.record().to_owned());
        // A new token alone would be the same page.
        self.go_to("about:blank").await;
        self.go_to(&format!("http://{}/#token={}", host.address(), host.token())).await;
        self.wait_until(LOADED).await;
    }

    /// Goes to an address, as an officer who types it.
    pub async fn go_to(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}\n{}", self.log()));
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

    /// Clicks the first element that matches, as a mouse would, once it stands still: something that goes on covering it
    /// fails the test.
    pub async fn click(&self, css: &str) {
        let clicked = wait::try_until(wait::PATIENCE, async || {
            let clicked = async { self.client.find(Locator::Css(css)).await?.click().await };
            clicked.await.map_err(|error| error.to_string())
        });
        if let Err(error) = clicked.await {
            self.fail(&format!("a click on {css}: {error}")).await
        }
    }

    /// The officer comes back to the page, which asks its program anew. A browser under a false clock needs it: the
    /// program's time jumps, the page's own does not.
    pub async fn looked_at_again(&self) {
        self.execute("window.dispatchEvent(new Event('visibilitychange'))").await;
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

    /// Waits until these words stand in the element of that name (`data-test`), and gives its text.
    pub async fn shows(&self, test: &str, words: &str) -> String {
        self.wait_for(&format!("[data-test=\"{test}\"]"), words, |text| text.contains(words)).await
    }

    /// Waits until there is no element of that name.
    pub async fn shows_no(&self, test: &str) {
        self.wait_until(&format!("document.querySelector('[data-test=\"{test}\"]') === null")).await;
    }

    /// Waits until the cursor is in the element of that name, or is it.
    pub async fn is_at(&self, test: &str) {
        self.wait_until(&format!("document.activeElement?.closest('[data-test=\"{test}\"]') != null")).await;
    }

    /// Presses a key, as often as it takes, until the cursor is in the element of that name, or is it.
    pub async fn goes_to(&mut self, key: &str, test: &str) {
        let there = format!("return document.activeElement?.closest('[data-test=\"{test}\"]') != null");
        for _ in 0..FURTHEST {
            if self.execute(&there).await == Value::Bool(true) {
                return;
            }
            self.press(key).await;
        }
        let at = self.execute("return document.activeElement?.outerHTML.slice(0, 300)").await;
        self.fail(&format!("{key} to lead to {test} within {FURTHEST} presses, and not to {at}")).await
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
            Err(error) => panic!("{}: {error}\n{}", opening(body), self.log()),
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
        let host = self.host.as_deref().and_then(|record| std::fs::read_to_string(record).ok());
        format!("{}{}", self.driver.log(), host.unwrap_or_default())
    }

    /// Closes the window as the driver does, and waits for the program to end.
    pub async fn close(self) {
        let _ = self.client.close().await;
    }

    /// Kills window and driver at once (SIGKILL), as a power cut would.
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

/// As much of a script as one wants to read.
fn opening(body: &str) -> String {
    body.chars().take(400).collect()
}

/// Where the picture of the running test's failure goes: beside the built programs, so that it is kept.
fn failure_picture() -> PathBuf {
    let folder = program::folder().join("failures");
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    folder.join(format!("{test}.png"))
}
