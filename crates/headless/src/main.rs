//! `zhiban`: the duty desk without a window: command line and browser host.

mod browser;
mod command;
mod ui;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,headless=info".into()),
        )
        .init();
    match command::CommandLine::parse().run() {
        Ok(code) => code,
        Err(error) => {
            command::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
