//! axe finds nothing on any screen, light or dark, in the real window and in a browser. With `ZHIBAN_LOOK=folder` the same
//! walk leaves a picture of every screen there: light, dark, and at 150 %.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says why"
)]
#![allow(dead_code, reason = "the stories are shared with the other journeys")]

mod eye;
mod story;

use std::path::PathBuf;

use eye::Eye;
use story::Story;
use tests::{COMMON, Engine, FalseClock, Post, Stage, Upstream, Window};

/// The room in which the walk is made.
struct Walk {
    stage: Stage,
    clock: FalseClock,
    upstream: Upstream,
    story: Story,
    data: PathBuf,
    eye: Eye,
}

impl Walk {
    /// A desk that belongs to nobody yet, and its upstream.
    async fn begin(engine: Engine) -> (Self, Post) {
        let story = Story::sample();
        let mut stage = Stage::set(COMMON);
        let clock = FalseClock::at(stage.folder(), &story.at("18:09"));
        stage.under(&clock);
        let folder = stage.folder().join("upstream");
        let upstream = Upstream::start_under(&folder, "127.0.0.1:0", &clock.environment()).await;
        upstream.load_sample_units();
        let data = stage.folder().join("desk");
        let post = Post::open(&stage, engine, &data).await;
        (Self { stage, clock, upstream, story, data, eye: Eye::of(engine) }, post)
    }

    async fn time_passes_until(&self, window: &Window, minute: &str) {
        self.clock.turn_to(&self.story.at(minute));
        shows(window, "[data-test=now]", minute).await;
    }

    /// The six steps of the first start, and every way into the first.
    async fn first_start(&mut self, window: &mut Window) {
        shows(window, "[data-test=first-1]", "注册码").await;
        self.eye.at(window, "first-unit").await;
        window.press("3").await;
        shows(window, "[data-test=first-1]", "样例县的单位").await;
        self.eye.at(window, "first-sample").await;
        window.press("2").await;
        shows(window, "[data-test=first-1]", "原来的备份文件").await;
        self.eye.at(window, "first-backup").await;
        window.press("1").await;
        focus(window, "enrol-code").await;
        window.write("WRONG").await;
        window.press("Enter").await;
        focus(window, "enrol-upstream").await;
        window.write(self.upstream.address()).await;
        window.press("Enter").await;
        window.wait_until("document.querySelector('[data-test=first-1] .notice') !== null").await;
        self.eye.at(window, "first-refused").await;
        let code = self.upstream.one_time_code(self.story.unit);
        window.click("[data-test=enrol-code]").await;
        window.press("Ctrl+a").await;
        window.write(&code).await;
        window.press("Enter Enter").await;
        shows(window, "[data-test=first-2]", "谁在值班").await;
        window.write("值班局长").await;
        window.press("Enter").await;
        window.write("带班领导").await;
        window.press("Enter").await;
        window.write("138 0000 0000").await;
        self.eye.at(window, "first-officers").await;
        window.press("Enter").await;
        focus(window, "officer-1-name").await;
        window.press("Enter").await;
        shows(window, "[data-test=first-3]", "").await;
        self.eye.at(window, "first-channel").await;
        window.press("Enter").await;
        shows(window, "[data-test=first-4]", "").await;
        self.eye.at(window, "first-packs").await;
        window.press("Enter").await;
        shows(window, "[data-test=first-5]", "").await;
        self.eye.at(window, "first-sound").await;
        window.press("Enter").await;
        shows(window, "[data-test=first-6]", "可以值班了").await;
        self.eye.at(window, "first-ready").await;
        window.press("Enter").await;
        shows(window, "[data-test=desk]", "没有未结事件").await;
    }

    /// The quiet desk, its two panels, the paper and a call.
    async fn quiet_desk_and_call(&mut self, window: &mut Window) {
        self.eye.at(window, "desk-empty").await;
        window.press("?").await;
        shows(window, ".panel", "随处可用").await;
        self.eye.at(window, "keys").await;
        window.press("Escape").await;
        window.press("Shift+F3").await;
        focus(window, "paper-0-time").await;
        window.write("9999").await;
        window.press("Ctrl+Enter").await;
        window.wait_until("document.querySelector('[data-test^=paper-wrong]') !== null").await;
        self.eye.at(window, "paper").await;
        window.press("Escape").await;
        window.press("F2").await;
        focus(window, "call-caller").await;
        window.write(self.story.caller).await;
        window.press("Enter").await;
        window.write(self.story.words).await;
        shows(window, "[data-test=call-panel]", "已存本机").await;
        self.eye.at(window, "call").await;
        window.press("F2").await;
        shows(window, "[data-test=call-panel]", "按一个数字").await;
        self.eye.at(window, "call-outcomes").await;
        window.press("3").await;
        focus(window, "call-reason").await;
        self.eye.at(window, "call-reason").await;
        window.press("Escape F2 1").await;
        shows(window, "[data-test=incident-name]", "").await;
        self.eye.at(window, "incident-new").await;
    }

