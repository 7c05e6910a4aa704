//! `zhiban packs`: which packs come with the program, and whether those in a folder can be used.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use domain::pack::{LARGEST_PACK, Meta, Pack, PackError, PackErrors, PackText, Packs, SHIPPED};
use serde::Serialize;
use workstation::read_at_most;

use super::{print_json, print_line};

#[derive(Debug, Args)]
pub(crate) struct ListPacks {
    /// 检查该文件夹（或文件）里的规则包，每个单独与随程序的国家规则合在一起检查
    #[arg(long, value_name = "DIR")]
    lint: Option<PathBuf>,
    /// 以JSON输出
    #[arg(long)]
    json: bool,
}

/// What was found of one file.
#[derive(Debug, Serialize)]
struct Found {
    file: String,
    title: Option<String>,
    faults: Vec<PackError>,
}

impl ListPacks {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        match &self.lint {
            Some(place) => self.lint(place),
            None => self.list(),
        }
    }

    fn list(&self) -> anyhow::Result<ExitCode> {
        let parsed: Result<Vec<Pack>, _> = SHIPPED.iter().map(|text| Pack::parse(text.file, text.text)).collect();
        let metas: Vec<Meta> = parsed.map_err(PackErrors)?.into_iter().map(|pack| pack.meta).collect();
        if self.json {
            print_json(&metas)?;
        } else {
            metas.iter().for_each(|meta| print_line(&words(meta)));
        }
        Ok(ExitCode::SUCCESS)
    }

    fn lint(&self, place: &Path) -> anyhow::Result<ExitCode> {
        let found: Vec<Found> = files(place)?.iter().map(|file| look_at(file)).collect::<anyhow::Result<_>>()?;
        let refused = found.iter().filter(|one| !one.faults.is_empty()).count();
        if self.json {
            print_json(&found)?;
        } else {
            for one in &found {
                match &one.title {
                    Some(title) => print_line(&format!("可用：{}（{title}）", one.file)),
                    None => one.faults.iter().for_each(|fault| print_line(&format!("拒绝：{fault}"))),
                }
            }
            print_line(&format!("共{}个，可用{}个，拒绝{refused}个。", found.len(), found.len() - refused));
        }
        Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn words(meta: &Meta) -> String {
    let region = meta.region.as_deref().map(|region| format!("，适用区划{region}开头的单位")).unwrap_or_default();
    format!(
        "{}\t{}\t{} {}（{}起施行{region}）",
        meta.id,
        meta.layer.word(),
        meta.title,
        meta.version,
        meta.effective_from
    )
}

/// The packs of a folder by name, or the one file.
fn files(place: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let unreadable = || format!("无法读取{}", place.display());
    if place.is_file() {
        return Ok(vec![place.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(place).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    anyhow::ensure!(!files.is_empty(), "{}里没有规则包（.toml）。", place.display());
    files.sort();
    Ok(files)
}

/// Name and text of every pack in a folder.
pub(super) fn texts(folder: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let text = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = read_at_most(path, LARGEST_PACK).with_context(|| format!("无法读取{file}"))?;
        let bytes = bytes.with_context(|| format!("{file}超过{LARGEST_PACK}字节，不像规则包"))?;
        let text = String::from_utf8(bytes).with_context(|| format!("{file}不是UTF-8文字"))?;
        Ok((file, text))
    };
    files(folder)?.iter().map(text).collect()
}

fn look_at(path: &Path) -> anyhow::Result<Found> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let refused = |reason: String| Found {
        file: file.clone(),
        title: None,
        faults: vec![PackError { file: file.clone(), line: None, reason }],
    };
    let Some(bytes) = read_at_most(path, LARGEST_PACK).with_context(|| format!("无法读取{file}"))? else {
        return Ok(refused(format!("超过{LARGEST_PACK}字节，不像规则包")));
    };
    let Ok(text) = String::from_utf8(bytes) else { return Ok(refused("不是UTF-8文字".to_owned())) };
    let own = PackText { file: &file, text: &text };
    Ok(match laid_alone(own) {
        Ok(meta) => Found { title: Some(format!("{} {}", meta.title, meta.version)), file, faults: Vec::new() },
        Err(PackErrors(faults)) => Found { title: None, faults, file },
    })
}

/// A pack of a lower layer over the national one; another national one in its place.
fn laid_alone(own: PackText<'_>) -> Result<Meta, PackErrors> {
    let pack = Pack::parse(own.file, own.text).map_err(PackErrors)?;
    let below = SHIPPED
        .iter()
        .copied()
        .take(1)
        .filter(|nation| Pack::parse(nation.file, nation.text).is_ok_and(|nation| nation.meta.id != pack.meta.id));
    let texts: Vec<PackText<'_>> = below.chain([own]).collect();
    Packs::from_texts(&texts).map(|_| pack.meta)
}
