//! Looks at a screen as it stands: what axe finds in it, light and dark, and a picture where one is asked for.

use std::path::PathBuf;

use tests::{Engine, Window, axe};

/// Who looks at every screen, and what was found so far.
pub(crate) struct Eye {
    pub(crate) engine: Engine,
    pictures: Option<PathBuf>,
    pub(crate) screens: u32,
    pub(crate) found: Vec<String>,
}

impl Eye {
    pub(crate) fn of(engine: Engine) -> Self {
        let pictures = std::env::var_os("ZHIBAN_LOOK").map(PathBuf::from);
        Self { engine, pictures, screens: 0, found: Vec::new() }
    }

    /// Looks at the screen as it stands.
    pub(crate) async fn at(&mut self, window: &Window, screen: &str) {
        self.screens += 1;
        let found = axe::violations(window).await;
        self.keep(screen, "light", found);
        self.picture(window, screen, "light").await;
        window.execute("document.documentElement.dataset.theme = 'dark'").await;
        let found = axe::violations_of_colour(window).await;
        self.keep(screen, "dark", found);
        self.picture(window, screen, "dark").await;
        window.execute("document.documentElement.dataset.theme = 'light'").await;
        if self.pictures.is_some() {
            window.execute("document.documentElement.style.fontSize = '150%'").await;
            self.picture(window, screen, "150").await;
            window.execute("document.documentElement.style.fontSize = '100%'").await;
        }
    }

    fn keep(&mut self, screen: &str, theme: &str, found: Vec<String>) {
        self.found.extend(found.into_iter().map(|line| format!("{screen} ({theme}): {line}")));
    }

    async fn picture(&self, window: &Window, screen: &str, how: &str) {
        let Some(folder) = &self.pictures else { return };
        std::fs::create_dir_all(folder).unwrap();
        let name = format!("{}-{:02}-{screen}-{how}.png", self.engine.name(), self.screens);
        window.screenshot(&folder.join(name)).await;
    }
}