    /// The phone, the form, the sign-off.
    async fn incident(&mut self, window: &mut Window) {
        window.press("F3").await;
        shows(window, "[data-test=call-out-1]", "市应急管理局").await;
        self.eye.at(window, "call-out").await;
        window.press("1").await;
        shows(window, "[data-test=spoken]", "市应急管理局").await;
        self.eye.at(window, "spoken").await;
        window.press("Enter").await;
        shows(window, "[data-test=recipient-city_bureau]", "18:09").await;
        window.press("Ctrl+Enter").await;
        shows(window, "[data-test=say]", "首报只差").await;
        self.eye.at(window, "incident-lacking").await;
        self.story.fill_in(window).await;
        shows(window, "[data-test=letter-title]", self.story.title).await;
        shows(window, "[data-test=letter-body]", self.story.last_words).await;
        shows(window, "[data-test=draft-state]", "已存本机").await;
        self.eye.at(window, "incident").await;
        for (opener, screen) in
            [("grading", "grading"), ("scope", "scope"), ("deadlines", "deadlines"), ("gaps", "gaps")]
        {
            window.click(&format!("[data-test={opener}]")).await;
            shows(window, &format!("[data-test={opener}] + .panel"), "").await;
            self.eye.at(window, screen).await;
            window.press("Escape").await;
        }
        window.press("F8").await;
        shows(window, "[data-test=sign-panel]", "带班领导").await;
        self.eye.at(window, "sign").await;
        window.press("1").await;
        shows(window, "[data-test=sign-panel]", "电话口头").await;
        self.eye.at(window, "sign-named").await;
        window.press("/").await;
        shows(window, "[data-test=sign-panel]", "未接通").await;
        self.eye.at(window, "sign-sought").await;
        window.press("Escape").await;
    }

    /// First reported, then signed; then the national system.
    async fn reported(&mut self, window: &mut Window) {
        window.press("Ctrl+Enter").await;
        shows(window, "[data-test=state]", "上级节点已收").await;
        self.eye.at(window, "sent-unsigned").await;
        window.press("F8").await;
        shows(window, "[data-test=sign-panel]", "补签").await;
        self.eye.at(window, "sign-afterwards").await;
        self.story.sign_off(window).await;
        window.wait_until("document.querySelector('[data-test=sign-panel]') === null").await;
        self.eye.at(window, "sent").await;
        window.press("F9").await;
        shows(window, "[data-test=relay]", "正文").await;
        self.eye.at(window, "relay").await;
        self.story.relay(window).await;
        shows(window, "[data-test=state]", "国家系统已录入").await;
        self.eye.at(window, "relayed").await;
    }

    /// What changed afterwards, the clocks that follow, and an end.
    async fn followed(&mut self, window: &mut Window) {
        window.press("Escape").await;
        window.wait_until("document.querySelector('[data-test=incident-sent]') !== null").await;
        window.press("F6").await;
        shows(window, "[data-test=change-panel]", "灾情稳定").await;
        window.press("2").await;
        window.write("河东镇").await;
        self.eye.at(window, "change").await;
        window.press("Enter Enter Enter").await;
        window.wait_until("document.querySelector('[data-test=change-panel]') === null").await;
        window.click("[data-test=deadlines]").await;
        shows(window, "[data-test=deadlines] + .panel", "").await;
        self.eye.at(window, "deadlines-after").await;
        window.press("Escape").await;
    }

    /// A follow-up that is written, the letter in its other forms, and the register.
    async fn later(&mut self, window: &mut Window) {
        window.press("F7").await;
        shows(window, "[data-test=later-panel]", "续报").await;
        self.eye.at(window, "later").await;
        window.press("1").await;
        shows(window, "[data-test=letter-title]", "续报一").await;
        self.eye.at(window, "follow-up").await;
        window.press("F4").await;
        shows(window, "[data-test=form-2]", "纸质").await;
        self.eye.at(window, "paper-sheet").await;
        window.press("F4").await;
        self.eye.at(window, "neighbour").await;
        window.press("F4").await;
        shows(window, "[data-test=letter-form]", "补报").await;
        self.eye.at(window, "supplement").await;
        window.press("F4 Shift+F7").await;
        shows(window, "[data-test=incident-sent]", "").await;
        window.click("[data-test=rail-incidents]").await;
        shows(window, "[data-test=tally]", "已报").await;
        window.press("F4").await;
        shows(window, "[data-test=register]", "第001期").await;
        self.eye.at(window, "register").await;
        window.press("Escape").await;
    }

