use domain::Moment;
use domain::beijing;
use domain::facts::{Occurred, Precision};
use domain::spoken_time::{SpokenTimeError, parse, parse_coming};
use proptest::prelude::*;

use crate::desk::{at, evening};

fn said(text: &str) -> Result<(Moment, Precision), SpokenTimeError> {
    parse(text, evening("18:09"), evening("18:32")).map(|Occurred { at, precision }| (at, precision))
}

#[test]
fn minutes_in_every_usual_spelling() {
    for text in [
        "1805",
        "18:05",
        "18：05",
        "18时05分",
        "18时5分",
        "１８：０５",
        "１８０５",
        " 18:05 ",
        "18点05",
        "18点05分",
        "今天18:05",
        "今18:05",
        "今日18时05分",
        "4月7日18时05分",
        "4月7日 18:05",
        "04月07日18:05",
        "2024年4月7日18:05",
        "2024-04-07 18:05",
        "2024-04-07T18:05",
        "0407 1805",
        "20240407 1805",
        "4-7 18:05",
        "4/7 18:05",
        "7日18时05分",
        "下午6点05分",
        "晚6点05",
        "傍晚6:05",
        "18:05:00",
        "4月7号18点05分",
        "\u{200b}18:05\u{202e}",
    ] {
        assert_eq!(said(text), Ok((evening("18:05"), Precision::Minute)), "{text}");
    }
}

#[test]
fn about_and_hours_and_days() {
    for text in [
        "18:05左右",
        "18时05分许",
        "18时05分左右",
        "约18:05",
        "1805左右",
        "大约18时05分",
        "18:05前后",
        "1805 左右",
        "4月7日约18:05",
    ] {
        assert_eq!(said(text), Ok((evening("18:05"), Precision::About)), "{text}");
    }
    for text in ["18时许", "18时", "18点左右", "4月7日18时许", "约18时", "下午6点多".trim_end_matches('多')]
    {
        assert_eq!(said(text), Ok((evening("18:00"), Precision::Hour)), "{text}");
    }
    for text in ["4月7日", "今天", "2024年4月7日", "7日"] {
        assert_eq!(said(text), Ok((evening("00:00"), Precision::Day)), "{text}");
    }
    assert_eq!(said("18点半"), Err(SpokenTimeError::Future("4月7日18时32分".to_owned())).or(said("18:30")));
    assert_eq!(said("18点整"), Ok((evening("18:00"), Precision::Minute)));
}

#[test]
fn yesterday_and_the_day_before() {
    for text in ["昨23:10", "昨日23时10分", "昨天2310", "昨晚11点10分", "昨夜23:10", "4月6日23:10", "6日23时10分"]
    {
        assert_eq!(said(text), Ok((at("2024-04-06 23:10"), Precision::Minute)), "{text}");
    }
    assert_eq!(said("前天8:00"), Ok((at("2024-04-05 08:00"), Precision::Minute)));
    assert_eq!(said("12月31日8:00"), Ok((at("2023-12-31 08:00"), Precision::Minute)), "last year's");
}

#[test]
fn without_a_day_the_nearest_that_has_been_is_meant() {
    let night = at("2024-04-08 00:20");
    let parsed = |text: &str, reference, now| parse(text, reference, now).map(|occurred| occurred.at);
    assert_eq!(parsed("23:10", night, night), Ok(at("2024-04-07 23:10")), "typed after midnight: yesterday");
    assert_eq!(parsed("0610", evening("19:00"), evening("19:00")), Ok(evening("06:10")), "found in the evening");
    assert_eq!(
        parsed("0010", at("2024-04-07 23:50"), at("2024-04-08 00:15")),
        Ok(at("2024-04-08 00:10")),
        "an answer that came after midnight"
    );
    assert_eq!(
        parsed("1805", evening("18:09"), at("2024-04-10 09:00")),
        Ok(evening("18:05")),
        "补记 three days later still means the day of the call"
    );
}

#[test]
fn a_time_still_to_come_is_an_error_that_says_so() {
    let now = evening("18:29");
    let error = parse("18:30", now, now).unwrap_err();
    assert_eq!(error.to_string(), "时间晚于现在（4月7日18时29分），请核对；不是当天的请写明月、日");
    assert!(parse("18:30", now, evening("18:29:40")).is_ok(), "two clocks may differ by less than a minute");
    assert!(matches!(parse("4月8日", now, now), Err(SpokenTimeError::Future(_))));
    assert!(matches!(parse("今天23:00", now, now), Err(SpokenTimeError::Future(_))));
}

#[test]
fn what_is_no_time_is_said_in_words() {
    for text in ["25:71", "2571", "24:00", "18:60", "99时"] {
        assert!(matches!(said(text), Err(SpokenTimeError::NoSuchTime(_))), "{text}: {:?}", said(text));
    }
    for text in ["2月30日", "2月30日18:05", "13月1日", "4月31日8时"] {
        assert!(matches!(said(text), Err(SpokenTimeError::NoSuchDay(_))), "{text}: {:?}", said(text));
    }
    assert_eq!(said("2月30日").unwrap_err().to_string(), "没有2月30日这一天，请核对月和日");
    for text in [
        "",
        "刚才",
        "18",
        "1",
        "18:5",
        "18:055",
        "下午",
        "18:05 18:06",
        "晚12点",
        "-",
        "１８：",
        "18时05分钟前",
        "明天8:00",
    ] {
        assert!(matches!(said(text), Err(SpokenTimeError::Unreadable(_))), "{text}: {:?}", said(text));
    }
    assert!(matches!(said("2022年4月7日18:05"), Err(SpokenTimeError::TooOld(_))));
}

