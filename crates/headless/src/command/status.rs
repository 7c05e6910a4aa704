//! `zhiban status`

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};
use workstation::{Command, KeptIn, key_kept_in};

use super::{DataFolder, Nobody, print_json, print_line};

#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    folder: DataFolder,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

impl Status {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let desk = self.folder.open(Box::new(Nobody))?;
        let view = workstation::dispatch(&desk, &Command::of("desk"), Value::Null)?;
        let enrolled = !view["unit"].is_null();
        if self.json {
            let key = key_kept_in(&desk).map(KeptIn::words);
            print_json(&json!({ "enrolled": enrolled, "unit": view["unit"], "link": view["link"], "key": key }))?;
        } else if enrolled {
            let unit = view["unit"]["name"].as_str().unwrap_or_default();
            print_line(&format!(
                "{unit}，待发{}条，未发出·需处理{}条。设备密钥保存在：{}。",
                view["link"]["waiting"],
                view["link"]["attention"],
                key_kept_in(&desk).map_or("未注册", KeptIn::words)
            ));
        } else {
            print_line("本机尚未注册到上级节点。");
        }
        Ok(ExitCode::SUCCESS)
    }
}