    /// A kind beyond the first nine, what only it is asked for, and how an incident is ended.
    async fn rarer_kind_and_end(&mut self, window: &mut Window) {
        window.wait_until("document.activeElement.closest('[data-test=field-kind]') !== null").await;
        window.press("0").await;
        focus(window, "kind-filter").await;
        self.eye.at(window, "kinds").await;
        window.write("森林").await;
        window.press("Enter").await;
        shows(window, "[data-test=field-kind]", "森林火灾").await;
        shows(window, "[data-test=incident]", "受害森林面积").await;
        self.eye.at(window, "incident-forest").await;
        window.press("F10").await;
        shows(window, "[data-test=end-panel]", "本级掌握").await;
        self.eye.at(window, "end").await;
        window.press("2 Enter Enter").await;
        window.wait_until("document.querySelector('[data-test=end-panel] [aria-invalid=true]') !== null").await;
        self.eye.at(window, "end-asked").await;
        window.press("Escape Escape").await;
        window.wait_until("document.querySelector('[data-test=end-panel]') === null").await;
    }

    /// 灾害过程: a house that fell in a flood, offered to it, put into it, and seen from the flood.
    async fn within_a_flood(&mut self, window: &mut Window) {
        window.execute("document.querySelector('[data-test=field-kind] [tabindex=\"0\"]').focus()").await;
        window.press("0").await;
        focus(window, "kind-filter").await;
        window.write("洪涝").await;
        window.press("Enter").await;
        shows(window, "[data-test=field-kind]", "洪涝灾害").await;
        focus_is_possible(window, "town-0").await;
        window.press("F2").await;
        focus(window, "call-caller").await;
        window.write("红石村").await;
        window.press("F2 1").await;
        shows(window, "[data-test=incident]", "红石村").await;
        shows(window, "[data-test=process]", "归入").await;
        self.eye.at(window, "process-offered").await;
        window.click("[data-test=field-town]").await;
        window.write("红石镇").await;
        window.click("[data-test=count-0-deaths]").await;
        window.write("1").await;
        window.click("[data-test^=process-join]").await;
        shows(window, "[data-test=process]", "属于灾害过程").await;
        self.eye.at(window, "process-joined").await;
        window.click("[data-test=process-of]").await;
        shows(window, "[data-test=process]", "险情1起").await;
        window.execute("document.querySelector('[data-test=towns-fill]').scrollIntoView({ block: 'center' })").await;
        window.click("[data-test=towns-fill]").await;
        window.wait_until("document.querySelector('[data-test=town-0]').value === '红石镇'").await;
        window.click("[data-test=sub-incidents]").await;
        shows(window, "[data-test=sub-incidents] + .panel", "尚未单独报送").await;
        self.eye.at(window, "process").await;
        window.press("Escape").await;
    }

    /// A desk with an incident on record, one that is nearing its limit, and a call that nobody has ended.
    async fn busy_desk(&mut self, window: &mut Window) {
        window.press("F2").await;
        focus(window, "call-caller").await;
        window.write("邻居").await;
        window.press("F2 2").await;
        shows(window, "[data-test=merge-1]", "河东镇").await;
        self.eye.at(window, "call-merge").await;
        window.press("Escape F2 1").await;
        shows(window, "[data-test=incident]", "邻居").await;
        self.rarer_kind_and_end(window).await;
        self.within_a_flood(window).await;
        window.press("F2").await;
        focus(window, "call-caller").await;
        window.write("学校").await;
        window.press("Escape").await;
        self.time_passes_until(window, "18:31").await;
        shows(window, "[data-test=alarm-banner]", "提醒").await;
        window.click("[data-test=rail-desk]").await;
        shows(window, "[data-test=clock-0]", "").await;
        self.eye.at(window, "desk").await;
        window.click("[data-test=rail-incidents]").await;
        shows(window, "[data-test=tally]", "已报1起").await;
        self.eye.at(window, "incidents").await;
        window.click("[data-test=rail-settings]").await;
        shows(window, "[data-test=officer-0-name]", "值班局长").await;
        self.eye.at(window, "settings").await;
        window.click("[data-test=pack-withdraw-national]").await;
        shows(window, "[data-test=pack-withdrawal]", "").await;
        window.execute("document.querySelector('[data-test=packs]').scrollIntoView()").await;
        self.eye.at(window, "packs").await;
        window.click("[data-test=enrol-again]").await;
        focus_is_possible(window, "enrol-code").await;
        window.execute("document.querySelector('[data-test=desk-log], .wide:last-child').scrollIntoView()").await;
        self.eye.at(window, "settings-end").await;
    }

