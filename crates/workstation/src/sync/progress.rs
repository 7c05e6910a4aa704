//! 进度: how much, how fast and how long still, of whatever takes longer than a moment. Whoever makes a request says before it
//! what moves; it is on screen once it takes long, and goes with the round.

use std::time::Duration;

use domain::information::size_words;
use store::table::queue;
use tokio::pin;
use tokio::time::timeout;

use super::engine::Round;
use super::upstream::UpstreamError;

/// What takes longer is shown.
const A_MOMENT: Duration = Duration::from_secs(2);

/// What moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moving {
    /// 附件上传, in bytes.
    FileUp,
    /// 附件接收, in bytes.
    FileDown,
    /// 报送, in entries.
    Entries,
    /// 补交, in entries.
    Offers,
    /// 接收, in entries; how many there are only the upstream knows.
    Deliveries,
}

/// How far something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Progress {
    moving: Moving,
    done: u64,
    /// None where nobody here knows.
    total: Option<u64>,
    /// How much was moved since it began, and milliseconds that it took.
    moved: u64,
    took_ms: u64,
    /// When it began, by the boot clock.
    began_ms: u64,
    /// It takes longer than a moment.
    pub(super) takes_long: bool,
}

impl Progress {
    /// A file, so much of which is at the other end; it is shown from its first piece on.
    pub(super) const fn of_file(moving: Moving, done: u64, total: u64) -> Self {
        Self { moving, done, total: Some(total), moved: 0, took_ms: 0, began_ms: 0, takes_long: true }
    }

    const fn of_text(moving: Moving, began_ms: u64) -> Self {
        Self { moving, done: 0, total: None, moved: 0, took_ms: 0, began_ms, takes_long: false }
    }

    /// It is so far now, after so long.
    pub(super) fn is_at(&mut self, done: u64, took_ms: u64) {
        self.moved += done.saturating_sub(self.done);
        self.took_ms += took_ms;
        self.done = done;
    }

    /// How much of a moment is left.
    fn left_of_a_moment(&self, now_ms: u64) -> Duration {
        A_MOMENT.saturating_sub(Duration::from_millis(now_ms.saturating_sub(self.began_ms)))
    }

    /// 附件上传：3.2MB，共20MB，每秒64KB，约剩5分钟; none while it has not taken long.
    pub(crate) fn words(&self) -> Option<String> {
        let so_far = [Some(self.place()), self.speed(), self.left()];
        self.takes_long.then(|| so_far.into_iter().flatten().collect::<Vec<_>>().join("，"))
    }

    fn place(&self) -> String {
        let Self { done, total, .. } = *self;
        let of_all = |words: String| total.map_or(words.clone(), |total| format!("{words}，共{}", self.amount(total)));
        match self.moving {
            Moving::FileUp => of_all(format!("附件上传：{}", size_words(done))),
            Moving::FileDown => of_all(format!("附件接收：{}", size_words(done))),
            Moving::Entries => of_all(format!("正在报送：第{}条", (done + 1).min(total.unwrap_or(u64::MAX).max(1)))),
            Moving::Offers => format!("正在补交：第{}条", done + 1),
            Moving::Deliveries if done == 0 => "正在接收".to_owned(),
            Moving::Deliveries => of_all(format!("正在接收：已收{done}条")),
        }
    }

    fn speed(&self) -> Option<String> {
        let a_minute = self.moved.saturating_mul(60_000).checked_div(self.took_ms).filter(|rate| *rate > 0)?;
        Some(match a_minute / 60 {
            0 => format!("每分钟{}", self.amount(a_minute)),
            a_second => format!("每秒{}", self.amount(a_second)),
        })
    }

    fn left(&self) -> Option<String> {
        let left = self.total?.saturating_sub(self.done);
        let seconds = left.saturating_mul(self.took_ms).checked_div(self.moved)?.div_ceil(1000);
        Some(if seconds < 60 { format!("约剩{seconds}秒") } else { format!("约剩{}分钟", seconds.div_ceil(60)) })
    }

    fn amount(&self, of: u64) -> String {
        match self.moving {
            Moving::FileUp | Moving::FileDown => size_words(of),
            Moving::Entries | Moving::Offers | Moving::Deliveries => format!("{of}条"),
        }
    }
}

