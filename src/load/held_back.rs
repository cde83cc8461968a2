/// What the Windows Explorer leaves in folders.
const LEFT_BY_WINDOWS: [&str; 2] = ["Thumbs.db", "desktop.ini"];

/// Whether a file or folder of this name is for its author alone: hidden, with an underscore, or left there by a program. Editors
/// keep `page.md~` and `#page.md#` beside a page, Office keeps `~$list.docx` beside an open file.
pub(super) fn is_held_back(name: &str) -> bool {
    let is_autosave = name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    is_autosave || name.starts_with(['.', '_']) || name.starts_with("~$") || name.ends_with('~') || LEFT_BY_WINDOWS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::is_held_back;

    #[test]
    fn what_programs_leave_beside_a_page_is_not_published() {
        for name in [".git", "_draft.md", "page.md~", "#page.md#", "~$list.docx", "Thumbs.db", "desktop.ini"] {
            assert!(is_held_back(name), "{name}");
        }
        for name in ["page.md", "#", "##", "#1.md", "c#", "~home.md", "a_b.md", "thumbs.png"] {
            assert!(!is_held_back(name), "{name}");
        }
    }
}
