//! Several values in one cell of a table, and cells that a spreadsheet would take for a formula. Both ways are exact.

/// What begins an item of a list when line ends alone do not tell the items apart.
const BULLET: &str = "• ";
/// What people type themselves.
const BULLETS: &[&str] = &[BULLET, "- ", "* "];

/// Several values as the text of one cell: a line each, or with bullets where that would be read as something else.
pub(super) fn join(values: &[String], words: bool) -> String {
    let lines = values.join("\n");
    if split(&lines, words) == values { lines } else { bulleted(values, BULLET) }
}

/// A list with `bullet` before each item and its further lines indented.
pub(super) fn bulleted(values: &[String], bullet: &str) -> String {
    values.iter().map(|value| format!("{bullet}{}", value.replace('\n', "\n  "))).collect::<Vec<_>>().join("\n")
}

/// The values in a cell: bullets, else lines, else what `|`, `;` or (for words) `,` separates.
pub(super) fn split(text: &str, words: bool) -> Vec<String> {
    if let Some(values) = unbulleted(text) {
        return values;
    }
    let separator = match text {
        _ if text.contains('\n') => '\n',
        _ if text.contains('|') => '|',
        _ if text.contains(';') => ';',
        _ if words && text.contains(',') => ',',
        _ => '\n',
    };
    text.split(separator).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

/// The items of a list with bullets; none if a line is neither an item nor the rest of one.
pub(super) fn unbulleted(text: &str) -> Option<Vec<String>> {
    let bullet = BULLETS.iter().find(|bullet| text.starts_with(**bullet))?;
    let mut values: Vec<String> = Vec::new();
    for line in text.split('\n') {
        match (line.strip_prefix(bullet), line.strip_prefix("  ")) {
            (Some(first), _) => values.push(first.to_owned()),
            (None, Some(more)) => {
                let last = values.last_mut()?;
                last.push('\n');
                last.push_str(more);
            }
            (None, None) => return None,
        }
    }
    Some(values)
}

/// The text as it is safe in a cell: an apostrophe goes before what a spreadsheet would compute.
pub(super) fn defuse(text: &str) -> String {
    if begins_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// What [`defuse`] was given.
pub(super) fn restore(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if begins_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Whether a spreadsheet would compute it.
pub(super) fn begins_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_type_is_split() {
        assert_eq!(split("a; b ;c", false), ["a", "b", "c"]);
        assert_eq!(split("a, b", true), ["a", "b"]);
        assert_eq!(split("First, listen. Then ask", false), ["First, listen. Then ask"]);
        assert_eq!(split("- a\n- b\n  more", false), ["a", "b\nmore"]);
        assert_eq!(split("a; b\nc", false), ["a; b", "c"]);
    }

    proptest! {
        #[test]
        fn a_list_comes_back(values in prop::collection::vec("[a-c;,|•\n '=-]{1,8}", 0..4), words: bool) {
            prop_assert_eq!(split(&join(&values, words), words), values);
        }

        #[test]
        fn a_defused_text_comes_back(text in "['=+@\t a-]{0,6}") {
            let safe = defuse(&text);
            prop_assert!(!begins_formula(&safe));
            prop_assert_eq!(restore(&safe), text);
        }
    }
}