#[test]
fn times_are_phrased_without_spaces() {
    let phrase = |at, precision| beijing::phrase(Occurred { at, precision });
    assert_eq!(phrase(evening("18:05"), Precision::About), "4月7日18时05分左右");
    assert_eq!(phrase(evening("18:00"), Precision::Hour), "4月7日18时许");
    assert_eq!(phrase(evening("00:00"), Precision::Day), "4月7日");
    assert_eq!(beijing::full(evening("18:32")), "2024年4月7日18时32分");
    assert_eq!(beijing::day_and_minute(evening("18:09")), "4月7日18时09分");
    assert_eq!(beijing::minute(evening("08:09")), "8时09分");
    assert_eq!(beijing::digital(evening("08:09")), "08:09");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_never_a_crash(text in any::<String>()) {
        let _ = said(&text);
    }

    #[test]
    fn hostile_instants_are_no_crash(seconds in i64::MIN / 1_000_000_000_000..i64::MAX / 1_000_000_000_000) {
        if let Some(moment) = chrono::DateTime::from_timestamp(seconds, 0) {
            let _ = parse("昨23:10", moment, moment);
            let _ = parse("12月31日", moment, moment);
            let _ = beijing::full(moment);
        }
    }

    #[test]
    fn what_is_phrased_is_read_back(minutes in 0_i64..400 * 24 * 60) {
        let now = evening("18:32");
        let then = now - chrono::TimeDelta::minutes(minutes);
        let read = parse(&beijing::full(then), now, now);
        prop_assert_eq!(read, Ok(Occurred { at: then, precision: Precision::Minute }));
    }
}

#[test]
fn a_part_of_a_day_without_an_hour_is_kept_as_it_was_said() {
    let now = at("2024-04-07 18:29");
    for (text, said, from) in [
        ("4月6日凌晨", "4月6日凌晨", "2024-04-06 00:00"),
        ("昨晚", "4月6日晚上", "2024-04-06 18:00"),
        ("今早", "4月7日早晨", "2024-04-07 05:00"),
        ("4月7日上午", "4月7日上午", "2024-04-07 08:00"),
        ("7日中午", "4月7日中午", "2024-04-07 11:00"),
        ("4月7日下午", "4月7日下午", "2024-04-07 12:00"),
        ("昨天傍晚", "4月6日傍晚", "2024-04-06 17:00"),
        ("4月5日深夜", "4月5日深夜", "2024-04-05 22:00"),
    ] {
        let occurred = parse(text, now, now).unwrap();
        assert_eq!((beijing::phrase(occurred).as_str(), occurred.at), (said, at(from)), "{text}");
        assert_eq!(occurred.precision, Precision::Part);
        assert_eq!(parse(said, now, now).unwrap(), occurred, "as it would be typed again: {said}");
    }
    assert!(parse("今天深夜", now, now).is_err(), "that is still to come");
    assert!(parse_coming("明天上午", now).is_err(), "no time that a clock could run to");
}

#[test]
fn times_as_notices_write_them() {
    let now = at("2024-04-07 18:29");
    for (text, same) in [
        ("今天早上6:45分", "6时45分"),
        ("截至7日凌晨1时45分，", "4月7日1时45分"),
        ("当日8时许", "4月7日8时许"),
        ("当天下午3时许。", "4月7日15时许"),
        ("4月7日零时45分", "4月7日0时45分"),
        ("4月7日早上7点多", "4月7日7时许"),
        ("6日零点", "4月6日0时许"),
    ] {
        let parsed = |text| parse(text, now, now).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(parsed(text), parsed(same), "{text}");
    }
}

#[test]
fn a_time_that_is_still_to_come_is_the_next_one_unless_a_day_is_said() {
    let now = at("2024-04-07 18:29");
    for (text, due) in [
        ("1930", "2024-04-07 19:30"),
        ("17:00", "2024-04-08 17:00"),
        ("明8:00", "2024-04-08 08:00"),
        ("明天19时30分", "2024-04-08 19:30"),
        ("4月9日8时", "2024-04-09 08:00"),
        ("今天23:00", "2024-04-07 23:00"),
    ] {
        assert_eq!(parse_coming(text, now).unwrap(), at(due), "{text}");
    }
    let past = parse_coming("今天17:00", now).unwrap_err();
    assert!(matches!(&past, SpokenTimeError::Past(_)), "{past}: a day that was said is not another");
    for unreadable in ["", "一会儿", "4月9日上午"] {
        assert!(matches!(parse_coming(unreadable, now), Err(SpokenTimeError::Unreadable(_))), "{unreadable}");
    }
}

#[test]
fn in_january_a_day_of_the_month_before_is_last_years() {
    let now = at("2024-01-03 08:00");
    let said = |text: &str| parse(text, now, now).map(|occurred| occurred.at);
    assert_eq!(said("31日23:50").unwrap(), at("2023-12-31 23:50"));
    assert_eq!(said("12月31日23:50").unwrap(), at("2023-12-31 23:50"));
    assert_eq!(said("2日凌晨12:10").unwrap(), at("2024-01-02 00:10"), "twelve at night is the beginning of the day");
}
