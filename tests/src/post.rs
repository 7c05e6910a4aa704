//! A duty post: the desk of one data folder before its officer, in either engine.

use std::path::{Path, PathBuf};

use crate::engine::Engine;
use crate::program::Program;
use crate::serve::Serve;
use crate::stage::Stage;
use crate::window::Window;

/// The desk of a data folder and what shows it: the window, or the browser host with a browser at its page.
#[derive(Debug)]
pub struct Post {
    /// What the officer sees.
    pub window: Window,
    host: Option<Serve>,
    data: PathBuf,
}

impl Post {
    /// Opens the desk of `data` on a stage and under its clock.
    pub async fn open(stage: &Stage, engine: Engine, data: &Path) -> Self {
        match engine {
            Engine::WebKit => Self { window: in_window(stage, data).await, host: None, data: data.to_owned() },
            Engine::Chromium => {
                let host = Serve::start_at(data, "127.0.0.1:0", &stage.environment()).await;
                Self { window: stage.browse(&host).await, host: Some(host), data: data.to_owned() }
            }
        }
    }

    /// SIGKILL to the program, now. A window is gone with it; a browser stays at its page.
    pub fn kill(self) -> Killed {
        let Self { window, host, data } = self;
        match host {
            None => {
                window.kill();
                Killed { page: None, data }
            }
            Some(mut host) => {
                host.kill();
                Killed { page: Some((window, host.address().to_owned())), data }
            }
        }
    }

    /// Closes window or browser, and asks the browser host to end.
    pub async fn close(self) {
        self.window.close().await;
    }
}

/// A post whose program was killed.
#[derive(Debug)]
pub struct Killed {
    page: Option<(Window, String)>,
    data: PathBuf,
}

impl Killed {
    /// The page that is still open, where there is one: the officer may go on typing.
    pub fn page(&mut self) -> Option<&mut Window> {
        self.page.as_mut().map(|(window, _)| window)
    }

    /// The program is started again and the officer opens what it shows: its window, or the address that it prints.
    pub async fn open_again(self, stage: &Stage) -> Post {
        let Some((mut window, address)) = self.page else {
            return Post::open(stage, Engine::WebKit, &self.data).await;
        };
        let host = Serve::start_at(&self.data, &address, &stage.environment()).await;
        window.open(&host).await;
        Post { window, host: Some(host), data: self.data }
    }

    /// The program is started again and nobody touches the page that is still open; a window opens anew.
    pub async fn start_again(self, stage: &Stage) -> Post {
        let Some((window, address)) = self.page else {
            return Post::open(stage, Engine::WebKit, &self.data).await;
        };
        let host = Serve::start_at(&self.data, &address, &stage.environment()).await;
        Post { window, host: Some(host), data: self.data }
    }
}

async fn in_window(stage: &Stage, data: &Path) -> Window {
    let data = data.to_str().expect("a test's folder has a plain name");
    stage.open(&Program::built("zhiban-desk"), &["--data", data]).await
}
