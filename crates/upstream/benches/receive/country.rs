//! A country to measure in: fifty counties of five cities of one province, and desks that are enrolled there.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;

use upstream::DataFolder;

use crate::database;
use crate::desk::Desk;
use crate::program::said;

const COUNTIES: usize = 50;
const CITIES: usize = 5;
/// Its one province.
pub(crate) const PROVINCE: &str = "980000";

/// The code of a city.
pub(crate) fn city(nth: usize) -> String {
    format!("98{:02}00", nth + 1)
}

/// The code of a county: in turns of one city and the next.
pub(crate) fn county(nth: usize) -> String {
    format!("98{:02}{:02}", nth % CITIES + 1, nth / CITIES + 1)
}

/// All cities.
pub(crate) fn cities() -> impl Iterator<Item = String> {
    (0..CITIES).map(city)
}

/// All counties.
pub(crate) fn counties() -> impl Iterator<Item = String> {
    (0..COUNTIES).map(county)
}

fn table() -> String {
    let mut table = format!("code,name,level,parent,divisions,sample\n{PROVINCE},省厅,province,,省,true\n");
    for nth in 0..CITIES {
        writeln!(table, "{},市{nth}局,city,{PROVINCE},省/市{nth},true", city(nth)).unwrap();
    }
    for nth in 0..COUNTIES {
        let above = nth % CITIES;
        writeln!(table, "{},县{nth}局,county,{},省/市{above}/县{nth},true", county(nth), city(above)).unwrap();
    }
    table
}

/// Makes the country known to the upstream of this folder.
pub(crate) async fn load(dir: &Path) {
    let folder = DataFolder::open_or_create(dir, &database::at(dir)).await.unwrap();
    folder.load_units(table().as_bytes()).await.unwrap();
}

/// Enrols a desk of each of these units at the upstream that serves this folder there.
pub(crate) async fn enrol(dir: &Path, address: SocketAddr, units: impl Iterator<Item = String>) -> Vec<Desk> {
    let mut desks = Vec::new();
    for unit in units {
        let code = said(&["enrol", "--unit", &unit], dir);
        desks.push(Desk::enrol_with(address, code.trim_end().to_owned()).await);
    }
    desks
}
