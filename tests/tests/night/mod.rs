//! An evening of the sample county under a clock that the test turns: the program and its upstream read it.

use tests::{COMMON, DutyRoom, Engine, FalseClock, Post, Stage, Window};

use crate::story::Story;

pub(crate) struct Night {
    pub(crate) clock: FalseClock,
    pub(crate) story: Story,
    pub(crate) room: DutyRoom,
}

impl Night {
    /// A desk of the story's county at 18:09.
    pub(crate) async fn begin(engine: Engine, story: Story) -> (Post, Self) {
        let mut stage = Stage::set(COMMON);
        // The room follows its upstream. A false boot clock would leave a program's short waits without an end: libfaketime
        // changes what they are reckoned from and not what the kernel reckons them by.
        let clock = FalseClock::at(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let room = DutyRoom::enrolled(stage, story.units, story.unit).await;
        let post = room.open(engine).await;
        post.window.shows("now", "18:09").await;
        (post, Self { clock, story, room })
    }

    pub(crate) async fn time_passes_until(&self, window: &Window, minute: &str) {
        self.turn_to(window, &self.story.at(minute), minute).await;
    }

    /// Days later: `2026-05-14 09:00:00`.
    pub(crate) async fn days_pass_until(&self, window: &Window, day: &str, minute: &str) {
        self.turn_to(window, &format!("{day} {minute}:00"), minute).await;
    }

    async fn turn_to(&self, window: &Window, time: &str, minute: &str) {
        self.clock.turn_to(time);
        window.looked_at_again().await;
        window.shows("now", minute).await;
    }
}
