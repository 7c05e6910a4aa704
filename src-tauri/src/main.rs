//! `zhiban-desk`: the window of the duty desk. One command, one event, no logic.

mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use serde_json::Value;
use tauri::{AppHandle, Manager as _, State};
use workstation::alarm::ThisBell;
use workstation::door::DoorError;
use workstation::{Command, ThisMachine, Workstation, dispatch};

use crate::window::Window;

/// 值班台：县级应急值班事件报送工作站
#[derive(Debug, Parser)]
#[command(name = "zhiban-desk", version, about)]
struct Arguments {
    /// 数据文件夹
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// The window's one command. The author is the one under whom the page was shown.
#[tauri::command]
async fn call(
    desk: State<'_, Arc<Workstation>>,
    name: String,
    author: Option<String>,
    args: Value,
) -> Result<Value, DoorError> {
    let desk = Arc::clone(&desk);
    tokio::task::spawn_blocking(move || dispatch(&desk, &Command { name: &name, author: author.as_deref() }, args))
        .await
        .map_err(|_| DoorError::storage("操作未完成，内容未改动，请再试一次。"))?
}

fn open_desk(app: &AppHandle, data: Option<PathBuf>) -> anyhow::Result<Arc<Workstation>> {
    let folder = data.map_or_else(|| app.path().app_data_dir(), Ok)?;
    let window = Window::new(app.clone());
    Ok(Arc::new(Workstation::open(&folder, Box::new(ThisMachine::new()), Box::new(window), Box::new(ThisBell))?))
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .init();
    let arguments = Arguments::parse();
    let started = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_to_front(app)))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |app| {
            let desk = open_desk(app.handle(), arguments.data)?;
            tauri::async_runtime::spawn(workstation::sync::run(Arc::clone(&desk)));
            tauri::async_runtime::spawn(workstation::alarm::run(Arc::clone(&desk)));
            tauri::async_runtime::spawn(workstation::daily_backup::run(Arc::clone(&desk)));
            app.manage(desk);
            Ok(())
        })
        .run(tauri::generate_context!());
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
