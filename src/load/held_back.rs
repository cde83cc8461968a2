/// What the Windows Explorer leaves in folders.
const LEFT_BY_WINDOWS: [&str; 2] = ["Thumbs.db", "desktop.ini"];
/// Office keeps the first beside an open file, and writes into the second; the third is a file on its way between two devices.
const BEGINNINGS: [&str; 3] = ["~$", "~WRL", "~syncthing~"];
/// Copies that editors and merges leave beside a page, and files that they are about to put in its place.
const ENDINGS: [&str; 7] = ["~", ".bak", ".orig", ".swp", ".tmp", "___jb_tmp___", "___jb_old___"];

/// Whether a file or folder of this name is for its author alone: hidden, with an underscore, or left there by a program.
pub(super) fn is_held_back(name: &str) -> bool {
    let is_autosave = name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    let is_left = BEGINNINGS.iter().any(|first| name.starts_with(first)) || ENDINGS.iter().any(|last| name.ends_with(last));
    is_autosave || is_left || name.starts_with(['.', '_']) || LEFT_BY_WINDOWS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::is_held_back;

    #[test]
    fn what_programs_leave_beside_a_page_is_not_published() {
        for name in [".git", "_draft.md", "page.md~", "#page.md#", "~$list.docx", "a.md.orig", "a.md.bak", "Thumbs.db", "desktop.ini"] {
            assert!(is_held_back(name), "{name}");
        }
        for name in ["page.md", "#", "##", "#1.md", "c#", "~home.md", "a_b.md", "thumbs.png"] {
            assert!(!is_held_back(name), "{name}");
        }
    }
}