impl Round<'_> {
    /// A request of the text, with how many of such `things` its answer brings.
    pub(super) async fn moves<T>(
        &self,
        moving: Moving,
        request: impl Future<Output = Result<T, UpstreamError>>,
        things: impl FnOnce(&T) -> usize,
    ) -> Result<T, UpstreamError> {
        let began_ms = self.boot_ms();
        let left = self.goes_on_with(moving, began_ms);
        pin!(request);
        let answer = match timeout(left, request.as_mut()).await {
            Ok(answer) => answer,
            Err(_) => {
                self.far(|progress| progress.takes_long = true);
                request.await
            }
        };
        if let Ok(answer) = &answer {
            let (came, took_ms) = (things(answer) as u64, self.boot_ms().saturating_sub(began_ms));
            self.far(|progress| progress.is_at(progress.done + came, took_ms));
        }
        answer
    }

    /// What moves now, as far as it was where it moved already; how long until that takes longer than a moment.
    fn goes_on_with(&self, moving: Moving, now_ms: u64) -> Duration {
        let waiting = || queue::counts(self.desk.store().connection()).map_or(0, |(waiting, _, _)| u64::from(waiting));
        let waiting = (moving == Moving::Entries).then(waiting);
        if self.desk.link().carrying.as_ref().is_some_and(|before| before.moving != moving) {
            self.is_at_rest();
        }
        let mut link = self.desk.link();
        let progress = link.carrying.get_or_insert_with(|| Progress::of_text(moving, now_ms));
        progress.total = waiting.map(|waiting| progress.done + waiting);
        progress.left_of_a_moment(now_ms)
    }

    /// It is further, and that is shown where it takes long.
    fn far(&self, is: impl FnOnce(&mut Progress)) {
        let shown = self.desk.link().carrying.as_mut().is_some_and(|progress| {
            is(progress);
            progress.takes_long
        });
        if shown {
            self.desk.shown(None);
        }
    }

    /// Nothing moves any longer.
    pub(super) fn is_at_rest(&self) {
        let before = self.desk.link().carrying.take();
        if before.is_some_and(|progress| progress.takes_long) {
            self.desk.shown(None);
        }
    }

    fn boot_ms(&self) -> u64 {
        self.desk.machine.reading().boot_ms
    }
}

/// However a round ends, also where it was given up in the middle of a request.
impl Drop for Round<'_> {
    fn drop(&mut self) {
        self.is_at_rest();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_how_much_how_fast_and_how_long_still() {
        let total = 20 * 1024 * 1024;
        let at = |done, moved, took_ms| {
            let file = Progress::of_file(Moving::FileUp, done, total);
            Progress { moved, took_ms, ..file }.words().unwrap()
        };
        assert_eq!(at(0, 0, 0), "附件上传：0字节，共20MB", "nothing is foretold from nothing");
        assert_eq!(at(4 * 1024 * 1024, 640 * 1024, 10_000), "附件上传：4MB，共20MB，每秒64KB，约剩5分钟");
        assert_eq!(at(20 * 1024 * 1024 - 1024, 640 * 1024, 10_000), "附件上传：20MB，共20MB，每秒64KB，约剩1秒");
    }

    fn text(moving: Moving, total: Option<u64>, steps: &[(u64, u64)]) -> Option<String> {
        let mut progress = Progress { total, takes_long: true, ..Progress::of_text(moving, 0) };
        steps.iter().for_each(|&(done, took_ms)| progress.is_at(done, took_ms));
        progress.words()
    }

    #[test]
    fn a_long_queue_says_which_of_how_many_how_fast_and_how_long_still() {
        let sending = |steps: &[_]| text(Moving::Entries, Some(340), steps).unwrap();
        assert_eq!(sending(&[]), "正在报送：第1条，共340条");
        assert_eq!(sending(&[(100, 20_000), (200, 20_000)]), "正在报送：第201条，共340条，每秒5条，约剩28秒");
        assert_eq!(sending(&[(10, 60_000)]), "正在报送：第11条，共340条，每分钟10条，约剩33分钟");
        assert_eq!(sending(&[(340, 10_000)]), "正在报送：第340条，共340条，每秒34条，约剩0秒");
    }

    #[test]
    fn what_comes_says_how_much_came_and_foretells_nothing_that_only_the_upstream_knows() {
        assert_eq!(text(Moving::Deliveries, None, &[]).unwrap(), "正在接收");
        assert_eq!(text(Moving::Deliveries, None, &[(200, 4_000)]).unwrap(), "正在接收：已收200条，每秒50条");
    }

    #[test]
    fn what_takes_no_longer_than_a_moment_is_not_mentioned() {
        let progress = Progress::of_text(Moving::Entries, 5_000);
        assert_eq!(progress.words(), None);
        assert_eq!(progress.left_of_a_moment(5_500), Duration::from_millis(1_500));
        assert_eq!(progress.left_of_a_moment(9_000), Duration::ZERO, "many quick requests are long together");
    }
}
