//! The command line, as an administrator meets it, while the server runs.

use hyper::StatusCode;

use crate::desk::{Desk, call};
use crate::http::get;
use crate::program::{Program, complained, said};
use crate::server::SAMPLE_FILE;

#[tokio::test]
async fn from_an_empty_folder_to_a_receipt_with_every_command_beside_the_running_server() {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::serve(dir.path());
    assert!(said(&["units", SAMPLE_FILE], dir.path()).contains("4 个单位"));
    let code = said(&["enrol", "--unit", "990121"], dir.path());
    assert_eq!(code.lines().count(), 1, "one line, the code");
    let mut desk = Desk::enrol_with(program.address, code.trim_end().to_owned()).await;
    let entry = [desk.write(call())];
    desk.receipts(&entry).await;
    assert!(said(&["check"], dir.path()).contains("1 条条目"));
    said(&["revoke", "--device", &desk.device.to_string()], dir.path());
    assert_eq!(desk.post(&entry).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(get(program.address, "/healthz").send().await.status, StatusCode::OK);
    assert!(program.terminate(), "stops in order on SIGTERM");
}

#[tokio::test]
async fn the_list_of_devices_names_each_with_its_unit_and_says_which_is_revoked() {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::serve(dir.path());
    said(&["units", SAMPLE_FILE], dir.path());
    assert_eq!(said(&["devices"], dir.path()), "", "nobody is enrolled yet");
    let mut enrolled = Vec::new();
    for unit in ["990121", "990100", "990121"] {
        let code = said(&["enrol", "--unit", unit], dir.path()).trim_end().to_owned();
        enrolled.push(Desk::enrol_with(program.address, code).await.device.to_string());
    }
    said(&["revoke", "--device", &enrolled[0]], dir.path());
    let listed = said(&["devices"], dir.path());
    let lines: Vec<_> = listed.lines().collect();
    assert_eq!(lines.len(), 3, "{listed}");
    for (line, (device, unit, state)) in lines.iter().zip([
        (&enrolled[1], "990100 样例市应急管理局", "在用"),
        (&enrolled[0], "990121 样例县应急管理局", "吊销"),
        (&enrolled[2], "990121 样例县应急管理局", "在用"),
    ]) {
        assert!(line.starts_with(device) && line.contains(unit) && line.ends_with(state), "{line}");
    }
    let of_the_city: serde_json::Value =
        serde_json::from_str(&said(&["devices", "--unit", "990100", "--json"], dir.path())).unwrap();
    assert_eq!(of_the_city.as_array().unwrap().len(), 1);
    assert_eq!((&of_the_city[0]["device"], &of_the_city[0]["unit"]), (&enrolled[1].clone().into(), &"990100".into()));
    assert!(of_the_city[0]["enrolled_at"].is_string() && of_the_city[0]["revoked_at"].is_null(), "{of_the_city}");
    assert!(complained(&["devices", "--unit", "998800"], dir.path()).contains("998800"));
}

#[test]
fn a_wrong_table_of_units_is_named_by_its_line_and_nothing_of_it_is_loaded() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let table = dir.path().join("wrong.csv");
    let load = |lines: &str| {
        std::fs::write(&table, format!("code,name,level,parent,divisions,sample\n{lines}")).unwrap();
        complained(&["units", table.to_str().unwrap()], dir.path())
    };
    let new = "990123,新县应急管理局,county,990100,样例省/样例市/新县,true\n";
    for (line, words) in [
        ("990124,乙局,county,998800,样例省,true\n", "998800"),
        ("990124,乙局,city,990100,样例省,true\n", "层级不高于"),
        ("990000,样例省应急管理厅,county,,样例省,true\n", "层级不高于"),
        ("990124,乙局,town,990100,样例省,true\n", "level"),
    ] {
        let complaint = load(&format!("{new}{line}"));
        assert!(complaint.contains(words), "{complaint}");
    }
    assert!(load("990124,乙局,county,998800,样例省,true\n").contains("第 2 行"));
    assert!(
        complained(&["enrol", "--unit", "990123"], dir.path()).contains("990123"),
        "the good line was not loaded either"
    );
    std::fs::write(&table, format!("code,name,level,parent,divisions,sample\n{new}")).unwrap();
    assert!(said(&["units", table.to_str().unwrap()], dir.path()).contains("5 个单位"), "the others stay");
}

