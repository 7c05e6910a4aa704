//! A finding in words: what is proven, what is not, and what the reader still has to do.

use crate::beijing;
use crate::evidence::one_line;
use crate::officer::{DESK, UNLISTED};
use crate::timeline::WRITTEN_UP_MINUTES;

use super::finding::{BodyFound, ChainFound, Finding, RowFound, WrittenBy};

impl Finding {
    /// Whether everything in the file holds.
    #[must_use]
    pub const fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// The verdict in one sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        match self.faults.len() {
            0 => "结论：相符，未发现改动。".to_owned(),
            found => format!("结论：不符，{found}处。"),
        }
    }

    /// How many entries are proven by what.
    #[must_use]
    pub fn counts(&self) -> String {
        format!(
            "本事件条目{}条：有上级节点回执{}条，由同一链上后一条的回执佐证{}条，只有本机可证{}条。",
            self.rows.len(),
            self.proven.receipted,
            self.proven.by_later,
            self.proven.device_only
        )
    }

    /// Everything, line by line, for a person.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "留痕文件：事件{}，{}{}（{}）{}导出。",
                self.subject,
                if self.sample { "【样例】" } else { "" },
                one_line(&self.unit_name),
                one_line(&self.unit.0),
                beijing::to_the_second(self.exported_at)
            ),
            format!(
                "上级节点公钥指纹：{}。请与上级节点公布的指纹核对；指纹不一致的，以下各条都不成立。",
                self.upstream_key
            ),
            self.verdict(),
        ];
        lines.extend(self.faults.iter().map(|fault| format!("不符：{fault}")));
        lines.push(self.counts());
        lines.extend(self.rows.iter().map(|row| self.row(row)));
        lines.extend(self.chains.iter().map(|chain| self.chain(chain)));
        lines.extend(self.bounds_of_proof().into_iter().map(str::to_owned));
        lines
    }

    fn row(&self, row: &RowFound) -> String {
        let by = match &row.by {
            WrittenBy::Desk { claimed_by: None } => DESK.to_owned(),
            WrittenBy::Desk { claimed_by: Some(name) } => format!("{DESK}（{}认领）", shown(name)),
            WrittenBy::Officer { name, .. } => shown(name),
        };
        let entered = beijing::to_the_second(row.entered_at);
        let written_up = (row.entered_at - row.claimed_at).num_minutes() >= WRITTEN_UP_MINUTES;
        let happened = if written_up {
            format!("{}，补记（{entered}录入）", beijing::to_the_second(row.claimed_at))
        } else {
            entered
        };
        let earliest = |at| format!("不早于{}", beijing::to_the_second(at));
        let not_before = row.not_before.map_or_else(|| "不早于何时无从证明".to_owned(), earliest);
        let not_after = match row.not_after {
            Some(bound) if bound.own_receipt => format!("不晚于{}（本条回执）", beijing::to_the_second(bound.at)),
            Some(bound) => format!("不晚于{}（同一链上另一条的回执）", beijing::to_the_second(bound.at)),
            None => "不晚于何时只有本机可证".to_owned(),
        };
        let body = match row.body {
            BodyFound::Matches => "",
            BodyFound::Purged => "；正文已按规定清除，有清除记录",
            BodyFound::Withheld => "；正文不在文件里（他单位所记，本单位称未收到正文）",
        };
        let device = if row.device == self.device { String::new() } else { format!("设备{}", row.device) };
        format!("{device}第{}号 {}：{happened}，{by}；{not_before}；{not_after}{body}。", row.seq, row.kind.word())
    }

    fn chain(&self, chain: &ChainFound) -> String {
        let whose =
            if chain.device == self.device { "导出设备".to_owned() } else { format!("设备{}", chain.device) };
        let span = format!("{whose}第{}纪元：第{}号至第{}号", chain.epoch, chain.first, chain.last);
        if chain.broken {
            return format!("{span}有不相接之处，见上。");
        }
        if chain.gaps.is_empty() {
            return format!("{span}前后相接，其间属其他事项的{}条只列条目头。", chain.between);
        }
        let gaps: Vec<String> = chain.gaps.iter().map(|(from, to)| span_words(*from, *to)).collect();
        format!("{span}有间断：{}不在文件里，是否与本事件有关，本文件不能证明。", gaps.join("、"))
    }

    /// What no file of this kind proves.
    fn bounds_of_proof(&self) -> Vec<&'static str> {
        let mut lines = vec![
            "何人：条目由持有设备密钥的机器签名，设备证书由上级节点签发。署名值班员的，是用本机登录码登录后所记；登录码不是个人电子签名，姓名由本机登记。",
            "何时：不早于、不晚于以上级节点的时钟为准；录入时间和发生时间由本机和值班员自述。",
            "何事：证明的是当时记下的内容没有再改，不证明所记的事属实。",
            "全否：首尾之间有无缺漏见上；文件里首条以前、各纪元末条以后和导出以后又记了什么，本文件不能证明。",
        ];
        if self.proven.device_only > 0 {
            lines.push("只有本机可证的条目：上级节点收到以前，持有设备密钥的人能够重写，本文件不能排除。");
        }
        if self.sample {
            lines.push("样例单位：只供试用，不作凭据；未接上级节点的样例，证书由本机自签。");
        }
        lines
    }
}

fn shown(name: &str) -> String {
    if name.is_empty() { UNLISTED.to_owned() } else { one_line(name) }
}

fn span_words(from: u64, to: u64) -> String {
    if from == to { format!("第{from}号") } else { format!("第{from}号至第{to}号") }
}
