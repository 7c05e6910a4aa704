//! 传输记录: what went over the wire since the program started, in words.

use domain::information::size_words;

use crate::door::{DoorError, WireRow};
use crate::sync::{Asked, Exchange, Sent};
use crate::tick::Tick;
use crate::workstation::Workstation;

/// The lines, newest first.
#[expect(clippy::unnecessary_wraps, reason = "every use case may fail")]
pub(crate) fn list(desk: &Workstation, _: &Tick) -> Result<Vec<WireRow>, DoorError> {
    Ok(desk.wire_log.lines().into_iter().map(row).collect())
}

fn row(exchange: Exchange) -> WireRow {
    let entries = match &exchange.asked {
        Asked::Entries(sent) | Asked::Offers(sent) => sent.iter().map(named).collect(),
        _ => Vec::new(),
    };
    let size = |bytes| if bytes == 0 { String::new() } else { size_words(bytes) };
    WireRow {
        at: exchange.at,
        what: what(&exchange.asked),
        entries,
        sent: size(exchange.sent),
        received: size(exchange.received),
        took: took(exchange.took_ms),
        came_of: exchange.came.words,
        well: exchange.came.well,
    }
}

fn what(asked: &Asked) -> String {
    match asked {
        Asked::Time => "校时".to_owned(),
        Asked::Heads => "查询收存情况".to_owned(),
        Asked::Units => "查询单位".to_owned(),
        Asked::Entries(sent) => format!("报送{}条", sent.len()),
        Asked::Offers(sent) => format!("补交{}条（上级节点恢复数据后）", sent.len()),
        Asked::Deliveries => "收取".to_owned(),
        Asked::FileUp => "附件上传".to_owned(),
        Asked::FileDown => "附件接收".to_owned(),
        Asked::Enrolment => "注册".to_owned(),
        Asked::Hints => "提示连接".to_owned(),
        Asked::HintsHeld => "提示连接保持".to_owned(),
    }
}

/// The end of an id tells entries apart; its beginning is the time.
fn named(sent: &Sent) -> String {
    let id = sent.id.simple().to_string();
    format!("{}…{}", sent.kind.word(), &id[id.len() - 8..])
}

fn took(milliseconds: u64) -> String {
    match milliseconds {
        ..100 => "不到0.1秒".to_owned(),
        100..10_000 => format!("{}.{}秒", milliseconds / 1000, milliseconds % 1000 / 100),
        10_000..60_000 => format!("{}秒", milliseconds / 1000),
        _ => format!("{}分{}秒", milliseconds / 60_000, milliseconds % 60_000 / 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_it_took_is_said_as_exactly_as_anybody_needs() {
        let said = [0, 350, 9_999, 10_000, 59_999, 60_000, 200_000].map(took);
        assert_eq!(said, ["不到0.1秒", "0.3秒", "9.9秒", "10秒", "59秒", "1分0秒", "3分20秒"]);
    }
}