#[test]
fn a_server_that_would_let_nobody_or_no_attachment_in_is_not_started() {
    let dir = tempfile::tempdir().unwrap();
    for (option, why) in [("--connections-per-peer", "谁也连不上"), ("--blob-quota-gb", "什么附件都收不了")]
    {
        let words = complained(&["serve", "--listen", "127.0.0.1:0", option, "0"], dir.path());
        assert!(words.contains(option) && words.contains(why), "{words}");
    }
}

/// Which modules are dark, read back from half blocks: two rows of the code a line.
fn modules(drawn: &str) -> Vec<Vec<bool>> {
    let halves = |letter| match letter {
        ' ' => [false, false],
        '▀' => [true, false],
        '▄' => [false, true],
        '█' => [true, true],
        other => panic!("{other:?} is no half block"),
    };
    let lines = drawn.lines().map(|line| line.chars().map(halves).collect::<Vec<_>>());
    lines.flat_map(|line| [0, 1].map(|half| line.iter().map(|halves| halves[half]).collect())).collect()
}

#[test]
fn an_enrolment_is_drawn_so_that_a_camera_reads_its_very_text() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let (address, svg) = ("https://shangji.example:8443", dir.path().join("enrol.svg"));
    let file = svg.to_str().unwrap();
    let said = said(&["enrol", "--unit", "990121", "--address", address, "--qr", "--svg", file], dir.path());
    let (code, rest) = said.split_once('\n').unwrap();
    let (text, drawn) = rest.split_once('\n').unwrap();
    assert_eq!(text, domain::wire::enrolment_text(address, code));
    let expected = qrcode::QrCode::new(text).unwrap();
    let (dark, modules, width) = (expected.to_colors(), modules(drawn), expected.width());
    assert!(modules.len() >= width + 8 && modules[0].len() == width + 8, "with the quiet zone around it");
    for (row, modules) in modules.iter().enumerate() {
        for (column, module) in modules.iter().enumerate() {
            let inside = (4..width + 4).contains(&row) && (4..width + 4).contains(&column);
            let expected = inside && dark[(row - 4) * width + column - 4] == qrcode::Color::Dark;
            assert_eq!(*module, expected, "row {row}, column {column}");
        }
    }
    let drawing = std::fs::read_to_string(&svg).unwrap();
    assert!(drawing.contains("<svg") && drawing.trim_end().ends_with("</svg>"), "{drawing}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&svg).unwrap().permissions().mode() & 0o777, 0o600, "whoever has it enrols");
    }
    let again = ["enrol", "--unit", "990121", "--address", address, "--svg", file];
    assert!(complained(&again, dir.path()).contains("换一个"), "no file is written over");
    assert_eq!(std::fs::read_to_string(&svg).unwrap(), drawing);
}

#[test]
fn an_enrolment_for_a_program_is_two_lines_and_no_picture() {
    let dir = tempfile::tempdir().unwrap();
    said(&["units", SAMPLE_FILE], dir.path());
    let said = said(&["enrol", "--unit", "990121", "--address", "https://shangji.example"], dir.path());
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(complained(&["enrol", "--unit", "990121", "--qr"], dir.path()).contains("--address"));
}

#[test]
fn mistakes_are_answered_with_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let empty = dir.path().join("nothing");
    for arguments in [
        &["check"][..],
        &["enrol", "--unit", "990121"],
        &["revoke", "--device", "00000000-0000-0000-0000-000000000000"],
    ] {
        assert!(complained(arguments, &empty).contains("--data"), "{arguments:?}");
    }
    assert!(!empty.exists(), "a mistyped folder is not created");
    assert!(complained(&["serve", "--listen", "0.0.0.0:0"], dir.path()).contains("TLS"));
    let program = Program::serve(dir.path());
    let taken = complained(&["serve", "--listen", &program.address.to_string()], dir.path());
    assert!(taken.contains("已被占用"), "{taken}");
    let unknown = complained(&["revoke", "--device", "00000000-0000-0000-0000-000000000000"], dir.path());
    assert!(unknown.contains("核对编号"), "{unknown}");
}