    /// 普通信息: the empty room, a page, words that read as an incident, a file, what was sent, and a 零报告 that is none.
    async fn information(&mut self, window: &mut Window) {
        window.click("[data-test=rail-information]").await;
        shows(window, "[data-test=information-list]", "还没有普通信息").await;
        self.eye.at(window, "information-empty").await;
        window.press("F8").await;
        shows(window, "[data-test=information-period]", "5月11日8时至12日8时").await;
        focus(window, "information-send").await;
        self.eye.at(window, "zero-report").await;
        window.press("Enter").await;
        shows(window, "[data-test=information-sent]", "上级节点已收").await;
        self.eye.at(window, "zero-report-sent").await;
        window.press("Escape").await;
        shows(window, "[data-test=information-0]", "零报告").await;
        window.press("F8").await;
        shows(window, "[data-test=journal]", "河东镇").await;
        self.eye.at(window, "zero-report-refused").await;
        window.press("F4").await;
        focus(window, "information-title").await;
        self.eye.at(window, "information-new").await;
        window.write("关于某厂情况的报告").await;
        window.press("Enter").await;
        window.write("今日8时某厂发生爆炸，3人受伤，正在核实。").await;
        shows(window, "[data-test=reads-as-incident]", "发生爆炸").await;
        shows(window, "[data-test=information-kept]", "已存本机").await;
        self.eye.at(window, "information-incident").await;
        if self.eye.engine == Engine::Chromium {
            // In the window the same key opens a dialog of the desktop.
            window.press("F4").await;
            focus(window, "attachment-file").await;
            self.eye.at(window, "information-file").await;
        }
        window.press("Ctrl+Enter").await;
        focus(window, "information-reason").await;
        self.eye.at(window, "information-stopped").await;
        window.write("系去年事故案例通报").await;
        window.press("Enter").await;
        shows(window, "[data-test=information-sent]", "上级节点已收").await;
        self.eye.at(window, "information-sent").await;
        window.press("F4").await;
        shows(window, "[data-test=information-editor]", "不写了").await;
        window.press("Escape").await;
        shows(window, "[data-test=information-0]", "起草中").await;
        self.eye.at(window, "information-list").await;
    }

    /// The network is gone, somebody has set the clock, and something waits.
    async fn offline(&mut self, window: &mut Window) {
        self.upstream.kill();
        window.click("[data-test=rail-desk]").await;
        shows(window, "[data-test=link]", "离线").await;
        window.press("F2").await;
        focus(window, "call-caller").await;
        window.press("F2 6").await;
        shows(window, "[data-test=waiting]", "待发").await;
        self.clock.turn_to(&self.story.at("19:31"));
        shows(window, "[data-test=clock-banner]", "").await;
        window.click("[data-test=waiting-open]").await;
        shows(window, "[data-test=waiting-panel]", "再试").await;
        self.eye.at(window, "waiting").await;
    }
}

async fn shows(window: &Window, css: &str, words: &str) {
    window.wait_for(css, words, |text| text.contains(words)).await;
}

async fn focus(window: &Window, name: &str) {
    window.wait_until(&format!("document.activeElement.dataset.test === '{name}'")).await;
}

async fn focus_is_possible(window: &Window, name: &str) {
    window.wait_until(&format!("document.querySelector('[data-test=\"{name}\"]') !== null")).await;
}

async fn every_screen(engine: Engine) {
    let (mut walk, mut post) = Walk::begin(engine).await;
    let window = &mut post.window;
    walk.first_start(window).await;
    walk.quiet_desk_and_call(window).await;
    walk.incident(window).await;
    walk.reported(window).await;
    walk.followed(window).await;
    walk.later(window).await;
    walk.busy_desk(window).await;
    walk.information(window).await;
    walk.offline(window).await;
    if let Some(page) = post.kill().page() {
        shows(page, "[data-test=host-lost]", "正在重连").await;
        walk.eye.at(page, "host-lost").await;
    }
    assert!(walk.eye.screens > 30, "every screen was seen, not only {}", walk.eye.screens);
    let found = &walk.eye.found;
    assert!(found.is_empty(), "axe finds {} on {} screens:\n{}", found.len(), walk.eye.screens, found.join("\n"));
}

#[tokio::test]
async fn axe_finds_nothing_on_any_screen_of_the_window() {
    every_screen(Engine::WebKit).await;
}

#[tokio::test]
async fn axe_finds_nothing_on_any_screen_in_a_browser() {
    every_screen(Engine::Chromium).await;
}
