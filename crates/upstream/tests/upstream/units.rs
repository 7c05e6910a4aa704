//! Which units a desk is told of: its own, those above and below, and those beside it.

use domain::unit::UnitCode;
use domain::wire::UnitsAnswer;
use hyper::StatusCode;

use crate::audience::{ITS_COUNTY, OTHER_CITY, OTHER_UNITS};
use crate::desk::Desk;
use crate::http::get;
use crate::program::said;
use crate::server::{CITY, COUNTY, NEIGHBOUR, PROVINCE, SAMPLE_UNITS, Server};

async fn told(desk: &Desk) -> UnitsAnswer {
    get(desk.address, "/v1/units").bearer(&desk.token).send().await.json()
}

async fn codes(desk: &Desk) -> Vec<String> {
    told(desk).await.units.into_iter().map(|unit| unit.code.0).collect()
}

#[tokio::test]
async fn each_place_in_the_tree_is_told_of_itself_of_those_above_below_and_beside_and_of_nobody_else() {
    let server = Server::start().await;
    server.folder().await.load_units(OTHER_UNITS.as_bytes()).await.unwrap();
    let mut under_the_city: Vec<&str> = SAMPLE_UNITS
        .lines()
        .filter(|line| line.contains(&format!(",{CITY},")))
        .filter_map(|line| line.split(',').next())
        .collect();
    under_the_city.sort_unstable();
    assert!(under_the_city.contains(&COUNTY) && under_the_city.contains(&NEIGHBOUR), "{under_the_city:?}");
    let beside = under_the_city.iter().copied().filter(|unit| *unit != COUNTY);
    let county: Vec<&str> = [COUNTY, CITY, PROVINCE].into_iter().chain(beside).collect();
    assert_eq!(codes(&Desk::enrol(&server, COUNTY).await).await, county, "not the far county, nor its city");
    let city: Vec<&str> = [CITY, PROVINCE].into_iter().chain(under_the_city.clone()).chain([OTHER_CITY]).collect();
    assert_eq!(codes(&Desk::enrol(&server, CITY).await).await, city, "not what is below the city beside it");
    let province: Vec<&str> =
        [PROVINCE, CITY].into_iter().chain(under_the_city).chain([OTHER_CITY, ITS_COUNTY]).collect();
    assert_eq!(codes(&Desk::enrol(&server, PROVINCE).await).await, province);
    assert_eq!(codes(&Desk::enrol(&server, ITS_COUNTY).await).await, [ITS_COUNTY, OTHER_CITY, PROVINCE]);
}

#[tokio::test]
async fn a_unit_is_told_of_as_it_is_now_with_everything_that_is_known_of_it() {
    let server = Server::start().await;
    server.folder().await.load_units(OTHER_UNITS.as_bytes()).await.unwrap();
    let county = Desk::enrol(&server, COUNTY).await;
    let before = told(&county).await.units;
    assert_eq!(
        (before[0].name.as_str(), before[0].parent.clone()),
        ("样例县应急管理局", Some(UnitCode(CITY.to_owned())))
    );
    assert_eq!(before[0].divisions, ["样例省", "样例市", "样例县"]);
    assert!(before[0].sample);
    let moved = format!(
        "code,name,level,parent,divisions,sample\n{COUNTY},新县应急管理局,county,{OTHER_CITY},样例省/另市/新县,true\n"
    );
    server.folder().await.load_units(moved.as_bytes()).await.unwrap();
    assert_eq!(codes(&county).await, [COUNTY, OTHER_CITY, PROVINCE, ITS_COUNTY], "under its new superior");
    assert_eq!(told(&county).await.units[0].name, "新县应急管理局");
}

#[tokio::test]
async fn whoever_has_no_valid_token_is_told_of_nobody() {
    let server = Server::start().await;
    let county = Desk::enrol(&server, COUNTY).await;
    get(server.address, "/v1/units").send().await.refused(StatusCode::UNAUTHORIZED);
    get(server.address, "/v1/units").bearer("0000").send().await.refused(StatusCode::UNAUTHORIZED);
    assert!(!codes(&county).await.is_empty());
    said(&["revoke", "--device", &county.device.to_string()], server.path());
    get(server.address, "/v1/units").bearer(&county.token).send().await.refused(StatusCode::UNAUTHORIZED);
}
