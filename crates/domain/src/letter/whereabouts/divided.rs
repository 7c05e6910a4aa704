//! Names of counties at the head of a place that is not ours.

/// Ends of words that are no division: 小区, 超市.
const NO_DIVISION: [&str; 15] = [
    "社区",
    "小区",
    "景区",
    "园区",
    "库区",
    "矿区",
    "厂区",
    "校区",
    "开发区",
    "林区",
    "片区",
    "街区",
    "辖区",
    "超市",
    "集市",
];
/// Most characters of the name of one division.
const LONGEST: usize = 9;

/// 邻市邻山县东山镇李家沟 as 邻市邻山县 and 东山镇李家沟; the first is empty where no county is named.
pub(super) fn divided(place: &str) -> (&str, &str) {
    let mut end = 0;
    while let Some(length) = division(place.get(end..).unwrap_or_default()) {
        end += length;
    }
    place.split_at(end)
}

/// The last division that begins a place, as its own people name it: 邻山县.
pub(in crate::letter) fn named_division(region: &str) -> &str {
    let mut rest = region;
    while let Some(length) = division(rest).filter(|length| *length < rest.len()) {
        rest = rest.get(length..).unwrap_or_default();
    }
    rest
}

/// Length in bytes of the division that a text begins with.
fn division(text: &str) -> Option<usize> {
    let ends = text.char_indices().take(LONGEST).skip(1);
    let mut ends = ends.filter(|(_, c)| matches!(c, '省' | '市' | '县' | '区' | '旗')).map(|(at, c)| at + c.len_utf8());
    ends.next().filter(|end| {
        let (name, rest) = text.split_at(*end);
        // 县城, 县道, 市场: the character begins another word.
        !NO_DIVISION.iter().any(|word| name.ends_with(word))
            && !name.contains(['镇', '乡', '村', '路', '街'])
            && !rest.starts_with(['城', '道', '场', '级', '政', '委', '人', '第'])
    })
}
