//! A held connection hears that there is something, and nothing else.

use http_body_util::BodyExt as _;
use hyper::StatusCode;
use hyper::body::Incoming;

use crate::desk::{Desk, report};
use crate::http::get;
use crate::program::{Program, said};
use crate::server::{CITY, COUNTY, SAMPLE_FILE, Server};

/// A held connection.
pub(crate) struct Listening(Incoming);

impl Listening {
    pub(crate) async fn at(desk: &Desk) -> Self {
        Self(get(desk.address, "/v1/hints").bearer(&desk.token).open().await)
    }

    pub(crate) async fn hears(&mut self) -> String {
        let frame = self.0.frame().await.unwrap().unwrap();
        String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
    }

    /// Whether nothing comes while everybody waits for something to do.
    pub(crate) async fn hears_nothing(&mut self) -> bool {
        tokio::time::pause();
        let heard = tokio::time::timeout(std::time::Duration::from_millis(10), self.0.frame()).await;
        tokio::time::resume();
        heard.is_err()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_superior_hears_at_once_that_a_report_came_and_not_what_it_says() {
    let server = Server::start().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let city = Desk::enrol(&server, CITY).await;
    let mut above = Listening::at(&city).await;
    assert_eq!(above.hears().await, "data: new\n\n", "whoever begins to listen looks first");
    let sent = [county.write(report("一民房发生火灾"))];
    county.receipts(&sent).await;
    assert_eq!(above.hears().await, "data: new\n\n");
    assert_eq!(city.pull().await.len(), 1, "what it is, is asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_instance_received_is_heard_here_too() {
    let server = Server::start().await;
    let other = server.beside().await;
    let mut county = Desk::enrol(&server, COUNTY).await;
    let city = Desk::enrol(&server, CITY).await.at(other.address);
    let mut above = Listening::at(&city).await;
    above.hears().await;
    let sent = [county.write(report("一民房发生火灾"))];
    county.receipts(&sent).await;
    above.hears().await;
    assert_eq!(city.pull().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_connection_keeps_no_server_from_stopping() {
    let server = Server::start().await;
    let city = Desk::enrol(&server, CITY).await;
    let mut above = Listening::at(&city).await;
    above.hears().await;
    server.stop().await;
    assert!(above.0.frame().await.is_none_or(|frame| frame.is_err()), "the desk sees that it has to listen elsewhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_desk_is_cut_off_within_seconds_whoever_revoked_it_and_its_colleague_goes_on_listening() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let program = Program::serve(dir.path());
    let code = || said(&["enrol", "--unit", COUNTY], dir.path()).trim_end().to_owned();
    let gone = Desk::enrol_with(program.address, code()).await;
    let mut stays = Desk::enrol_with(program.address, code()).await;
    let (mut cut_off, mut goes_on) = (Listening::at(&gone).await, Listening::at(&stays).await);
    cut_off.hears().await;
    goes_on.hears().await;
    said(&["revoke", "--device", &gone.device.to_string()], dir.path());
    let end = tokio::time::timeout(std::time::Duration::from_secs(5), cut_off.0.frame()).await;
    assert!(end.expect("within seconds").is_none(), "nothing more is said to it");
    get(program.address, "/v1/hints").bearer(&gone.token).send().await.refused(StatusCode::UNAUTHORIZED);
    let sent = [stays.write(report("一民房发生火灾"))];
    stays.receipts(&sent).await;
    assert_eq!(goes_on.hears().await, "data: new\n\n");
}

#[tokio::test]
async fn nobody_listens_without_a_token() {
    let server = Server::start().await;
    let answer = get(server.address, "/v1/hints").send().await;
    answer.refused(StatusCode::UNAUTHORIZED);
}
