use std::path::{Path, PathBuf};

use crate::model::slug;

use super::args::NewKind;
use super::book;
use super::console::{Console, Exit};
use super::scaffold;

const GUIDE: &str = include_str!("new_files/guide.md");
const BANK: &str = include_str!("new_files/bank.yaml");
const TEMPLATE: &str = include_str!("new_files/template.md");
const CHECKLIST: &str = include_str!("new_files/checklist.md");

/// Writes a new file at `path` (from `content/`), its title and its ids made from its name.
pub(super) fn run(kind: NewKind, path: &str, dir: Option<&Path>, console: Console) -> Exit {
    let folder = match book::open(dir, console) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let (text, ending) = match kind {
        NewKind::Guide => (GUIDE, "md"),
        NewKind::Bank => (BANK, "yaml"),
        NewKind::Template => (TEMPLATE, "md"),
        NewKind::Checklist => (CHECKLIST, "md"),
    };
    let path = path.trim_start_matches("content/");
    if path.split(['/', '\\']).any(|part| matches!(part, "" | "." | "..")) {
        return console.fail(format_args!("`{path}` is not a path below `content/`"), "write it as `guides/first-talk`");
    }
    let mut target = PathBuf::from("content").join(path);
    if target.extension().is_none_or(|found| found != ending) {
        target.set_file_name(format!("{}.{ending}", target.file_name().unwrap_or_default().to_string_lossy()));
    }
    let stem = target.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // A name that YAML would read otherwise is quoted; a text always serialises.
    let title = serde_yaml::to_string(&title(&stem)).unwrap_or_default();
    let text = text.replace("NAME", &slug(&stem)).replace("TITLE", title.trim_end());
    let is_draft = text.contains("\ndraft: true\n");
    if let Err(exit) = scaffold::write(folder.root(), &[(target.clone(), text.into_bytes())], console) {
        return exit;
    }
    console.say(format_args!("written: {}", folder.root().join(target).display()));
    if is_draft {
        console.say("it is a draft: `prepbook serve --drafts` shows it, and without the line `draft: true` it is published");
    }
    Exit::Fine
}

/// `first-talk` as `First talk`.
pub(super) fn title(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
